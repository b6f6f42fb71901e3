package dev.reprieve.expiry;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a store has done since it was built, and what it holds.
 *
 * @param hits reads that returned a value; empty unless the host asked for the count ({@link
 *     KeyExpiryStoreBuilder#countReads()})
 * @param misses reads that returned none; empty as {@code hits} is
 * @param expiredPassively keys that an access found expired and removed
 * @param expiredActively keys that active cycles removed
 * @param expiredByFlush keys that flushes removed
 * @param held keys in memory
 * @param heldButExpired of these, those that are expired and not yet removed
 * @param cycles active cycles that ran
 * @param cyclesOutOfBudget of these, those that spent their budget while something was still due
 * @param flushes flushes that ended
 * @param listenerFailures calls of listeners that threw
 * @param clockHeldBack by how much the host's clock is behind the latest reading that the store has
 *     seen; zero in good order (rule KEY-13)
 */
public record ExpiryStats(
    OptionalLong hits,
    OptionalLong misses,
    long expiredPassively,
    long expiredActively,
    long expiredByFlush,
    long held,
    long heldButExpired,
    long cycles,
    long cyclesOutOfBudget,
    long flushes,
    long listenerFailures,
    Duration clockHeldBack) {
  /** Refuses nulls. */
  public ExpiryStats {
    Objects.requireNonNull(hits, "hits");
    Objects.requireNonNull(misses, "misses");
    Objects.requireNonNull(clockHeldBack, "clockHeldBack");
  }

  /**
   * Keys that expired and were removed, whichever way.
   *
   * @return the sum
   */
  public long expired() {
    return expiredPassively + expiredActively + expiredByFlush;
  }
}
