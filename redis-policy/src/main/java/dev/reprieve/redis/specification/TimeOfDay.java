package dev.reprieve.redis.specification;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time of day in UTC, {@code HH:mmZ}.
 *
 * @param sinceMidnight from zero up to 24 hours, which only an end can be
 */
record TimeOfDay(Duration sinceMidnight) {
  private static final Pattern FORM = Pattern.compile("([0-9]{2}):([0-9]{2})Z");
  private static final Duration DAY = Duration.ofDays(1);

  /** From 00:00Z to 23:59Z; null for anything else. */
  static @Nullable TimeOfDay parseStart(String text) {
    TimeOfDay time = parseEnd(text);
    return time == null || time.sinceMidnight.equals(DAY) ? null : time;
  }

  /** From 00:00Z to 24:00Z, the end of the day; null for anything else. */
  static @Nullable TimeOfDay parseEnd(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int minutes = Integer.parseInt(matcher.group(2));
    Duration time =
        Duration.ofHours(Integer.parseInt(matcher.group(1))).plus(Duration.ofMinutes(minutes));
    return minutes > 59 || time.compareTo(DAY) > 0 ? null : new TimeOfDay(time);
  }

  /**
   * How long it is from here to that end, across midnight if need be; zero where they are equal.
   */
  Duration until(TimeOfDay end) {
    Duration span = end.sinceMidnight.minus(sinceMidnight);
    return span.isNegative() ? span.plus(DAY) : span;
  }
}
