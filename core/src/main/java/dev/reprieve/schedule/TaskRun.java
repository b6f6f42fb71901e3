package dev.reprieve.schedule;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry in a task's history.
 *
 * @param due when it was due: for a run by hand, when it was asked for
 * @param began when it began, or was left out; never before {@code due}
 * @param ended when it ended; never before {@code began}
 * @param byHand whether {@link ScheduledTask#runNow} asked for it
 * @param outcome what came of it
 * @param failure what was thrown, in words and not longer than 1000 characters; null unless it
 *     failed
 */
public record TaskRun(
    Instant due,
    Instant began,
    Instant ended,
    boolean byHand,
    Outcome outcome,
    @Nullable String failure) {
  /** Refuses nulls. */
  public TaskRun {
    Objects.requireNonNull(due, "due");
    Objects.requireNonNull(began, "began");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** What came of a run. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It threw (SCH-04). */
    FAILED,
    /** It was missed and left out ({@link MissedRuns#SKIP}), or the task's end had come. */
    SKIPPED,
    /** Another node is at it, or has done it (SCH-03). */
    ELSEWHERE
  }
}
