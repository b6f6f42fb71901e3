package dev.reprieve.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A host's scheduler: it has a clock, and does work at an instant of it. What an adapter
 * implements; {@code SchedulerContract} says in tests what is promised here in words.
 *
 * <p><strong>Time.</strong> Work begins at its instant or later, by this scheduler's own clock. An
 * instant that is past, or now, means soon. <strong>Threads.</strong> {@link #schedule} never does
 * the work in the calling thread before it returns. Works are independent: several may be done at
 * once, in any order. <strong>Exceptions.</strong> Work that throws harms no other. What cannot be
 * taken is answered with an exception, never dropped. Implementations are thread-safe.
 *
 * <p>What more a scheduler can do it says by implementing {@link ExclusiveScheduler} or {@link
 * PersistentScheduler}. The library starts no thread of its own and stops none of the host's.
 */
public interface Scheduler {
  /** The instant that this scheduler's clock shows. */
  Instant now();

  /**
   * Does work once, at an instant or later.
   *
   * @throws RuntimeException if it cannot be taken, for instance because the host shuts down
   */
  Alarm schedule(Instant at, Runnable work);

  /** On an executor of the host's, by the system's clock. */
  static Scheduler of(ScheduledExecutorService executor) {
    Objects.requireNonNull(executor, "executor");
    return of(executor, InstantSource.system());
  }

  /**
   * On an executor of the host's, which the host also shuts down.
   *
   * <p>Timers run by the machine's uptime and clocks are put forward and back; so a timer is never
   * set further ahead than a minute and looks at the clock again. Work is therefore late by a
   * minute at most when the clock is put forward, and not early when it is put back. A host that
   * calls off often sets {@code setRemoveOnCancelPolicy(true)} on its executor.
   *
   * @param clock the clock that decides
   */
  static Scheduler of(ScheduledExecutorService executor, InstantSource clock) {
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(clock, "clock");
    return new ExecutorScheduler(executor, clock);
  }

  /** For tests: its clock stands until it is told to go on, and work is done in that thread. */
  static ManualScheduler manual(Instant start) {
    Objects.requireNonNull(start, "start");
    return new ManualScheduler(start);
  }

  /**
   * Turns what a host's scheduler must not do into log lines: if it throws or answers null, {@link
   * Alarm#NONE} is answered; work that throws is logged; a clock that fails shows its last reading.
   * Work is done once, however often the host calls it. Tasks and the engine's runner guard by
   * themselves.
   *
   * @throws RuntimeException if the clock fails at the first reading
   */
  static Scheduler guarded(Scheduler host) {
    Objects.requireNonNull(host, "host");
    return host instanceof GuardedScheduler ? host : new GuardedScheduler(host);
  }

  /**
   * Takes work and never does it: for hosts that sweep by hand, and for a node that is to be quiet.
   */
  static Scheduler disabled(InstantSource clock) {
    Objects.requireNonNull(clock, "clock");
    return new DisabledScheduler(clock);
  }
}
