package dev.reprieve.schedule;

import dev.reprieve.internal.Words;
import dev.reprieve.schedule.TaskRun.Outcome;
import dev.reprieve.schedule.TaskStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a host has done again and again by a {@link TaskPlan}, on a scheduler of its own:
 * a flush at 04:00 and 16:00, a clean-up once a day.
 *
 * <ul>
 *   <li>It never runs twice at the same time, by whatever way it is asked (SCH-03). On an {@link
 *       ExclusiveScheduler} that holds for a cluster.
 *   <li>A run that throws is recorded as failed; the next one comes at its time (SCH-04).
 *   <li>The next time follows from the one that was due, never from a clock that lags (SCH-05).
 *   <li>Runs that were missed are made up for by one run, which counts as the last of them, or are
 *       skipped, as the plan says. On a {@link PersistentScheduler} also those that were missed
 *       while nothing was running.
 * </ul>
 *
 * <p>It has no thread: it runs where the scheduler does its work. Thread-safe.
 */
public final class ScheduledTask implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledTask.class);
  private static final int LONGEST_FAILURE = 1000;

  private final String name;
  private final TaskWork work;
  private final Scheduler clock;
  private final @Nullable ExclusiveScheduler exclusive;
  private final @Nullable PersistentScheduler persistent;
  private final List<TaskListener> listeners;
  private final int historySize;
  private final Duration closeWithin;
  private final Beat beat;

  // All of these under the lock of the beat.
  private final Deque<TaskRun> history = new ArrayDeque<>();
  private TaskPlan plan;
  private @Nullable Instant due;
  private @Nullable Instant lastDue;
  private @Nullable Instant askedAt;
  private boolean broken;
  private long done;
  private long failed;
  private long failedInARow;

  private ScheduledTask(Builder from, Scheduler scheduler) {
    this.name = from.name;
    this.work = from.work;
    this.plan = from.plan;
    this.clock = Scheduler.guarded(scheduler);
    this.exclusive = scheduler instanceof ExclusiveScheduler able ? able : null;
    this.persistent = scheduler instanceof PersistentScheduler able ? able : null;
    this.listeners = List.copyOf(from.listeners);
    this.historySize = from.historySize;
    this.closeWithin = from.closeWithin;
    this.beat = new Beat(clock, new Script());
  }

  /**
   * Begins a task.
   *
   * @param name what it is called, in logs and in a cluster, where it is the same on all nodes
   */
  public static Builder builder(String name, TaskPlan plan, TaskWork work) {
    return new Builder(name, plan, work);
  }

  private ScheduledTask begin(@Nullable Instant saidLast) {
    Instant kept = recall();
    Instant last = kept == null || (saidLast != null && saidLast.isAfter(kept)) ? saidLast : kept;
    Instant next = plan.nextAfter(last == null ? clock.now() : last);
    beat.lock().lock();
    try {
      lastDue = last;
      due = next;
    } finally {
      beat.lock().unlock();
    }
    beat.set();
    return this;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** How it stands. */
  public TaskStatus status() {
    beat.lock().lock();
    try {
      return new TaskStatus(
          name, plan, phase(), due, history.peekLast(), done, failed, failedInARow);
    } finally {
      beat.lock().unlock();
    }
  }

  private Phase phase() {
    if (beat.isBusy()) {
      return Phase.RUNNING;
    }
    if (beat.isStopped()) {
      return Phase.STOPPED;
    }
    if (broken || beat.isStranded()) {
      return Phase.STRANDED;
    }
    return due == null && askedAt == null ? Phase.ENDED : Phase.WAITING;
  }

  /** The latest runs, oldest first; not more than the builder said. */
  public List<TaskRun> history() {
    beat.lock().lock();
    try {
      return new ArrayList<>(history);
    } finally {
      beat.lock().unlock();
    }
  }

  /**
   * Has it run soon, in a thread of the scheduler's, whatever its schedule, window and end. If it
   * is running it runs once more afterwards; asked several times before that, still once. When it
   * is due next does not change.
   *
   * @return false if it was stopped
   */
  public boolean runNow() {
    Instant now = clock.now();
    beat.lock().lock();
    try {
      if (beat.isStopped()) {
        return false;
      }
      if (askedAt == null) {
        askedAt = now;
      }
    } finally {
      beat.lock().unlock();
    }
    beat.set();
    return true;
  }

  /**
   * Gives it another plan. A run that is under way goes on; the next one follows the new plan,
   * after the last one that was due and not in the past. A task that ended goes on.
   *
   * @return false if it was stopped
   * @throws IllegalStateException if the plan's schedule breaks its contract; nothing has changed
   */
  public boolean change(TaskPlan plan) {
    Objects.requireNonNull(plan, "plan");
    Instant now = clock.now();
    beat.lock().lock();
    try {
      if (beat.isStopped()) {
        return false;
      }
      Instant next = plan.nextAfter(lastDue != null && lastDue.isAfter(now) ? lastDue : now);
      this.plan = plan;
      this.due = next;
      this.broken = false;
    } finally {
      beat.lock().unlock();
    }
    beat.set();
    return true;
  }

  /** Offers the next run to the host's scheduler again, if it did not take it before. */
  public void resume() {
    beat.set();
  }

  /** Stops it for good: nothing begins any more. A run that is under way goes on to its end. */
  public void stop() {
    beat.stop();
  }

  /**
   * Waits until it does not run, but no longer than so long; called from within the run, it does
   * not wait.
   *
   * @return whether it does not run
   */
  public boolean awaitIdle(Duration atMost) {
    Objects.requireNonNull(atMost, "atMost");
    return beat.awaitIdle(atMost);
  }

  /**
   * Stops it for good and waits for a run that is under way, no longer than the builder said (30
   * seconds). Again, it does nothing.
   */
  @Override
  public void close() {
    stop();
    if (!awaitIdle(closeWithin)) {
      LOG.warn("Task {} is stopped; its last run goes on", name);
    }
  }

  @Override
  public String toString() {
    return "task " + name;
  }

  private final class Script implements Beat.Script {
    @Override
    public @Nullable Instant nextAt() {
      if (due == null || askedAt == null) {
        return due == null ? askedAt : due;
      }
      return due.isBefore(askedAt) ? due : askedAt;
    }

    @Override
    public @Nullable Runnable begin(Instant at) {
      Instant was = due;
      if (was != null && !was.isAfter(at)) {
        try {
          Runnable run = beginDue(was, at);
          if (run != null) {
            return run;
          }
        } catch (RuntimeException thrown) {
          LOG.error("Task {} cannot say when it is due after {}: it stands", name, was, thrown);
          due = null;
          broken = true;
        }
      }
      Instant asked = askedAt;
      if (asked != null) {
        // Put back or not, the clock has come to where somebody asked.
        askedAt = null;
        return () -> run(asked, at.isBefore(asked) ? asked : at, true);
      }
      return null;
    }
  }

  /** Under the lock: what a due instant leads to, null if the run waits for its window. */
  private @Nullable Runnable beginDue(Instant was, Instant at) {
    Instant latest = plan.latestDue(was, at);
    Instant next = plan.nextAfter(latest);
    Instant open = plan.bounded(at);
    boolean closed = !at.equals(open);
    boolean late = Duration.between(latest, at).compareTo(plan.lateness()) > 0;
    if (open == null || (plan.missed() == MissedRuns.SKIP && (closed || late))) {
      due = open == null ? null : next;
      lastDue = latest;
      return () -> record(new TaskRun(latest, at, at, false, Outcome.SKIPPED, null));
    }
    if (closed) {
      due = open;
      return null;
    }
    due = next;
    lastDue = latest;
    askedAt = null;
    return () -> run(latest, at, false);
  }

  private void run(Instant wasDue, Instant began, boolean byHand) {
    Throwable[] thrown = new Throwable[1];
    boolean here = true;
    Runnable guarded =
        () -> {
          try {
            work.run(wasDue);
          } catch (Throwable failure) {
            thrown[0] = failure;
          }
        };
    try {
      if (exclusive == null) {
        guarded.run();
      } else {
        here = exclusive.runExclusively(name, wasDue, guarded);
      }
    } catch (RuntimeException refused) {
      thrown[0] = refused;
    }
    Throwable failure = thrown[0];
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      LOG.warn("Task {}: the run that was due at {} failed", name, wasDue, failure);
    }
    Instant now = clock.now();
    record(
        new TaskRun(
            wasDue,
            began,
            now.isBefore(began) ? began : now,
            byHand,
            failure != null ? Outcome.FAILED : here ? Outcome.DONE : Outcome.ELSEWHERE,
            failure == null ? null : inWords(failure)));
  }

  private static String inWords(Throwable failure) {
    String words = Words.of(failure);
    return words.length() <= LONGEST_FAILURE ? words : words.substring(0, LONGEST_FAILURE);
  }

  private void record(TaskRun run) {
    beat.lock().lock();
    try {
      history.addLast(run);
      while (history.size() > historySize) {
        history.removeFirst();
      }
      switch (run.outcome()) {
        case DONE -> {
          done++;
          failedInARow = 0;
        }
        case FAILED -> {
          failed++;
          failedInARow++;
        }
        case SKIPPED, ELSEWHERE -> {}
      }
    } finally {
      beat.lock().unlock();
    }
    if (!run.byHand()) {
      keep(run.due());
    }
    for (TaskListener listener : listeners) {
      try {
        listener.onRun(this, run);
      } catch (RuntimeException thrown) {
        LOG.warn("A listener of task {} threw; the task goes on", name, thrown);
      }
    }
  }

  private @Nullable Instant recall() {
    if (persistent == null) {
      return null;
    }
    try {
      return persistent.lastDue(name);
    } catch (RuntimeException thrown) {
      LOG.error("How far task {} came is not known: it goes on from now", name, thrown);
      return null;
    }
  }

  private void keep(Instant wasDue) {
    if (persistent == null) {
      return;
    }
    try {
      persistent.keepDue(name, wasDue);
    } catch (RuntimeException thrown) {
      LOG.error("Task {} cannot keep that its run of {} is over", name, wasDue, thrown);
    }
  }

  /** Collects what a task is made of. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final TaskPlan plan;
    private final TaskWork work;
    private final List<TaskListener> listeners = new ArrayList<>();
    private int historySize = 100;
    private Duration closeWithin = Duration.ofSeconds(30);
    private @Nullable Instant lastDue;

    private Builder(String name, TaskPlan plan, TaskWork work) {
      if (Objects.requireNonNull(name, "name").isBlank()) {
        throw new IllegalArgumentException("the name of a task is blank");
      }
      this.name = name;
      this.plan = Objects.requireNonNull(plan, "plan");
      this.work = Objects.requireNonNull(work, "work");
    }

    /** Somebody who hears of each run. */
    public Builder listener(TaskListener listener) {
      Objects.requireNonNull(listener, "listener");
      listeners.add(listener);
      return this;
    }

    /**
     * How many runs are remembered: 100 unless said otherwise.
     *
     * @throws IllegalArgumentException if that is less than one
     */
    public Builder historySize(int runs) {
      if (runs < 1) {
        throw new IllegalArgumentException("a history of " + runs + ": expected one or more");
      }
      this.historySize = runs;
      return this;
    }

    /**
     * How long {@link ScheduledTask#close} waits: 30 seconds unless said otherwise.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public Builder closeWithin(Duration atMost) {
      Objects.requireNonNull(atMost, "atMost");
      if (atMost.isNegative()) {
        throw new IllegalArgumentException("to wait for " + atMost + ": expected zero or more");
      }
      this.closeWithin = atMost;
      return this;
    }

    /**
     * When the last run was due before this start, where the host has kept it: what was missed
     * since is then missed and not unknown. Of this and a {@link PersistentScheduler}'s memory the
     * later counts.
     */
    public Builder resumingAfter(Instant lastDue) {
      this.lastDue = Objects.requireNonNull(lastDue, "lastDue");
      return this;
    }

    /**
     * Starts the task.
     *
     * @throws IllegalStateException if the plan's schedule breaks its contract
     */
    public ScheduledTask start(Scheduler scheduler) {
      Objects.requireNonNull(scheduler, "scheduler");
      return new ScheduledTask(this, scheduler).begin(lastDue);
    }
  }
}
