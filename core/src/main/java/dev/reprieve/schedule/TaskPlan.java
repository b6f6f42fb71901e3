package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a task runs: its schedule, and what bounds it (SCH-01). Immutable.
 *
 * @param schedule the instants at which it is due
 * @param end no run begins at this instant or after it; null for a task without an end
 * @param window what is due outside of it is due when it opens; null for a task without a window
 * @param missed what becomes of runs that could not begin in their time
 * @param lateness how late a run may begin before {@link MissedRuns#SKIP} calls it missed; timers
 *     are never exact
 */
public record TaskPlan(
    Schedule schedule,
    @Nullable Instant end,
    @Nullable MaintenanceWindow window,
    MissedRuns missed,
    Duration lateness) {
  /** How late a run may begin unless the host says otherwise. */
  public static final Duration DEFAULT_LATENESS = Duration.ofMinutes(1);

  /**
   * @throws IllegalArgumentException if the lateness is negative
   */
  public TaskPlan {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(missed, "missed");
    Objects.requireNonNull(lateness, "lateness");
    if (lateness.isNegative()) {
      throw new IllegalArgumentException(
          "a lateness of " + lateness + ": expected zero or a positive duration");
    }
  }

  /** By a schedule: without end and window, and missed runs are made up for once. */
  public static TaskPlan of(Schedule schedule) {
    return new TaskPlan(schedule, null, null, MissedRuns.RUN_ONCE, DEFAULT_LATENESS);
  }

  /** The same until an instant, exclusive. */
  public TaskPlan until(Instant end) {
    Objects.requireNonNull(end, "end");
    return new TaskPlan(schedule, end, window, missed, lateness);
  }

  /**
   * The same until the clocks of a zone show a time, exclusive (KEY-09); read as a time of day is
   * (SCH-02).
   */
  public TaskPlan until(LocalDateTime end, ZoneId zone) {
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(zone, "zone");
    return until(WallClock.instantOf(end, zone));
  }

  /** The same, inside a window alone. */
  public TaskPlan within(MaintenanceWindow window) {
    Objects.requireNonNull(window, "window");
    return new TaskPlan(schedule, end, window, missed, lateness);
  }

  /** The same with another rule for missed runs. */
  public TaskPlan onMissed(MissedRuns missed) {
    return new TaskPlan(schedule, end, window, missed, lateness);
  }

  /** The same with another bound on how late a run may begin under {@link MissedRuns#SKIP}. */
  public TaskPlan lateBy(Duration lateness) {
    return new TaskPlan(schedule, end, window, missed, lateness);
  }

  /**
   * The first instant at which the task is due strictly after another, inside the window and before
   * the end; null if there is none any more.
   *
   * @throws IllegalStateException if the schedule breaks its contract and does not go forward
   */
  public @Nullable Instant nextAfter(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    Instant next = schedule.nextAfter(instant);
    if (next == null) {
      return null;
    }
    if (!next.isAfter(instant)) {
      throw new IllegalStateException(
          "schedule \"" + schedule + "\" answers " + next + " to what comes after " + instant);
    }
    return bounded(next);
  }

  /** When a run may begin that would have begun at an instant; null if never. */
  @Nullable Instant bounded(Instant instant) {
    Instant open = window == null ? instant : window.openFrom(instant);
    return end == null || open.isBefore(end) ? open : null;
  }

  /**
   * The last instant at which the task was due, at or before {@code now}, given one at which it
   * was. Takes as many steps as the span has binary digits, not as it has instants: a task that is
   * due every second may have slept for a month.
   */
  Instant latestDue(Instant due, Instant now) {
    Instant latest = due;
    Instant bound = now;
    while (true) {
      Instant next = nextAfter(latest);
      if (next == null || next.isAfter(now)) {
        return latest;
      }
      latest = next;
      Instant middle = latest.plus(Duration.between(latest, bound).dividedBy(2));
      Instant beyond = nextAfter(middle);
      if (beyond == null || beyond.isAfter(now)) {
        bound = middle;
      } else {
        latest = beyond;
      }
    }
  }
}
