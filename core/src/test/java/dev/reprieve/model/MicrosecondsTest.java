package dev.reprieve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("ALL-18")
class MicrosecondsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00.000000Z, 2026-01-01T00:00:00.000000Z, 2026-01-01T00:00:00.000000Z",
    "2026-01-01T00:00:00.000001Z, 2026-01-01T00:00:00.000001Z, 2026-01-01T00:00:00.000001Z",
    "2026-01-01T00:00:00.000000001Z, 2026-01-01T00:00:00.000000Z, 2026-01-01T00:00:00.000001Z",
    "2026-01-01T00:00:00.000000999Z, 2026-01-01T00:00:00.000000Z, 2026-01-01T00:00:00.000001Z",
    "2026-12-31T23:59:59.999999999Z, 2026-12-31T23:59:59.999999Z, 2027-01-01T00:00:00Z",
    // Before 1970 the seconds are negative; down is still towards the past.
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z, 1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.000000001Z, 1969-12-31T23:59:59Z, 1969-12-31T23:59:59.000001Z",
    "-0001-03-01T00:00:00.123456789Z, -0001-03-01T00:00:00.123456Z, -0001-03-01T00:00:00.123457Z",
    "9999-12-31T23:59:59.999999500Z, 9999-12-31T23:59:59.999999Z, +10000-01-01T00:00:00Z",
    "2038-01-19T03:14:07.999999999Z, 2038-01-19T03:14:07.999999Z, 2038-01-19T03:14:08Z"
  })
  void roundsAnEndUpAndEverythingElseDown(Instant instant, Instant down, Instant up) {
    assertThat(Microseconds.down(instant)).isEqualTo(down);
    assertThat(Microseconds.up(instant)).isEqualTo(up);
  }

  /** {@code Instant.MAX} is what hosts write for "never": it overflowed. */
  @Test
  void anEndThatCannotBeRoundedUpStaysAsItIs() {
    assertThat(Microseconds.up(Instant.MAX)).isEqualTo(Instant.MAX);
    assertThat(Microseconds.down(Instant.MAX))
        .isEqualTo(Instant.MAX.minusNanos(999))
        .isBefore(Instant.MAX);
  }

  @Test
  void theFirstInstantThereIsStaysAsItIs() {
    assertThat(Microseconds.down(Instant.MIN)).isEqualTo(Instant.MIN);
    assertThat(Microseconds.up(Instant.MIN)).isEqualTo(Instant.MIN);
    assertThat(Microseconds.down(Instant.MIN.plusNanos(1))).isEqualTo(Instant.MIN);
    assertThat(Microseconds.up(Instant.MIN.plusNanos(1))).isEqualTo(Instant.MIN.plusNanos(1000));
  }
}
