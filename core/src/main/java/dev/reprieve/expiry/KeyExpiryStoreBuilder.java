package dev.reprieve.expiry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link KeyExpiryStore}. Not safe for several threads; may build any number of
 * stores.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class KeyExpiryStoreBuilder<K, V> {
  static final int LEAST_EFFORT = 1;
  static final int MOST_EFFORT = 10;

  InstantSource clock = SystemTime.CLOCK;
  LongSupplier stopwatch = SystemTime.STOPWATCH;
  ClockPrecision precision = ClockPrecision.MICROSECOND;
  @Nullable Duration tickerPeriod;
  @Nullable ScheduledExecutorService scheduler;
  int effort = LEAST_EFFORT;
  long expectedSize;
  boolean countsReads;
  boolean summarisesFlushes;
  @Nullable Weigher<K, V> weigher;
  final List<Notifier.Subscription<K, V>> subscriptions = new ArrayList<>();

  KeyExpiryStoreBuilder() {}

  /**
   * The clock that decides what is expired. By default the system's.
   *
   * @param clock the clock; must be safe for several threads
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * How finely to tell time. By default {@link ClockPrecision#MICROSECOND}.
   *
   * @param precision the precision
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> precision(ClockPrecision precision) {
    this.precision = Objects.requireNonNull(precision, "precision");
    return this;
  }

  /**
   * Asks for a daemon thread that notes the time every so often, so that the store's clock is at
   * most that far behind the latest time that the host's clock has shown, even while nobody uses
   * the store: what expired unseen stays expired when the host's clock steps back (rule KEY-13).
   * Ends with {@link KeyExpiryStore#close()}. By default there is none, and the store notes the
   * time when it is used.
   *
   * <p>No read takes the note for the present time: with a ticker as without one, running, late or
   * ended, every read of a key that has a deadline is judged by the clock as it reads during that
   * read (rule KEY-01).
   *
   * @param period how often, from 100 microseconds to a minute
   * @return this builder
   * @throws IllegalArgumentException if the period is out of these bounds
   */
  public KeyExpiryStoreBuilder<K, V> ticker(Duration period) {
    Objects.requireNonNull(period, "period");
    if (period.compareTo(Duration.ofNanos(100_000)) < 0
        || period.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "A ticker's period must be from 100 microseconds to a minute, and is " + period);
    }
    this.tickerPeriod = period;
    return this;
  }

  /**
   * Runs active cycles on the host's scheduler, ten a second as Redis does, until the store is
   * closed; more often, with less time each, while one cycle does not get done (rule KEY-03). By
   * default there are none: expired keys go when an access finds them, or when the host calls
   * {@link KeyExpiryStore#expireDue()} or {@link KeyExpiryStore#flushExpired()}.
   *
   * @param scheduler the scheduler; stays the host's
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> activeExpiry(ScheduledExecutorService scheduler) {
    this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
    return this;
  }

  /**
   * How hard active cycles try, with Redis's meaning of {@code active-expire-effort}: a cycle may
   * take 25 % of a tenth of a second at 1, the default, and 43 % at 10.
   *
   * @param effort from 1 to 10
   * @return this builder
   * @throws IllegalArgumentException if the effort is out of these bounds
   */
  public KeyExpiryStoreBuilder<K, V> effort(int effort) {
    if (effort < LEAST_EFFORT || effort > MOST_EFFORT) {
      throw new IllegalArgumentException("An effort must be from 1 to 10, and is " + effort);
    }
    this.effort = effort;
    return this;
  }

  /**
   * How many keys to expect. The store makes room for them beforehand, keeps that room, and divides
   * itself into more parts for many. It grows beyond without being told.
   *
   * @param keys the number of keys, not negative
   * @return this builder
   * @throws IllegalArgumentException if the number is negative
   */
  public KeyExpiryStoreBuilder<K, V> expectedSize(long keys) {
    if (keys < 0) {
      throw new IllegalArgumentException("An expected size must not be negative, and is " + keys);
    }
    this.expectedSize = keys;
    return this;
  }

  /**
   * Adds a listener of expiries.
   *
   * @param listener the listener
   * @param executor where it runs; {@code Runnable::run} for the thread that removes the key, once
   *     it holds no lock
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> listener(ExpiryListener<K, V> listener, Executor executor) {
    subscriptions.add(
        new Notifier.Subscription<>(
            Objects.requireNonNull(listener, "listener"),
            Objects.requireNonNull(executor, "executor")));
    return this;
  }

  /**
   * Tells listeners of a flush by {@link ExpiryListener#onFlushed} alone, not key by key.
   *
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> summariseFlushes() {
    this.summarisesFlushes = true;
    return this;
  }

  /**
   * Estimates the memory of keys and values for the report of a flush. Without one the report
   * counts the store's own share alone.
   *
   * @param weigher the weigher
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> weigher(Weigher<K, V> weigher) {
    this.weigher = Objects.requireNonNull(weigher, "weigher");
    return this;
  }

  /**
   * Counts hits and misses for {@link ExpiryStats}. Costs each read an atomic addition, so it is
   * off by default.
   *
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> countReads() {
    this.countsReads = true;
    return this;
  }

  /**
   * Measures budgets and durations; never decides about a deadline. By default {@code
   * System.nanoTime}.
   *
   * @param nanoseconds a source of nanoseconds that never goes back
   * @return this builder
   */
  public KeyExpiryStoreBuilder<K, V> stopwatch(LongSupplier nanoseconds) {
    this.stopwatch = Objects.requireNonNull(nanoseconds, "nanoseconds");
    return this;
  }

  /**
   * Builds the store and starts what was asked for.
   *
   * @return a new, empty store
   */
  public KeyExpiryStore<K, V> build() {
    return new StripedStore<>(this);
  }
}
