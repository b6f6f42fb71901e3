package dev.reprieve.expiry;

import java.time.Instant;
import java.util.Objects;

/**
 * A key that expired and has been removed, told once.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @param key the key
 * @param value its last value
 * @param deadline the instant from which it was expired
 * @param way in which it was removed
 */
public record ExpiredKey<K, V>(K key, V value, Instant deadline, ExpiryWay way) {
  /** Refuses nulls. */
  public ExpiredKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(way, "way");
  }
}
