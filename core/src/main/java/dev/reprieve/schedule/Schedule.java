package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which a task is due, as a pure function: the next one after a given one (SCH-01).
 *
 * <p>It holds no clock and no memory, so the same question always has the same answer: two nodes,
 * or one before and after a restart, find the same instants. An adapter that brings another kind,
 * cron for instance, implements {@link #nextAfter}; this package has no cron of its own.
 *
 * <p>Implementations are immutable and therefore thread-safe.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The first instant that is due strictly after another; null if there is none any more.
   *
   * <p>A greater argument never has an earlier answer.
   */
  @Nullable Instant nextAfter(Instant instant);

  /**
   * Every so often, counted from the epoch: every 15 minutes is at :00, :15, :30 and :45 of UTC.
   *
   * <p>Counted from a fixed instant and not from when somebody started it, so that what is started
   * anew every day still comes to what is due every two days.
   *
   * @throws IllegalArgumentException if the delay is shorter than a millisecond
   */
  static Schedule every(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    return new FixedDelay(delay, Instant.EPOCH);
  }

  /**
   * Every so often, counted from an instant of the caller's, which is itself due.
   *
   * @throws IllegalArgumentException if the delay is shorter than a millisecond
   */
  static Schedule every(Duration delay, Instant from) {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(from, "from");
    return new FixedDelay(delay, from);
  }

  /**
   * At times of day in a zone (KEY-09). What the zone skips is due at the next instant that exists,
   * what occurs twice is due the first time alone (SCH-02).
   *
   * @throws IllegalArgumentException if no time is given, or one is not in whole seconds
   */
  static Schedule daily(ZoneId zone, LocalTime... times) {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(times, "times");
    return new TimesOfDay(zone, List.of(times));
  }

  /**
   * Reads {@code every PT15M}, {@code every PT15M from 2026-01-01T00:07:00Z} or {@code daily
   * 04:00,16:00 Asia/Shanghai}: what {@code toString} of the schedules made here writes.
   *
   * @throws IllegalArgumentException for anything else, saying what was expected
   */
  static Schedule parse(String text) {
    Objects.requireNonNull(text, "text");
    return ScheduleText.parse(text);
  }
}
