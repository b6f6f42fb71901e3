package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {

  @ParameterizedTest
  @CsvSource({
    "01:00Z, 02:00Z",
    "23:00Z, 24:00Z",
    "23:00Z, 00:00Z",
    "23:30Z, 00:30Z",
    "00:00Z, 01:00Z",
  })
  @Tag("RED-12")
  void exactlyOneHourIsWhatTheVendorAsksFor(String start, String end) {
    assertThat(window(start, end)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "04:00Z, 06:00Z, 120",
    "01:00Z, 01:59Z, 59",
    "01:00Z, 02:01Z, 61",
    "01:00Z, 01:01Z, 1",
    "23:00Z, 00:01Z, 61",
    "22:00Z, 24:00Z, 120",
    "22:00Z, 02:00Z, 240",
    "00:00Z, 24:00Z, 1440",
    "00:01Z, 00:00Z, 1439",
  })
  @Tag("RED-12")
  void anyOtherLengthIsAWarning(String start, String end, int minutes) {
    RedisSpecification.Builder given =
        Checking.good().text("maintain_start_time", start).text("maintain_end_time", end);
    assertThat(SpecificationCheck.findings(given.build()))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "maintain_end_time",
                "RED-12",
                "maintain_end_time is \""
                    + end
                    + "\", "
                    + minutes
                    + " minutes after maintain_start_time \""
                    + start
                    + "\": accepted, while the vendor asks for exactly one hour"));
  }

  @Test
  @Tag("RED-12")
  void aWindowOfNoLengthIsAnError() {
    assertThat(window("04:00Z", "04:00Z")).containsExactly("ERROR maintain_end_time RED-12");
    assertThat(window("00:00Z", "00:00Z")).containsExactly("ERROR maintain_end_time RED-12");
  }

  @ParameterizedTest
  @CsvSource({"4:00Z", "04:00", "24:00Z", "04:60Z", "04:00:00Z", "noon"})
  @Tag("RED-11")
  void aStartThatIsNoTime(String start) {
    assertThat(window(start, "05:00Z")).containsExactly("ERROR maintain_start_time RED-11");
  }

  @ParameterizedTest
  @CsvSource({"5:00Z", "05:00", "24:01Z", "25:00Z", "05:00+00:00"})
  @Tag("RED-11")
  void anEndThatIsNoTime(String end) {
    assertThat(window("04:00Z", end)).containsExactly("ERROR maintain_end_time RED-11");
  }

  @Test
  @Tag("RED-11")
  void bothEndsAreJudged() {
    assertThat(window("4", "5"))
        .containsExactly("ERROR maintain_start_time RED-11", "ERROR maintain_end_time RED-11");
  }

  @Test
  @Tag("RED-12")
  void oneEndAloneIsNoWindow() {
    assertThat(window("04:00Z", null)).isEmpty();
    assertThat(window(null, "04:00Z")).isEmpty();
  }

  private static List<String> window(String start, String end) {
    return Checking.of(
        Checking.good().text("maintain_start_time", start).text("maintain_end_time", end));
  }
}
