package dev.reprieve.expiry;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Active cycles on the host's scheduler: one every 100 ms with the full budget; while one does not
 * get done, short ones in between, every 10 ms. One task is pending at a time.
 */
final class ActiveExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(KeyExpiryStore.class);

  static final long PERIOD_MILLIS = 100;
  static final long BETWEEN_MILLIS = 10;

  private final Drains<?, ?> drains;
  private final ScheduledExecutorService scheduler;

  /** Milliseconds until the next cycle with the full budget. Only the pending task uses it. */
  private long untilSlow = PERIOD_MILLIS;

  private volatile boolean stopped;

  ActiveExpiry(Drains<?, ?> drains, ScheduledExecutorService scheduler) {
    this.drains = drains;
    this.scheduler = scheduler;
  }

  void start() {
    schedule(PERIOD_MILLIS);
  }

  void stop() {
    stopped = true;
  }

  private void run() {
    if (stopped) {
      return;
    }
    long delay = PERIOD_MILLIS;
    try {
      boolean slow = untilSlow <= 0;
      CycleReport report = drains.cycle(slow ? drains.slowBudget() : drains.fastBudget());
      if (slow) {
        untilSlow = PERIOD_MILLIS;
      }
      delay = report.outOfBudget() ? Math.min(BETWEEN_MILLIS, untilSlow) : untilSlow;
    } catch (RuntimeException failure) {
      untilSlow = PERIOD_MILLIS;
      LOG.warn("An active expiry cycle failed; the next one follows", failure);
    }
    schedule(delay);
  }

  private void schedule(long delay) {
    untilSlow -= delay;
    if (stopped) {
      return;
    }
    try {
      // A task that the host cancels with its scheduler ends the cycles; the keys then go by access
      // or flush.
      var unused = scheduler.schedule(this::run, delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException refused) {
      LOG.warn("The scheduler refuses active expiry cycles; there will be no more", refused);
    }
  }
}
