package dev.reprieve.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a purge that is under way goes. Failing is a fact about the purge and loses nothing.
 *
 * @param attempts how often an effect of it was tried without success
 * @param reason what the last attempt said, or null while none has failed
 * @param nextAttempt when it is tried again; null while none has failed, or when it was given up
 *     until an operator retries it
 */
public record PurgeProgress(int attempts, @Nullable String reason, @Nullable Instant nextAttempt) {
  /** A purge that nothing has gone wrong with yet. */
  public static final PurgeProgress BEGUN = new PurgeProgress(0, null, null);
}
