package dev.reprieve.expiry;

/**
 * Estimates the memory of a key and its value. Called for keys that leave, never under a lock, by
 * the thread that removes them. What it throws is logged, and the pair counts as nothing.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface Weigher<K, V> {

  /**
   * The memory of key and value, without the store's own share.
   *
   * @param key the key
   * @param value the value
   * @return bytes, not negative
   */
  long bytes(K key, V value);
}
