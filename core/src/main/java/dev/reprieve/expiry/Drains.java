package dev.reprieve.expiry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Active cycles and flushes: both drain stripes batch by batch, one until its budget is spent, one
 * until it is done.
 */
final class Drains<K, V> {
  /** The store's own share of a key: node, its share of table and wheel. */
  static final int BYTES_A_KEY = 52;

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Stripe[] stripes;
  private final StoreClock clock;
  private final Notifier<K, V> notifier;
  private final LongSupplier stopwatch;
  private final int effort;

  private final LongAdder expiredActively = new LongAdder();
  private final LongAdder expiredByFlush = new LongAdder();
  private final LongAdder cycles = new LongAdder();
  private final LongAdder cyclesOutOfBudget = new LongAdder();
  private final LongAdder flushes = new LongAdder();

  /** Where the next cycle begins, so that one with little budget starves no stripe. */
  private final AtomicInteger turn = new AtomicInteger();

  Drains(
      Stripe[] stripes,
      StoreClock clock,
      Notifier<K, V> notifier,
      LongSupplier stopwatch,
      int effort) {
    this.stripes = stripes;
    this.clock = clock;
    this.notifier = notifier;
    this.stopwatch = stopwatch;
    this.effort = effort;
  }

  /**
   * The budget of one of the ten cycles a second: 25 % of the time and 2 more for each step of
   * effort, as Redis's.
   */
  Duration slowBudget() {
    return Duration.ofNanos(PERIOD_NANOS / 100 * (25 + 2L * (effort - 1)));
  }

  /**
   * The budget of the cycles in between while there is too much to do: 1 ms and a quarter for each
   * step, as Redis's.
   */
  Duration fastBudget() {
    return Duration.ofNanos(1_000_000 + 250_000L * (effort - 1));
  }

  CycleReport cycle(Duration budget) {
    long start = stopwatch.getAsLong();
    long nanos = saturated(budget);
    long now = clock.now();
    Batch batch = new Batch(notifier.tells(ExpiryWay.ACTIVE));
    boolean outOfBudget = false;
    int first = turn.get();
    long seen = 0;
    for (int i = 0; i < stripes.length && !outOfBudget; i++) {
      int index = (first + i) & (stripes.length - 1);
      Stripe stripe = stripes[index];
      boolean done = stripe.due() > now;
      while (!done) {
        if (seen > 0 && stopwatch.getAsLong() - start >= nanos) {
          outOfBudget = true;
          turn.set(index);
          break;
        }
        seen++;
        done = drain(stripe, now, batch, expiredActively);
        notifier.tell(batch.handOver(), ExpiryWay.ACTIVE);
      }
    }
    cycles.increment();
    if (outOfBudget) {
      cyclesOutOfBudget.increment();
    }
    return new CycleReport(
        batch.examined,
        batch.removed,
        Duration.ofNanos(stopwatch.getAsLong() - start),
        outOfBudget);
  }

  private static boolean drain(Stripe stripe, long now, Batch batch, LongAdder counter) {
    long before = batch.removed;
    boolean done;
    stripe.lock();
    try {
      done = stripe.drain(now, batch);
    } finally {
      stripe.unlock();
    }
    if (batch.removed != before) {
      counter.add(batch.removed - before);
    }
    return done;
  }

  private static long saturated(Duration span) {
    try {
      return span.toNanos();
    } catch (ArithmeticException beyond) {
      return span.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  FlushReport flush(FlushObserver observer) {
    long now = clock.now();
    long start = stopwatch.getAsLong();
    Batch batch = new Batch(notifier.tells(ExpiryWay.FLUSH));
    long bytes = 0;
    long longestHold = 0;
    boolean[] done = new boolean[stripes.length];
    int partsDone = 0;
    boolean complete = true;
    while (partsDone < stripes.length && complete) {
      boolean left = false;
      for (int i = 0; i < stripes.length && complete; i++) {
        Stripe stripe = stripes[i];
        while (!done[i] && complete) {
          long before = batch.removed;
          stripe.lock();
          long taken = stopwatch.getAsLong();
          boolean finished;
          try {
            finished = stripe.drain(now, batch);
          } finally {
            longestHold = Math.max(longestHold, stopwatch.getAsLong() - taken);
            stripe.unlock();
          }
          if (finished) {
            done[i] = true;
            partsDone++;
          }
          if (batch.removed != before) {
            expiredByFlush.add(batch.removed - before);
            List<Batch.Dead> dead = batch.handOver();
            bytes += notifier.weigh(dead);
            notifier.tell(dead, ExpiryWay.FLUSH);
          }
          complete =
              observer.onProgress(
                  new FlushProgress(batch.examined, batch.removed, partsDone, stripes.length));
          if (!finished && stripe.isWanted()) {
            // Somebody waits for this lock: let them have it, and come back later.
            left = true;
            break;
          }
        }
      }
      if (left && complete) {
        LockSupport.parkNanos(this, 1);
      }
    }
    complete = partsDone == stripes.length;
    flushes.increment();
    FlushReport report =
        new FlushReport(
            Word.instant(now),
            batch.examined,
            batch.removed,
            bytes + batch.removed * BYTES_A_KEY,
            Duration.ofNanos(longestHold),
            Duration.ofNanos(stopwatch.getAsLong() - start),
            complete);
    notifier.flushed(report);
    return report;
  }

  long expiredActively() {
    return expiredActively.sum();
  }

  long expiredByFlush() {
    return expiredByFlush.sum();
  }

  long cycles() {
    return cycles.sum();
  }

  long cyclesOutOfBudget() {
    return cyclesOutOfBudget.sum();
  }

  long flushes() {
    return flushes.sum();
  }
}
