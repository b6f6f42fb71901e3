package dev.reprieve.expiry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent in-process map in which every key may have its own deadline, with the meaning that
 * Redis gives to time to live and a flush that really flushes.
 *
 * <p><b>Time.</b> A deadline is an absolute instant, kept to the microsecond; an end that lies
 * between two microseconds is rounded up, so nothing lives shorter by rounding. A key is expired
 * when {@code now >= deadline} (rule KEY-01), and from that instant no operation returns it,
 * whether or not it has been removed. The store's clock never goes back (KEY-13): when the host's
 * clock steps back the store holds the latest reading that it has seen until the host's clock has
 * caught up, so what was expired stays expired and what is alive may live longer, never shorter.
 *
 * <p><b>Removal.</b> An expired key that is still in memory is <i>held</i>. It goes in one of three
 * ways ({@link ExpiryWay}): an access finds it, an active cycle finds it, or a flush does. Active
 * cycles and flushes cost what has expired, not what is alive.
 *
 * <p><b>Threads.</b> Safe for any number of threads. A read of a live key takes no lock and writes
 * nothing shared (but for the clock's high-water mark, at most once a millisecond). Each operation
 * on one key is atomic; operations are linearizable per key at the clock reading that the operation
 * took. No code of the host runs under a lock of the store: not {@code hashCode} or {@code equals}
 * of keys and values, no mapping function, listener, weigher, codec or clock. The price is that a
 * mapping function may be called again when another thread changed the key meanwhile, as the
 * default methods of {@link ConcurrentMap} do; so let it have no side effects. It may call the
 * store, the same key included.
 *
 * <p><b>Hostile keys.</b> Keys whose hash codes are all the same make the store slow and break
 * nothing; whatever {@code hashCode} or {@code equals} throw reaches the caller, and the store is
 * as it was.
 *
 * <p><b>Errors.</b> Null keys and values are a {@link NullPointerException}. A time to live that
 * cannot be represented (a deadline more than about 146,000 years from 1970) is an {@link
 * IllegalArgumentException}. Neither changes anything.
 *
 * @param <K> the type of the keys; never null
 * @param <V> the type of the values; never null
 */
public interface KeyExpiryStore<K, V> extends AutoCloseable {

  /**
   * A builder with every setting at its default: the system clock, exact to the microsecond, no
   * thread, no executor, no listener.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return a new builder
   */
  static <K, V> KeyExpiryStoreBuilder<K, V> builder() {
    return new KeyExpiryStoreBuilder<>();
  }

  // ---- reading

  /**
   * The value of a live key. A key found expired is removed (rules KEY-01, KEY-02).
   *
   * @param key the key
   * @return its value, or null if it is absent or expired
   */
  @Nullable V get(K key);

  /**
   * Whether the key is present and live.
   *
   * @param key the key
   * @return whether {@link #get} would return a value
   */
  boolean containsKey(K key);

  /**
   * What is left to the key: absent, without end, or until an instant (rule KEY-05).
   *
   * @param key the key
   * @return the answer, never null
   */
  TimeToLive ttl(K key);

  /**
   * The value of a live key, whose lifetime is changed in the same step, as Redis's GETEX.
   *
   * @param key the key
   * @param lifetime the lifetime from now on; {@link Lifetime#until} a past instant expires the key
   *     at once and still returns its value
   * @return the value, or null if the key is absent or expired, which then is not revived
   */
  @Nullable V getAndTouch(K key, Lifetime lifetime);

  // ---- writing

  /**
   * Sets the value, without end: an earlier deadline of the key is cleared (rule KEY-05).
   *
   * @param key the key
   * @param value the value
   * @return the value before, or null if the key was absent or expired
   */
  default @Nullable V put(K key, V value) {
    return put(key, value, Lifetime.endless());
  }

  /**
   * Sets the value and its time to live.
   *
   * @param key the key
   * @param value the value
   * @param timeToLive how long from now; more than zero
   * @return the value before, or null if the key was absent or expired
   * @throws IllegalArgumentException if the time to live is zero, negative or beyond what can be
   *     represented
   */
  @Nullable V put(K key, V value, Duration timeToLive);

  /**
   * Sets the value and its lifetime.
   *
   * @param key the key
   * @param value the value
   * @param lifetime the lifetime; {@link Lifetime#kept()} keeps the deadline of a live key and is
   *     without end for a new one
   * @return the value before, or null if the key was absent or expired
   * @throws IllegalArgumentException if the lifetime ends now or in the past, or beyond what can be
   *     represented
   */
  @Nullable V put(K key, V value, Lifetime lifetime);

  /**
   * Sets the value, without end, if the key is absent or expired.
   *
   * @param key the key
   * @param value the value
   * @return null if it was set; else the live value, unchanged
   */
  default @Nullable V putIfAbsent(K key, V value) {
    return putIfAbsent(key, value, Lifetime.endless());
  }

  /**
   * Sets the value and its lifetime if the key is absent or expired.
   *
   * @param key the key
   * @param value the value
   * @param lifetime its lifetime
   * @return null if it was set; else the live value, unchanged as its deadline is
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  @Nullable V putIfAbsent(K key, V value, Lifetime lifetime);

  /**
   * Sets value and lifetime if the key is live.
   *
   * @param key the key
   * @param value the value
   * @param lifetime its lifetime from now on
   * @return the value before, or null if the key is absent or expired, and nothing was set
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  @Nullable V replace(K key, V value, Lifetime lifetime);

  /**
   * Sets value and lifetime if the key is live and has the expected value, by {@code equals}.
   *
   * @param key the key
   * @param expected the value that it must have
   * @param value the new value
   * @param lifetime its lifetime from now on
   * @return whether it was set
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  boolean replace(K key, V expected, V value, Lifetime lifetime);

  /**
   * Computes a value from the live one. A live key keeps its deadline, a new one is without end: an
   * expired key is absent to the function, and its deadline is not inherited.
   *
   * @param key the key
   * @param function gets the key and its live value or null, and returns the new value, or null to
   *     remove the key; may be called more than once, and never under a lock. What it throws
   *     reaches the caller and changes nothing
   * @return the new value, or null if there is none
   */
  default @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    return compute(key, function, Lifetime.kept());
  }

  /**
   * As {@link #compute(Object, BiFunction)}, with a lifetime for the result.
   *
   * @param key the key
   * @param function the function
   * @param lifetime the lifetime of the result
   * @return the new value, or null if there is none
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  @Nullable V compute(
      K key,
      BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function,
      Lifetime lifetime);

  /**
   * The live value, or else the one that the function gives, which is set.
   *
   * @param key the key
   * @param function gets the key; null means that nothing is set
   * @param lifetime the lifetime of a value that is set
   * @return the live value, old or new, or null if the function gave none
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  @Nullable V computeIfAbsent(
      K key, Function<? super K, ? extends @Nullable V> function, Lifetime lifetime);

  /**
   * Sets the value if the key is absent or expired, else what the function makes of the live value
   * and this one.
   *
   * @param key the key
   * @param value the value to set or to merge
   * @param function gets the live value and {@code value}; null removes the key
   * @param lifetime the lifetime of the result; {@link Lifetime#kept()} for the deadline as it is
   * @return the new value, or null if the key was removed
   * @throws IllegalArgumentException as for {@link #put(Object, Object, Lifetime)}
   */
  @Nullable V merge(
      K key,
      V value,
      BiFunction<? super V, ? super V, ? extends @Nullable V> function,
      Lifetime lifetime);

  /**
   * Removes the key.
   *
   * @param key the key
   * @return its live value, or null if it was absent or expired; an expired one goes from memory,
   *     as an expiry
   */
  @Nullable V remove(K key);

  /**
   * Removes the key if it is live and has this value, by {@code equals}.
   *
   * @param key the key
   * @param value the value that it must have
   * @return whether it was removed
   */
  boolean remove(K key, V value);

  /** Removes every key, without a word to the listeners. Keys put meanwhile may stay. */
  void clear();

  // ---- time to live

  /**
   * Gives a live key a deadline that far from now. One that is zero or negative expires the key at
   * once (rule KEY-05).
   *
   * @param key the key
   * @param timeToLive how long from now
   * @return whether the key was live
   * @throws IllegalArgumentException if the deadline cannot be represented; the old one stays
   */
  default boolean expire(K key, Duration timeToLive) {
    return expire(key, timeToLive, ExpireCondition.ALWAYS);
  }

  /**
   * Gives a live key a deadline that far from now, if the condition holds.
   *
   * @param key the key
   * @param timeToLive how long from now; zero or less expires the key at once
   * @param condition what must hold of the present deadline
   * @return whether the key was live and the condition held
   * @throws IllegalArgumentException if the deadline cannot be represented; the old one stays
   */
  boolean expire(K key, Duration timeToLive, ExpireCondition condition);

  /**
   * Gives a live key a deadline. One that is now or past expires the key at once (rule KEY-05).
   *
   * @param key the key
   * @param deadline the first instant at which the key is expired
   * @return whether the key was live
   * @throws IllegalArgumentException if the deadline cannot be represented; the old one stays
   */
  default boolean expireAt(K key, Instant deadline) {
    return expireAt(key, deadline, ExpireCondition.ALWAYS);
  }

  /**
   * Gives a live key a deadline, if the condition holds.
   *
   * @param key the key
   * @param deadline the first instant at which the key is expired; now or past expires it at once
   * @param condition what must hold of the present deadline
   * @return whether the key was live and the condition held
   * @throws IllegalArgumentException if the deadline cannot be represented; the old one stays
   */
  boolean expireAt(K key, Instant deadline, ExpireCondition condition);

  /**
   * Takes the deadline from a live key.
   *
   * @param key the key
   * @return whether the key was live and had a deadline
   */
  boolean persist(K key);

  // ---- looking over the whole

  /**
   * The next keys of a scan. A key that is present from the first call to the last is returned at
   * least once; it may be returned more than once when the store grows or shrinks meanwhile; an
   * expired key is never returned (rule KEY-06). The store keeps nothing of a scan, which may be
   * given up at any time.
   *
   * @param cursor {@link ScanCursor#START}, then that of the page before
   * @param count about how many keys to look at; more than zero. Keys of equal hash codes come
   *     together, whatever it is
   * @return keys, maybe none, and the cursor of the next page, which says whether the scan is
   *     finished
   */
  ScanPage<K> scan(ScanCursor cursor, int count);

  /**
   * Some live key, each about equally likely in a well-filled store. Ends after one look at
   * everything, whatever is expired.
   *
   * @param random where to look; used by the calling thread only
   * @return a key, or empty if none is live
   */
  Optional<K> randomKey(RandomGenerator random);

  /**
   * How many keys are held, expired ones that nobody removed yet included: never less than {@link
   * #liveSize()} in a quiet store. Costs nothing.
   *
   * @return the number of keys held
   */
  long size();

  /**
   * How many keys are live. Looks through the parts of the store in which something is due; costs
   * nothing where nothing is.
   *
   * @return the number of live keys
   */
  long liveSize();

  /**
   * A view as a map. It shows live keys only, {@code size()} included, and writes through. {@code
   * put}, {@code putIfAbsent} and {@code replace} set without end, as {@link #put(Object, Object)}
   * does; {@code compute}, {@code merge} and {@code Entry.setValue} keep the deadline. Iterators
   * are weakly consistent, never show an expired key, and remove exactly the entry that they
   * showed, not one that was put since.
   *
   * @return the view
   */
  ConcurrentMap<K, V> asMap();

  /**
   * A view as a map, as {@link #asMap()}, whose every write gives the key this lifetime.
   *
   * @param lifetime the lifetime of what is written through the view
   * @return the view
   */
  ConcurrentMap<K, V> asMap(Lifetime lifetime);

  /**
   * What the store has done since it was built, and holds now.
   *
   * @return the figures
   */
  ExpiryStats stats();

  // ---- removing what has expired

  /**
   * One active cycle with the time budget that the store's effort gives (rule KEY-03): removes what
   * is due until nothing is or the budget is spent, and says which.
   *
   * @return what it did
   */
  CycleReport expireDue();

  /**
   * One active cycle with a budget of the caller's.
   *
   * @param budget the time to spend; at least one small batch is done however little it is
   * @return what it did
   */
  CycleReport expireDue(Duration budget);

  /**
   * Removes every key that is expired at this call's start (rule KEY-04). Readers do not wait for
   * it; a writer waits for one small batch at most.
   *
   * @return what it did
   */
  default FlushReport flushExpired() {
    return flushExpired(FlushObserver.SILENT);
  }

  /**
   * As {@link #flushExpired()}, watched and cancellable.
   *
   * @param observer hears of progress and may cancel; never called under a lock. What it throws
   *     ends the flush and reaches the caller; what was removed by then is removed and was told to
   *     the listeners
   * @return what it did
   */
  FlushReport flushExpired(FlushObserver observer);

  // ---- keeping it beyond the process

  /**
   * Writes all that is held, with absolute deadlines, in a versioned and checksummed format. Keys
   * put or removed meanwhile may be in it or not. Expired keys that are held are written too, so
   * that the store which reads them can tell its listeners.
   *
   * @param out where to; flushed, not closed
   * @param keys how to write a key
   * @param values how to write a value
   * @return the number of keys written
   * @throws IOException if writing fails
   */
  long snapshot(OutputStream out, SnapshotCodec<K> keys, SnapshotCodec<V> values)
      throws IOException;

  /**
   * Reads a snapshot into this store, which must be empty. No deadline is restarted or changed;
   * keys that expired meanwhile are held, never returned, and go by the usual ways, heard by the
   * listeners. What was expired when the snapshot was taken stays expired even under an earlier
   * clock (rule KEY-13).
   *
   * <p>The stream is read and checked to its end before the first key is loaded: a truncated,
   * damaged or foreign one leaves the store as it was.
   *
   * @param in where from; not closed, and read no further than the snapshot's end
   * @param keys how to read a key
   * @param values how to read a value
   * @return the number of keys loaded
   * @throws SnapshotFormatException if this is no intact snapshot of a version that is known here
   * @throws IOException if reading fails
   * @throws IllegalStateException if the store is not empty
   */
  long restore(InputStream in, SnapshotCodec<K> keys, SnapshotCodec<V> values) throws IOException;

  /**
   * Ends what runs in the background: the ticker and the active cycles, if the host asked for any.
   * Idempotent; waits for nothing. The store stays usable.
   */
  @Override
  void close();
}
