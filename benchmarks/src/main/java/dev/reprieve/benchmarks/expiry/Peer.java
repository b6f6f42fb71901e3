package dev.reprieve.benchmarks.expiry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A map with lifetimes, as each contender does it best. A value is its own time to live in
 * milliseconds, so that those who ask for a lifetime by the value are given it in the cheapest way.
 */
interface Peer extends AutoCloseable {

  @Nullable Long get(String key);

  void put(String key, Long millis);

  /** As {@link #put}, and gives the value before. */
  @Nullable Long replace(String key, Long millis);

  /** Whether all keys live equally long, a day from their writing. */
  default boolean hasOneLifetime() {
    return false;
  }

  /** Gives a live key that time to live from now. */
  default boolean extend(String key, Duration timeToLive, long millis) {
    throw new UnsupportedOperationException();
  }

  /** Removes all that is expired, in as many calls as that takes. */
  default void flush() {
    throw new UnsupportedOperationException();
  }

  /** The regular upkeep, as often as a host would ask for it. */
  default void tick() {
    throw new UnsupportedOperationException();
  }

  /** Entries in memory. */
  long size();

  @Override
  default void close() {}
}
