package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** On a {@link ScheduledExecutorService}. */
final class ExecutorScheduler implements Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorScheduler.class);

  /** How far ahead a timer is set before the clock is looked at again. */
  private static final Duration FURTHEST = Duration.ofMinutes(1);

  private final ScheduledExecutorService executor;
  private final InstantSource clock;

  ExecutorScheduler(ScheduledExecutorService executor, InstantSource clock) {
    this.executor = executor;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Alarm schedule(Instant at, Runnable work) {
    Timer timer = new Timer(at, work);
    timer.set(clock.instant());
    return timer;
  }

  private final class Timer implements Alarm, Runnable {
    private final Instant at;
    private @Nullable Runnable work;
    private @Nullable Future<?> next;

    Timer(Instant at, Runnable work) {
      this.at = at;
      this.work = work;
    }

    synchronized void set(Instant now) {
      if (work != null) {
        Duration ahead = Duration.between(now, at);
        long nanos =
            ahead.isNegative() ? 0 : (ahead.compareTo(FURTHEST) < 0 ? ahead : FURTHEST).toNanos();
        next = executor.schedule(this, nanos, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void run() {
      // Whatever is thrown here ends in a Future that nobody looks at.
      try {
        Instant now = clock.instant();
        if (now.isBefore(at)) {
          set(now);
          return;
        }
        Runnable mine = take();
        if (mine != null) {
          mine.run();
        }
      } catch (Throwable thrown) {
        LOG.error("What was to be done at {} failed", at, thrown);
      }
    }

    private synchronized @Nullable Runnable take() {
      Runnable mine = work;
      work = null;
      return mine;
    }

    @Override
    public boolean cancel() {
      if (take() == null) {
        return false;
      }
      Future<?> pending;
      synchronized (this) {
        pending = next;
      }
      if (pending != null) {
        pending.cancel(false);
      }
      return true;
    }
  }
}
