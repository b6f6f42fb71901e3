package dev.reprieve.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Times of every day, in a zone. */
record TimesOfDay(ZoneId zone, List<LocalTime> times) implements Schedule {
  /** The calendar of {@code java.time} goes on for ever; nobody's task does. */
  private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  private static final Instant FIRST = Instant.parse("0000-01-03T00:00:00Z");

  TimesOfDay {
    times = List.copyOf(new TreeSet<>(times));
    if (times.isEmpty()) {
      throw new IllegalArgumentException("no time of day: expected one or more");
    }
    for (LocalTime time : times) {
      if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException(
            "time of day " + time + ": expected whole seconds, as in 04:00 or 04:00:30");
      }
    }
  }

  @Override
  public @Nullable Instant nextAfter(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    if (instant.isAfter(LAST)) {
      return null;
    }
    Instant from = instant.isBefore(FIRST) ? FIRST : instant;
    // No day before the one shown has a time left: a later reading of the wall clock never stands
    // for an earlier instant. The next day may have none either, where a zone skipped it or showed
    // its first hours before; so it is searched and not computed.
    for (LocalDate day = LocalDate.ofInstant(from, zone); ; day = day.plusDays(1)) {
      for (LocalTime time : times) {
        Instant due = WallClock.instantOf(day.atTime(time), zone);
        if (due.isAfter(instant)) {
          return due;
        }
      }
    }
  }

  @Override
  public String toString() {
    return times.stream().map(LocalTime::toString).collect(Collectors.joining(",", "daily ", " "))
        + zone;
  }
}
