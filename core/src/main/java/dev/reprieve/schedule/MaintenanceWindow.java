package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of every day, in UTC, from its opening (inclusive) to its closing (exclusive): {@code
 * 02:00Z-03:00Z}, across midnight {@code 23:00Z-01:00Z}, up to midnight {@code 23:00Z-24:00Z}.
 *
 * <p>Longer than zero and up to 24 hours (RED-12); the whole day is {@code 00:00Z-24:00Z} and
 * nothing else. Nothing in a life cycle waits for a window, deadlines are instants (RED-13): what
 * may wait is a flush, and what a host chooses to do then.
 *
 * @param opensAt the time of day in UTC at which it opens, in whole minutes
 * @param length how long it stays open, in whole minutes
 */
public record MaintenanceWindow(LocalTime opensAt, Duration length) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern END = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])Z|24:00Z");

  /**
   * @throws IllegalArgumentException if the opening or the length is not in whole minutes, the
   *     length is not positive or above 24 hours, or is 24 hours from another opening than midnight
   */
  public MaintenanceWindow {
    Objects.requireNonNull(opensAt, "opensAt");
    Objects.requireNonNull(length, "length");
    if (!opensAt.equals(opensAt.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException(
          "a window that opens at " + opensAt + ": expected whole minutes");
    }
    if (length.isNegative() || length.isZero() || length.compareTo(DAY) > 0) {
      throw new IllegalArgumentException(
          "a window of " + length + ": expected more than zero and up to 24 hours");
    }
    if (!length.equals(Duration.ofMinutes(length.toMinutes()))) {
      throw new IllegalArgumentException("a window of " + length + ": expected whole minutes");
    }
    if (length.equals(DAY) && !opensAt.equals(LocalTime.MIDNIGHT)) {
      throw new IllegalArgumentException(
          "a window of 24 hours from " + opensAt + ": the whole day is 00:00Z-24:00Z");
    }
  }

  /**
   * Reads {@code HH:mmZ-HH:mmZ}; the second may be {@code 24:00Z}.
   *
   * @throws IllegalArgumentException if it is not of this form, or is empty because both ends are
   *     the same
   */
  public static MaintenanceWindow parse(String text) {
    Objects.requireNonNull(text, "text");
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException(
          "window \"" + text + "\": expected HH:mmZ-HH:mmZ, as in 02:00Z-03:00Z");
    }
    return of(text.substring(0, dash), text.substring(dash + 1));
  }

  /**
   * Reads the two ends where they stand apart, as in {@code maintain_start_time} and {@code
   * maintain_end_time}.
   *
   * @param opens {@code HH:mmZ}
   * @param closes {@code HH:mmZ} or {@code 24:00Z}; before {@code opens} means on the day after
   * @throws IllegalArgumentException if an end is not of this form, or both are the same
   */
  public static MaintenanceWindow of(String opens, String closes) {
    Objects.requireNonNull(opens, "opens");
    Objects.requireNonNull(closes, "closes");
    int from = minuteOf("opening", opens);
    int to = minuteOf("closing", closes);
    if (from == 24 * 60) {
      throw new IllegalArgumentException(
          "a window that opens at 24:00Z: a day begins at 00:00Z, 24:00Z is an end");
    }
    if (from == to) {
      throw new IllegalArgumentException(
          "a window from " + opens + " to " + closes + " is empty; the whole day is 00:00Z-24:00Z");
    }
    return new MaintenanceWindow(
        LocalTime.ofSecondOfDay(from * 60L),
        Duration.ofMinutes(to > from ? to - from : to - from + 24 * 60));
  }

  private static int minuteOf(String which, String end) {
    Matcher form = END.matcher(end);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          which + " \"" + end + "\" of a window: expected HH:mmZ, as in 02:00Z");
    }
    String hour = form.group(1);
    return hour == null ? 24 * 60 : Integer.parseInt(hour) * 60 + Integer.parseInt(form.group(2));
  }

  /** Whether it is open at an instant. */
  public boolean isOpenAt(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    return instant.isBefore(latestOpening(instant).plus(length));
  }

  /** The first instant at which it opens, at or after another (RED-13). */
  public Instant nextOpening(Instant from) {
    Objects.requireNonNull(from, "from");
    Instant latest = latestOpening(from);
    return latest.equals(from) ? from : latest.plus(DAY);
  }

  /** The first instant, at or after another, at which it is open: that one, or the next opening. */
  public Instant openFrom(Instant from) {
    Objects.requireNonNull(from, "from");
    return isOpenAt(from) ? from : nextOpening(from);
  }

  /** The first instant, after another, at which it closes. */
  public Instant nextClosing(Instant after) {
    Objects.requireNonNull(after, "after");
    Instant closing = latestOpening(after).plus(length);
    return closing.isAfter(after) ? closing : closing.plus(DAY);
  }

  private Instant latestOpening(Instant instant) {
    // UTC has neither gaps nor overlaps: days are of 24 hours.
    Instant today =
        instant.atOffset(ZoneOffset.UTC).toLocalDate().atTime(opensAt).toInstant(ZoneOffset.UTC);
    return today.isAfter(instant) ? today.minus(DAY) : today;
  }

  /** {@code HH:mmZ-HH:mmZ}, with {@code 24:00Z} for a closing at midnight. */
  @Override
  public String toString() {
    LocalTime closesAt = opensAt.plus(length);
    return opensAt + "Z-" + (closesAt.equals(LocalTime.MIDNIGHT) ? "24:00" : closesAt) + "Z";
  }
}
