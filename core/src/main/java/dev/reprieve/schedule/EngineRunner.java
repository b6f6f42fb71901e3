package dev.reprieve.schedule;

import dev.reprieve.DeliveryReport;
import dev.reprieve.Reprieve;
import dev.reprieve.SweepReport;
import dev.reprieve.internal.Words;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Microseconds;
import dev.reprieve.schedule.RunnerStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an engine sweep and deliver whenever there is something to do, on a scheduler of the host's.
 *
 * <p>It makes one <em>pass</em> after another: a sweep, then a delivery. After each it asks the
 * store when the next deadline or effect is due, and sets one alarm.
 *
 * <ul>
 *   <li><strong>Paced.</strong> Between the end of a pass and the beginning of the next lies the
 *       <em>floor</em> (one second), so that neither a burst of events nor a row that is due again
 *       and again makes it ask the store in a loop. A pass that got ahead and was cut off by its
 *       limit is followed by the next at once: a backlog is work and no loop.
 *   <li><strong>Woken early.</strong> By {@link #wake}, or by an {@link EngineWaker} that hears of
 *       a nearer deadline. A wake that comes during a pass is remembered.
 *   <li><strong>Never long asleep.</strong> At the latest after the <em>ceiling</em> (one minute)
 *       it looks again, since other nodes and other processes write to the same store.
 *   <li><strong>Never stopped by a failure.</strong> One that is thrown is logged and counted; the
 *       pause is doubled with each in a row, from the floor up to the ceiling. A sweep that fails
 *       does not keep the delivery from being tried.
 *   <li><strong>Tidy.</strong> Once a day it has the engine {@linkplain Reprieve#forgetOldEventIds
 *       forget} the event ids that nobody needs any more (ALL-05).
 * </ul>
 *
 * <p>It has no thread: handlers are called in the scheduler's. It decides nothing: the store's
 * clock says what is due, and the scheduler's alone how long to wait, so that the two may differ.
 * Each node of a cluster has one; the store sees to it that they do not do the same (SCH-03).
 * Thread-safe.
 */
public final class EngineRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRunner.class);
  private static final Duration A_DAY = Duration.ofDays(1);

  private final Reprieve engine;
  private final Scheduler clock;
  private final Duration floor;
  private final Duration ceiling;
  private final int rows;
  private final int effects;
  private final Duration closeWithin;
  private final List<Chore> chores;
  private final Beat beat;

  // All of these under the lock of the beat.
  private @Nullable Instant next;
  private @Nullable Instant ended;

  /** A wake that came during a pass. */
  private @Nullable Instant wanted;

  private long passes;
  private long failed;
  private long failedInARow;
  private @Nullable String lastFailure;

  /** How far the store's clock was ahead of the scheduler's in the last pass. */
  private Duration storeAhead = Duration.ZERO;

  private EngineRunner(Builder from, Scheduler scheduler) {
    this.engine = from.engine;
    this.clock = Scheduler.guarded(scheduler);
    this.floor = from.floor;
    this.ceiling = from.ceiling;
    this.rows = from.rows;
    this.effects = from.effects;
    this.closeWithin = from.closeWithin;
    this.chores = chores(from.engine, from.anchorEvery);
    this.next = clock.now();
    this.beat = new Beat(clock, new Script());
  }

  /** Begins a runner of an engine. */
  public static Builder builder(Reprieve engine) {
    return new Builder(engine);
  }

  /** Has it look soon: as soon as the floor allows. Does nothing once it is closed. */
  public void wake() {
    moveTo(null);
  }

  /** Something was decided in some thread. */
  void heard(Decision decision) {
    if (!decision.effects().isEmpty() || decision.created() != null) {
      wake();
      return;
    }
    Instant due = engine.interpreter().dueAt(decision.after());
    if (due != null) {
      moveTo(due);
    }
  }

  /**
   * Looks at the latest when something is due.
   *
   * @param due by the store's clock; null for now
   */
  private void moveTo(@Nullable Instant due) {
    Instant now = clock.now();
    beat.lock().lock();
    try {
      if (beat.isBusyHere()) {
        // What the pass itself brings about it finds at its end.
        return;
      }
      Instant at = afterTheFloor(now);
      if (due != null) {
        Duration wait = Duration.between(now.plus(storeAhead), due);
        Instant then = Microseconds.after(now, wait.compareTo(ceiling) < 0 ? wait : ceiling);
        at = then.isAfter(at) ? then : at;
      }
      if (beat.isBusy()) {
        // The pass may have asked the store already.
        wanted = wanted == null || at.isBefore(wanted) ? at : wanted;
      } else if (next == null || at.isBefore(next)) {
        next = at;
      }
    } finally {
      beat.lock().unlock();
    }
    beat.set();
  }

  /** Under the lock. */
  private Instant afterTheFloor(Instant now) {
    // A clock that was put back does not lengthen the floor.
    Instant last = ended;
    if (last == null) {
      return now;
    }
    Instant from = last.isBefore(now) ? last : now;
    Instant soonest = from.plus(floor);
    return soonest.isBefore(now) ? now : soonest;
  }

  private final class Script implements Beat.Script {
    @Override
    public @Nullable Instant nextAt() {
      return next;
    }

    @Override
    public @Nullable Runnable begin(Instant at) {
      next = null;
      wanted = null;
      return EngineRunner.this::passAndGoOn;
    }
  }

  private void passAndGoOn() {
    try {
      pass();
    } finally {
      goOn();
    }
  }

  /** Whatever a pass ran into, such as a logger that threw, another one follows. */
  private void goOn() {
    Instant now = clock.now();
    beat.lock().lock();
    try {
      if (next == null) {
        next = Microseconds.after(now, ceiling);
      }
    } finally {
      beat.lock().unlock();
    }
  }

  private void pass() {
    Throwable failure = null;
    boolean more = false;
    try {
      SweepReport swept = engine.sweep(rows);
      more = swept.more() && !swept.steps().isEmpty();
    } catch (Throwable thrown) {
      LOG.error("The sweep failed; it is tried again", thrown);
      failure = thrown;
    }
    if (!closing()) {
      try {
        DeliveryReport delivered = engine.deliver(effects);
        more |= delivered.handedOut() >= effects && delivered.done() + delivered.working() > 0;
      } catch (Throwable thrown) {
        LOG.error("The delivery failed; it is tried again", thrown);
        failure = thrown;
      }
    }
    for (Chore chore : chores) {
      try {
        if (!closing() && chore.isDue(clock.now())) {
          chore.doIt(clock.now());
        }
      } catch (Throwable thrown) {
        LOG.error("{}; it is tried again", chore.failed(), thrown);
        failure = thrown;
      }
    }
    Duration wait = ceiling;
    Duration ahead = null;
    if (failure == null && !closing()) {
      try {
        Instant storeNow = engine.repository().now();
        ahead = Duration.between(clock.now(), storeNow);
        wait = untilDue(storeNow);
      } catch (Throwable thrown) {
        LOG.error("When the next deadline is cannot be found out; it is tried again", thrown);
        failure = thrown;
      }
    }
    finish(failure, failure == null && more ? Duration.ZERO : wait, ahead);
  }

  private static List<Chore> chores(Reprieve engine, @Nullable Duration anchorEvery) {
    List<Chore> chores = new ArrayList<>(2);
    chores.add(new Chore("Old event ids could not be forgotten", A_DAY, engine::forgetOldEventIds));
    if (anchorEvery != null) {
      chores.add(new Chore("The trails could not be anchored", anchorEvery, engine::anchor));
    }
    return List.copyOf(chores);
  }

  private boolean closing() {
    beat.lock().lock();
    try {
      return beat.isStopped();
    } finally {
      beat.lock().unlock();
    }
  }

  /** How long nothing is due: between the floor and the ceiling. */
  private Duration untilDue(Instant storeNow) {
    Instant due = earlier(engine.nextSweepAt(), engine.nextDeliveryAt());
    if (due == null) {
      return ceiling;
    }
    Duration wait = Duration.between(storeNow, due);
    return wait.compareTo(floor) < 0 ? floor : wait.compareTo(ceiling) > 0 ? ceiling : wait;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private void finish(@Nullable Throwable failure, Duration wait, @Nullable Duration ahead) {
    Instant now = clock.now();
    beat.lock().lock();
    try {
      passes++;
      ended = now;
      if (ahead != null) {
        storeAhead = ahead;
      }
      if (failure == null) {
        failedInARow = 0;
        next = Microseconds.after(now, wait);
      } else {
        failed++;
        failedInARow++;
        lastFailure = Words.of(failure);
        next = Microseconds.after(now, pauseAfter(failedInARow));
      }
      if (wanted != null && wanted.isBefore(next)) {
        // Not before the floor, but for a backlog, which is before every wake anyway.
        Instant soonest = afterTheFloor(now);
        next = wanted.isAfter(soonest) ? wanted : soonest.isBefore(next) ? soonest : next;
      }
    } finally {
      beat.lock().unlock();
    }
  }

  private Duration pauseAfter(long failures) {
    Duration pause = floor;
    for (long i = 1; i < failures && pause.compareTo(ceiling) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(ceiling) < 0 ? pause : ceiling;
  }

  /** How it stands. */
  public RunnerStatus status() {
    beat.lock().lock();
    try {
      Phase phase =
          beat.isStopped()
              ? Phase.CLOSED
              : beat.isBusy() ? Phase.RUNNING : beat.isStranded() ? Phase.STRANDED : Phase.WAITING;
      return new RunnerStatus(
          phase, passes, failed, failedInARow, ended, beat.isStopped() ? null : next, lastFailure);
    } finally {
      beat.lock().unlock();
    }
  }

  /**
   * Makes no further pass, and waits for one that is being made, no longer than the builder said
   * (30 seconds); called from within a pass, by a handler for instance, it does not wait. A pass
   * that goes on after that ends by itself: what it claimed is kept in the store. Again, it does
   * nothing but wait.
   */
  @Override
  public void close() {
    beat.stop();
    if (!beat.awaitIdle(closeWithin)) {
      LOG.warn("The runner is closed; its last pass goes on");
    }
  }

  /** Collects what a runner is made of. Not thread-safe. */
  public static final class Builder {
    private final Reprieve engine;
    private @Nullable EngineWaker waker;
    private Duration floor = Duration.ofSeconds(1);
    private Duration ceiling = Duration.ofMinutes(1);
    private int rows = 1000;
    private int effects = 100;
    private Duration closeWithin = Duration.ofSeconds(30);
    private @Nullable Duration anchorEvery;

    private Builder(Reprieve engine) {
      this.engine = Objects.requireNonNull(engine, "engine");
    }

    /** Wakes it early; the same one that the engine was given as a listener. */
    public Builder wokenBy(EngineWaker waker) {
      this.waker = Objects.requireNonNull(waker, "waker");
      return this;
    }

    /**
     * How far apart passes are at the least and at the most: one second and one minute unless said
     * otherwise.
     *
     * @throws IllegalArgumentException if the floor is shorter than a millisecond, or the ceiling
     *     than the floor
     */
    public Builder pace(Duration floor, Duration ceiling) {
      Objects.requireNonNull(floor, "floor");
      Objects.requireNonNull(ceiling, "ceiling");
      if (floor.compareTo(Duration.ofMillis(1)) < 0 || ceiling.compareTo(floor) < 0) {
        throw new IllegalArgumentException(
            "a pace between "
                + floor
                + " and "
                + ceiling
                + ": expected a floor of a millisecond or more, and a ceiling not below it");
      }
      this.floor = floor;
      this.ceiling = ceiling;
      return this;
    }

    /**
     * How much a pass does at the most: 1000 rows and 100 effects unless said otherwise. The rest
     * is done in the pass that follows at once; between them the thread is free, and {@link
     * EngineRunner#close} need not wait long.
     *
     * @throws IllegalArgumentException if one of them is less than one
     */
    public Builder atMost(int rows, int effects) {
      if (rows < 1 || effects < 1) {
        throw new IllegalArgumentException(
            rows + " rows and " + effects + " effects a pass: expected one or more of each");
      }
      this.rows = rows;
      this.effects = effects;
      return this;
    }

    /**
     * How long {@link EngineRunner#close} waits: 30 seconds unless said otherwise.
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
     * Has the trails anchored by the first pass, and by the first one after each such span
     * (SAF-07): never unless said. One node of a cluster is enough. The anchors come to {@link
     * dev.reprieve.ReprieveListener#onAnchor}; keep them where nobody who can write to the store
     * can.
     *
     * @throws IllegalArgumentException if that is not positive
     */
    public Builder anchorEvery(Duration span) {
      Objects.requireNonNull(span, "span");
      if (span.isNegative() || span.isZero()) {
        throw new IllegalArgumentException(
            "to anchor every " + span + ": expected a positive duration");
      }
      this.anchorEvery = span;
      return this;
    }

    /** Starts it; the first pass is due at once. */
    public EngineRunner start(Scheduler scheduler) {
      Objects.requireNonNull(scheduler, "scheduler");
      EngineRunner runner = new EngineRunner(this, scheduler);
      if (waker != null) {
        waker.wakes(runner);
      }
      runner.beat.set();
      return runner;
    }
  }
}
