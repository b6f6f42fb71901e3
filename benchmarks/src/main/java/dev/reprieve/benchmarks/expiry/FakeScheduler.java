package dev.reprieve.benchmarks.expiry;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cache2k.operation.Scheduler;
import org.cache2k.operation.TimeReference;
import org.jspecify.annotations.Nullable;

/**
 * cache2k's timer on the benchmark's clock: what is due runs when, and where, the benchmark says.
 */
final class FakeScheduler implements Scheduler {
  private final FakeTime time;
  private final TreeMap<Long, List<Runnable>> tasks = new TreeMap<>();

  FakeScheduler(FakeTime time) {
    this.time = time;
  }

  TimeReference reference() {
    return new TimeReference.Milliseconds() {
      @Override
      public long ticks() {
        return time.millis();
      }

      @Override
      public void sleep(long ticks) {
        throw new UnsupportedOperationException("Nobody waits on this clock");
      }
    };
  }

  @Override
  public synchronized void schedule(Runnable task, long delayMillis) {
    tasks
        .computeIfAbsent(time.millis() + Math.max(0, delayMillis), at -> new ArrayList<>())
        .add(task);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  /** Runs what is due, and what comes to be due by that. */
  void runDue() {
    for (List<Runnable> due = next(); due != null; due = next()) {
      due.forEach(Runnable::run);
    }
  }

  private synchronized @Nullable List<Runnable> next() {
    return tasks.isEmpty() || tasks.firstKey() > time.millis()
        ? null
        : tasks.pollFirstEntry().getValue();
  }
}
