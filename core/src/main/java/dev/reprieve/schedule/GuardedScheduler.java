package dev.reprieve.schedule;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a host's scheduler from breaking what runs on it. */
final class GuardedScheduler implements Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedScheduler.class);

  private final Scheduler host;
  private volatile Instant lastReading;

  GuardedScheduler(Scheduler host) {
    this.host = host;
    this.lastReading = host.now();
  }

  @Override
  public Instant now() {
    try {
      Instant reading = orNull(host.now());
      if (reading != null) {
        lastReading = reading;
        return reading;
      }
      LOG.error("{} shows null for the time; its last reading is used", host);
    } catch (RuntimeException thrown) {
      LOG.error("{} cannot say the time; its last reading is used", host, thrown);
    }
    return lastReading;
  }

  @Override
  public Alarm schedule(Instant at, Runnable work) {
    try {
      Alarm alarm = orNull(host.schedule(at, new Once(work)));
      if (alarm != null) {
        return () -> cancel(alarm);
      }
      LOG.error("{} answered null to what is to be done at {}: it may never be done", host, at);
    } catch (RuntimeException thrown) {
      LOG.error("{} does not take what is to be done at {}: it is not done", host, at, thrown);
    }
    return Alarm.NONE;
  }

  private boolean cancel(Alarm alarm) {
    try {
      return alarm.cancel();
    } catch (RuntimeException thrown) {
      LOG.error("{} cannot call off an alarm", host, thrown);
      return false;
    }
  }

  /** What another's code answers, whatever its signature promises. */
  private static <T> @Nullable T orNull(T answer) {
    return answer;
  }

  @Override
  public String toString() {
    return "guarded " + host;
  }

  private static final class Once implements Runnable {
    private final Runnable work;
    private final AtomicBoolean begun = new AtomicBoolean();

    Once(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        LOG.warn("A scheduler did the same work twice; the second time was nothing");
        return;
      }
      try {
        work.run();
      } catch (Throwable thrown) {
        LOG.error("Scheduled work failed", thrown);
      }
    }
  }
}
