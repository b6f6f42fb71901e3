package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one alarm set for whatever comes first, and does one thing at a time. What comes up while
 * something is being done is not lost: the alarm is set anew when it is finished. The one place of
 * this package that deals with threads.
 *
 * <p>No code of the host's is called under the lock, but for schedules, which are pure.
 */
final class Beat {
  /** What is to be done. Both are asked under the lock, and neither calls out nor throws. */
  interface Script {
    /** When there is something to do next; null for never. */
    @Nullable Instant nextAt();

    /**
     * What to do now, done under no lock; null if there is nothing.
     *
     * @param at the instant: never before the one that the alarm was set for, even where the clock
     *     was put back meanwhile
     */
    @Nullable Runnable begin(Instant at);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Beat.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Scheduler scheduler;
  private final Script script;

  private @Nullable Alarm alarm;
  private @Nullable Instant alarmAt;
  private @Nullable Thread worker;
  private boolean stopped;

  /** Of all alarms that were ever set only the last one counts. */
  private long turn;

  Beat(Scheduler guarded, Script script) {
    this.scheduler = guarded;
    this.script = script;
  }

  ReentrantLock lock() {
    return lock;
  }

  /** Under the lock. */
  boolean isBusy() {
    return worker != null;
  }

  /** Under the lock: whether this very thread is doing it. */
  boolean isBusyHere() {
    return worker == Thread.currentThread();
  }

  /** Under the lock. */
  boolean isStopped() {
    return stopped;
  }

  /**
   * Under the lock: whether the host's scheduler took nothing although there is something to do.
   */
  boolean isStranded() {
    return !stopped && worker == null && alarm == Alarm.NONE;
  }

  /** Sets the alarm for what comes first. Called without the lock, after every change. */
  void set() {
    Instant at;
    Alarm old;
    long mine;
    lock.lock();
    try {
      if (stopped || worker != null) {
        return;
      }
      at = script.nextAt();
      if (at != null && at.equals(alarmAt) && alarm != Alarm.NONE) {
        return;
      }
      old = alarm;
      alarm = null;
      alarmAt = at;
      mine = ++turn;
    } finally {
      lock.unlock();
    }
    if (old != null) {
      old.cancel();
    }
    if (at == null) {
      return;
    }
    Alarm fresh = scheduler.schedule(at, () -> ring(mine, at));
    lock.lock();
    try {
      if (turn == mine) {
        alarm = fresh;
        return;
      }
    } finally {
      lock.unlock();
    }
    fresh.cancel();
  }

  private void ring(long mine, Instant setFor) {
    Instant now = scheduler.now();
    Runnable work;
    lock.lock();
    try {
      if (stopped || turn != mine) {
        return;
      }
      turn++;
      alarm = null;
      alarmAt = null;
      work = script.begin(now.isBefore(setFor) ? setFor : now);
      if (work != null) {
        worker = Thread.currentThread();
      }
    } finally {
      lock.unlock();
    }
    if (work != null) {
      doIt(work);
    }
    set();
  }

  private void doIt(Runnable work) {
    try {
      work.run();
    } catch (Throwable thrown) {
      LOG.error("A run failed outside of what it runs; it goes on with the next", thrown);
    } finally {
      lock.lock();
      try {
        worker = null;
        idle.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Begins nothing any more; what is being done goes on to its end. */
  void stop() {
    Alarm old;
    lock.lock();
    try {
      stopped = true;
      turn++;
      old = alarm;
      alarm = null;
      alarmAt = null;
    } finally {
      lock.unlock();
    }
    if (old != null) {
      old.cancel();
    }
  }

  /**
   * Waits until nothing is being done, but not longer than so long, and not at all in the thread
   * that is doing it.
   *
   * @return whether nothing is being done
   */
  boolean awaitIdle(Duration atMost) {
    lock.lock();
    try {
      long nanos = nanosOf(atMost);
      while (worker != null) {
        if (isBusyHere() || nanos <= 0) {
          return false;
        }
        nanos = idle.awaitNanos(nanos);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static long nanosOf(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
