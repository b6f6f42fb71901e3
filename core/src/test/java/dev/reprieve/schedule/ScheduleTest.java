package dev.reprieve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  @Test
  @Tag("KEY-09")
  @Tag("SCH-01")
  void twoTimesOfDayInAZone() {
    Schedule schedule =
        Schedule.daily(ZoneId.of("Asia/Shanghai"), LocalTime.of(16, 0), LocalTime.of(4, 0));

    // 04:00 in Shanghai is 20:00Z of the day before, 16:00 is 08:00Z.
    assertThat(schedule.nextAfter(at("2026-03-01T07:59:59.999999Z")))
        .isEqualTo("2026-03-01T08:00:00Z");
    assertThat(schedule.nextAfter(at("2026-03-01T08:00:00Z"))).isEqualTo("2026-03-01T20:00:00Z");
    assertThat(schedule.nextAfter(at("2026-03-01T08:00:00.000001Z")))
        .isEqualTo("2026-03-01T20:00:00Z");
    assertThat(schedule.nextAfter(at("2026-03-01T20:00:00Z"))).isEqualTo("2026-03-02T08:00:00Z");
  }

  @ParameterizedTest(name = "{0}, after {1}")
  @Tag("SCH-02")
  @CsvSource({
    // Berlin goes from 02:00 to 03:00 at 01:00Z: 02:30 is run at 03:00, and 03:30 is another time.
    "daily 02:30 Europe/Berlin, 2026-03-28T01:30:00Z, 2026-03-29T01:00:00Z",
    "daily 02:30 Europe/Berlin, 2026-03-29T00:59:59.999999Z, 2026-03-29T01:00:00Z",
    "daily 02:30 Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    // The first skipped time, the last one, and the first that exists: one run.
    "'daily 02:00,02:59:59,03:00 Europe/Berlin', 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
    "'daily 02:00,02:59:59,03:00 Europe/Berlin', 2026-03-29T01:00:00Z, 2026-03-30T00:00:00Z",
    // Lord Howe Island skips half an hour, at 15:30Z of the day before.
    "daily 02:15 Australia/Lord_Howe, 2026-10-02T20:00:00Z, 2026-10-03T15:30:00Z",
    // São Paulo skipped midnight.
    "daily 00:00 America/Sao_Paulo, 2018-11-03T12:00:00Z, 2018-11-04T03:00:00Z",
    "daily 00:00 America/Sao_Paulo, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    // Samoa skipped the whole of 30 December 2011, at 10:00Z of it.
    "daily 04:00 Pacific/Apia, 2011-12-29T14:00:00Z, 2011-12-30T10:00:00Z",
    "daily 04:00 Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T14:00:00Z",
    "daily 04:00 Pacific/Apia, 2011-12-30T14:00:00Z, 2011-12-31T14:00:00Z",
  })
  void aSkippedTimeRunsAtTheNextInstantThatExists(String schedule, String after, String next) {
    assertThat(Schedule.parse(schedule).nextAfter(at(after))).isEqualTo(next);
  }

  @ParameterizedTest(name = "{0}, after {1}")
  @Tag("SCH-02")
  @CsvSource({
    // Berlin shows 02:30 at 00:30Z and again at 01:30Z.
    "daily 02:30 Europe/Berlin, 2026-10-24T00:30:00Z, 2026-10-25T00:30:00Z",
    "daily 02:30 Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "daily 02:30 Europe/Berlin, 2026-10-25T01:29:59.999999Z, 2026-10-26T01:30:00Z",
    // 02:00 is shown at 00:00Z and again at 01:00Z; 03:00 once, at 02:00Z.
    "'daily 02:00,03:00 Europe/Berlin', 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z",
    // São Paulo went back from midnight to 23:00 of the day before, at 02:00Z.
    "daily 23:30 America/Sao_Paulo, 2018-02-18T01:29:59Z, 2018-02-18T01:30:00Z",
    "daily 23:30 America/Sao_Paulo, 2018-02-18T01:30:00Z, 2018-02-19T02:30:00Z",
    "daily 00:00 America/Sao_Paulo, 2018-02-18T01:30:00Z, 2018-02-18T03:00:00Z",
  })
  void aTimeThatOccursTwiceRunsOnce(String schedule, String after, String next) {
    assertThat(Schedule.parse(schedule).nextAfter(at(after))).isEqualTo(next);
  }

  @Test
  @Tag("SCH-01")
  @Tag("SCH-05")
  void aFixedDelayIsCountedFromItsAnchorAndNotFromWhenSomebodyAsks() {
    Schedule quarter = Schedule.every(Duration.ofMinutes(15));
    assertThat(quarter.nextAfter(at("2026-01-01T10:07:31Z"))).isEqualTo("2026-01-01T10:15:00Z");
    assertThat(quarter.nextAfter(at("2026-01-01T10:15:00Z"))).isEqualTo("2026-01-01T10:30:00Z");
    assertThat(quarter.nextAfter(at("1969-12-31T23:50:00Z"))).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(quarter.nextAfter(at("1969-12-31T23:45:00Z"))).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(quarter.nextAfter(at("1969-12-31T23:44:59Z"))).isEqualTo("1969-12-31T23:45:00Z");

    Schedule anchored = Schedule.every(Duration.ofDays(2), at("2026-01-01T03:20:00Z"));
    assertThat(anchored.nextAfter(at("2026-01-01T03:19:59Z"))).isEqualTo("2026-01-01T03:20:00Z");
    assertThat(anchored.nextAfter(at("2026-01-01T03:20:00Z"))).isEqualTo("2026-01-03T03:20:00Z");
    assertThat(anchored.nextAfter(at("2025-12-30T03:20:00Z"))).isEqualTo("2026-01-01T03:20:00Z");
  }

  @Test
  void whereNoInstantIsLeftThereIsNoNext() {
    assertThat(Schedule.every(Duration.ofDays(1)).nextAfter(Instant.MAX)).isNull();
    assertThat(Schedule.parse("daily 04:00 UTC").nextAfter(Instant.MAX)).isNull();
    assertThat(Schedule.parse("daily 04:00 UTC").nextAfter(Instant.MIN)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every PT15M",
        "every PT0.5S",
        "every PT48H from 2026-01-01T03:20:00Z",
        "daily 04:00,16:00 Asia/Shanghai",
        "daily 04:00:30 Z",
      })
  void theWrittenFormReadsBack(String text) {
    assertThat(Schedule.parse(text)).hasToString(text);
    assertThat(Schedule.parse(text)).isEqualTo(Schedule.parse("  " + text + " "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 0 4 * * *",
        "every",
        "every 15",
        "every PT0S",
        "every -PT15M",
        "every PT0.0009S",
        "every PT15M from",
        "every PT15M from yesterday",
        "every PT15M since 2026-01-01T00:00:00Z",
        "daily 04:00",
        "daily 24:00 UTC",
        "daily 4:00 UTC",
        "daily 04:00, UTC",
        "daily 04:00 Mars/Olympus",
        "daily 04:00:00.5 UTC",
        "Daily 04:00 UTC",
      })
  void whatIsNoScheduleIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(text));
  }

  @Test
  void aRefusalSaysWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("daily 04:00 Mars/Olympus"))
        .withMessageContaining("Mars/Olympus")
        .withMessageContaining("expected \"every PT15M\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.daily(ZoneId.of("UTC")))
        .withMessageContaining("expected one or more");
  }
}
