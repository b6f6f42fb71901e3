package dev.reprieve.expiry;

import java.time.Duration;
import java.util.Objects;

/**
 * What one active cycle did (rule KEY-03).
 *
 * @param examined index entries looked at; a key whose deadline was moved may be looked at and stay
 * @param removed keys removed
 * @param duration from start to end
 * @param outOfBudget whether the budget was spent while something was still due
 */
public record CycleReport(long examined, long removed, Duration duration, boolean outOfBudget) {
  /** Refuses nulls. */
  public CycleReport {
    Objects.requireNonNull(duration, "duration");
  }
}
