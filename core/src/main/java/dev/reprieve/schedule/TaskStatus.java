package dev.reprieve.schedule;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a task stands (KEY-09).
 *
 * @param name its name
 * @param plan when it runs
 * @param phase what it is doing
 * @param nextDue when it is due next; null if never
 * @param lastRun the latest entry of its history, or null
 * @param done runs that were done since it was started
 * @param failed runs that failed since it was started
 * @param failedInARow runs that failed since the last one that was done
 */
public record TaskStatus(
    String name,
    TaskPlan plan,
    Phase phase,
    @Nullable Instant nextDue,
    @Nullable TaskRun lastRun,
    long done,
    long failed,
    long failedInARow) {
  /** Refuses nulls. */
  public TaskStatus {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(phase, "phase");
  }

  /** What a task is doing. */
  public enum Phase {
    /** It waits for its next time. */
    WAITING,
    /** It runs. */
    RUNNING,
    /** No run is due any more. It can still be run by hand, or be given another plan. */
    ENDED,
    /**
     * A run is due and the host's scheduler did not take it, or the schedule failed; the log says
     * why. {@link ScheduledTask#runNow}, {@link ScheduledTask#change} and {@link
     * ScheduledTask#resume} try again.
     */
    STRANDED,
    /** It was stopped, for good. */
    STOPPED
  }
}
