package dev.reprieve.expiry;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What a flush did (rule KEY-04).
 *
 * @param asOf the instant as of which it flushed: keys with a deadline at or before it
 * @param examined index entries looked at; a key whose deadline was moved may be looked at and stay
 * @param removed keys removed
 * @param estimatedBytes the memory given back: the store's own share of each key removed and, if
 *     the host gave a weigher, what it said of key and value
 * @param longestLockHold the longest time for which a lock was held, so the most that a writer
 *     waited for this flush
 * @param duration from start to end
 * @param complete whether every key expired at the start is gone; false if it was cancelled
 */
public record FlushReport(
    Instant asOf,
    long examined,
    long removed,
    long estimatedBytes,
    Duration longestLockHold,
    Duration duration,
    boolean complete) {
  /** Refuses nulls. */
  public FlushReport {
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(longestLockHold, "longestLockHold");
    Objects.requireNonNull(duration, "duration");
  }
}
