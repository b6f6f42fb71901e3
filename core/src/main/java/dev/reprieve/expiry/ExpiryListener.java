package dev.reprieve.expiry;

/**
 * Hears of keys that expired.
 *
 * <p><b>When.</b> After the key has left the store, once for each expiry (rule KEY-07), on the
 * executor that was given with the listener; removals by {@code remove} or {@code clear} and values
 * that are replaced are no expiries. Two expiries of the same key may be told out of order if the
 * executor has several threads.
 *
 * <p><b>Locks.</b> Never called under a lock: it may call the store.
 *
 * <p><b>Exceptions.</b> What it throws is logged and counted ({@link
 * ExpiryStats#listenerFailures()}) and harms neither the store nor other listeners nor the events
 * that follow. If the executor refuses the work, the calling thread does it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface ExpiryListener<K, V> {

  /**
   * A key expired and has been removed.
   *
   * @param expired which, and how
   */
  void onExpired(ExpiredKey<K, V> expired);

  /**
   * A flush ended. It is told after the keys that it removed, or in place of them if the store was
   * built with {@link KeyExpiryStoreBuilder#summariseFlushes()}.
   *
   * @param report what it did
   */
  default void onFlushed(FlushReport report) {}
}
