package dev.reprieve.expiry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what expired, and weighs it. Never called under a lock. */
final class Notifier<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyExpiryStore.class);

  /** A listener and where it runs. */
  record Subscription<K, V>(ExpiryListener<K, V> listener, Executor executor) {}

  private final List<Subscription<K, V>> subscriptions;
  private final boolean summariseFlushes;
  private final @Nullable Weigher<K, V> weigher;
  private final LongAdder failures = new LongAdder();

  Notifier(
      List<Subscription<K, V>> subscriptions,
      boolean summariseFlushes,
      @Nullable Weigher<K, V> weigher) {
    this.subscriptions = List.copyOf(subscriptions);
    this.summariseFlushes = summariseFlushes;
    this.weigher = weigher;
  }

  /** Whether anybody wants to know the keys that go this way. */
  boolean tells(ExpiryWay way) {
    return way == ExpiryWay.FLUSH
        ? weigher != null || (!subscriptions.isEmpty() && !summariseFlushes)
        : !subscriptions.isEmpty();
  }

  long failures() {
    return failures.sum();
  }

  /** What the host's weigher says of them, together; 0 without a weigher. */
  @SuppressWarnings("unchecked") // what was put as K and V
  long weigh(List<Batch.Dead> dead) {
    if (weigher == null) {
      return 0;
    }
    long sum = 0;
    for (Batch.Dead each : dead) {
      try {
        sum += Math.max(0, weigher.bytes((K) each.key(), (V) each.value()));
      } catch (RuntimeException failure) {
        LOG.warn("The weigher failed; the pair counts as nothing", failure);
      }
    }
    return sum;
  }

  @SuppressWarnings("unchecked") // what was put as K and V
  void tell(List<Batch.Dead> dead, ExpiryWay way) {
    if (dead.isEmpty() || subscriptions.isEmpty() || (way == ExpiryWay.FLUSH && summariseFlushes)) {
      return;
    }
    List<ExpiredKey<K, V>> told = new ArrayList<>(dead.size());
    for (Batch.Dead each : dead) {
      told.add(
          new ExpiredKey<>((K) each.key(), (V) each.value(), Word.instant(each.deadline()), way));
    }
    for (Subscription<K, V> each : subscriptions) {
      run(
          each.executor(),
          () -> told.forEach(expired -> guarded(each.listener(), l -> l.onExpired(expired))));
    }
  }

  void flushed(FlushReport report) {
    for (Subscription<K, V> each : subscriptions) {
      run(each.executor(), () -> guarded(each.listener(), l -> l.onFlushed(report)));
    }
  }

  /** An executor that refuses loses no event: the calling thread does the work. */
  private void run(Executor executor, Runnable work) {
    Once once = new Once(work);
    try {
      executor.execute(once);
    } catch (RejectedExecutionException refused) {
      LOG.warn("The executor of an expiry listener refuses work; this thread does it", refused);
      once.run();
    } catch (RuntimeException failure) {
      failures.increment();
      LOG.warn("The executor of an expiry listener failed; this thread does its work", failure);
      once.run();
    }
  }

  private void guarded(ExpiryListener<K, V> listener, Consumer<ExpiryListener<K, V>> call) {
    try {
      call.accept(listener);
    } catch (Throwable failure) {
      // Errors too: one listener's failure is no other's business, least of all the reader's who
      // found the key.
      failures.increment();
      LOG.warn("An expiry listener failed", failure);
    }
  }

  /** Work that is done once, also by an executor that runs it and then complains. */
  private static final class Once implements Runnable {
    private final java.util.concurrent.atomic.AtomicReference<@Nullable Runnable> work;

    Once(Runnable work) {
      this.work = new java.util.concurrent.atomic.AtomicReference<>(work);
    }

    @Override
    public void run() {
      Runnable mine = work.getAndSet(null);
      if (mine != null) {
        mine.run();
      }
    }
  }
}
