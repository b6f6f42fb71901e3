package dev.reprieve.schedule;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EngineRunner} stands. All instants are of its scheduler's clock.
 *
 * @param phase what it is doing
 * @param passes passes that were made, failed ones included
 * @param failed passes in which the sweep or the delivery threw
 * @param failedInARow passes that failed since the last one that did not
 * @param lastEnded when the last pass ended; null before the first
 * @param nextAt when the next pass begins; null while one is made, and when it is closed
 * @param lastFailure what was thrown last, in words; null if nothing ever was
 */
public record RunnerStatus(
    Phase phase,
    long passes,
    long failed,
    long failedInARow,
    @Nullable Instant lastEnded,
    @Nullable Instant nextAt,
    @Nullable String lastFailure) {
  /** Refuses nulls. */
  public RunnerStatus {
    Objects.requireNonNull(phase, "phase");
  }

  /** What a runner is doing. */
  public enum Phase {
    /** It waits for its next pass. */
    WAITING,
    /** It makes a pass. */
    RUNNING,
    /** The host's scheduler did not take the next pass; the next wake tries again. */
    STRANDED,
    /** It was closed. */
    CLOSED
  }
}
