package dev.reprieve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RED-12")
class MaintenanceWindowTest {
  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "02:00Z-03:00Z, 2026-03-01T01:59:59.999999Z, false",
    "02:00Z-03:00Z, 2026-03-01T02:00:00Z, true",
    "02:00Z-03:00Z, 2026-03-01T02:00:00.000001Z, true",
    "02:00Z-03:00Z, 2026-03-01T02:59:59.999999Z, true",
    "02:00Z-03:00Z, 2026-03-01T03:00:00Z, false",
    "02:00Z-03:00Z, 2026-03-01T03:00:00.000001Z, false",
    "23:00Z-01:00Z, 2026-03-01T22:59:59.999999Z, false",
    "23:00Z-01:00Z, 2026-03-01T23:00:00Z, true",
    "23:00Z-01:00Z, 2026-03-02T00:00:00Z, true",
    "23:00Z-01:00Z, 2026-03-02T00:59:59.999999Z, true",
    "23:00Z-01:00Z, 2026-03-02T01:00:00Z, false",
    "23:00Z-24:00Z, 2026-03-01T23:59:59.999999Z, true",
    "23:00Z-24:00Z, 2026-03-02T00:00:00Z, false",
    "00:00Z-24:00Z, 2026-03-01T23:59:59.999999Z, true",
    "00:00Z-24:00Z, 2026-03-02T00:00:00Z, true",
  })
  void isOpenFromItsOpeningToBeforeItsClosing(String window, String instant, boolean open) {
    assertThat(MaintenanceWindow.parse(window).isOpenAt(at(instant))).isEqualTo(open);
  }

  @ParameterizedTest(name = "{0} from {1}")
  @Tag("RED-13")
  @CsvSource({
    "02:00Z-03:00Z, 2026-02-28T01:59:59.999999Z, 2026-02-28T02:00:00Z",
    "02:00Z-03:00Z, 2026-02-28T02:00:00Z, 2026-02-28T02:00:00Z",
    "02:00Z-03:00Z, 2026-02-28T02:00:00.000001Z, 2026-03-01T02:00:00Z",
    "02:00Z-03:00Z, 2026-02-28T12:00:00Z, 2026-03-01T02:00:00Z",
    "23:00Z-01:00Z, 2026-03-01T00:30:00Z, 2026-03-01T23:00:00Z",
    "00:00Z-24:00Z, 2026-03-01T00:30:00Z, 2026-03-02T00:00:00Z",
  })
  void saysWhenItOpensNext(String window, String from, String opening) {
    assertThat(MaintenanceWindow.parse(window).nextOpening(at(from))).isEqualTo(opening);
  }

  @Test
  void whatIsOpenIsOpenAtOnce() {
    MaintenanceWindow window = MaintenanceWindow.parse("23:00Z-01:00Z");
    assertThat(window.openFrom(at("2026-03-01T00:30:00Z"))).isEqualTo("2026-03-01T00:30:00Z");
    assertThat(window.openFrom(at("2026-03-01T01:00:00Z"))).isEqualTo("2026-03-01T23:00:00Z");
    assertThat(window.nextClosing(at("2026-03-01T00:30:00Z"))).isEqualTo("2026-03-01T01:00:00Z");
    assertThat(window.nextClosing(at("2026-03-01T01:00:00Z"))).isEqualTo("2026-03-02T01:00:00Z");
    assertThat(window.nextClosing(at("2026-03-01T23:00:00Z"))).isEqualTo("2026-03-02T01:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "02:00Z-03:00Z, PT1H",
    "02:00Z-04:00Z, PT2H",
    "23:30Z-00:15Z, PT45M",
    "23:00Z-24:00Z, PT1H",
    "00:00Z-24:00Z, PT24H",
    "12:01Z-12:00Z, PT23H59M",
  })
  void isAsLongAsItsEndsSay(String text, Duration length) {
    assertThat(MaintenanceWindow.parse(text).length()).isEqualTo(length);
    assertThat(MaintenanceWindow.parse(text)).hasToString(text);
  }

  @Test
  void midnightAsAnEndIsWrittenAsTwentyFour() {
    assertThat(MaintenanceWindow.parse("18:00Z-00:00Z"))
        .isEqualTo(MaintenanceWindow.of("18:00Z", "24:00Z"))
        .hasToString("18:00Z-24:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02:00Z",
        "02:00-03:00",
        "2:00Z-3:00Z",
        "02:00Z-03:00",
        "02:00Z-02:00Z",
        "00:00Z-00:00Z",
        "24:00Z-01:00Z",
        "24:00Z-24:00Z",
        "02:00Z-24:01Z",
        "02:60Z-03:00Z",
        "02:00Z - 03:00Z",
        "02:00Z-03:00Z-04:00Z",
        "02:00:00Z-03:00:00Z",
        "٠٢:00Z-03:00Z",
      })
  void whatIsNoWindowIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MaintenanceWindow.parse(text));
  }

  @Test
  void aSpanThatIsNoWindowIsRefused() {
    LocalTime two = LocalTime.of(2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(two, Duration.ZERO))
        .withMessageContaining("more than zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(two, Duration.ofMinutes(-1)))
        .withMessageContaining("more than zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(LocalTime.MIDNIGHT, Duration.ofMinutes(1441)))
        .withMessageContaining("up to 24 hours");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(two, Duration.ofHours(24)))
        .withMessageContaining("00:00Z-24:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(two, Duration.ofSeconds(90)))
        .withMessageContaining("whole minutes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaintenanceWindow(LocalTime.of(2, 0, 1), Duration.ofHours(1)))
        .withMessageContaining("whole minutes");
  }
}
