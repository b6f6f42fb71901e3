package dev.reprieve.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The written form of a schedule. */
final class ScheduleText {
  private static final String EXPECTED =
      "expected \"every PT15M\", \"every PT15M from 2026-01-01T00:00:00Z\" or"
          + " \"daily 04:00,16:00 Asia/Shanghai\"";

  private ScheduleText() {}

  static Schedule parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    try {
      if (words[0].equals("every") && words.length == 2) {
        return Schedule.every(Duration.parse(words[1]));
      }
      if (words[0].equals("every") && words.length == 4 && words[2].equals("from")) {
        return Schedule.every(Duration.parse(words[1]), Instant.parse(words[3]));
      }
      if (words[0].equals("daily") && words.length == 3) {
        List<LocalTime> times = new ArrayList<>();
        for (String time : words[1].split(",", -1)) {
          times.add(LocalTime.parse(time));
        }
        return new TimesOfDay(ZoneId.of(words[2]), times);
      }
    } catch (DateTimeException unreadable) {
      throw new IllegalArgumentException(
          "schedule \"" + text + "\": " + unreadable.getMessage() + "; " + EXPECTED, unreadable);
    }
    throw new IllegalArgumentException("schedule \"" + text + "\": " + EXPECTED);
  }
}
