package dev.reprieve.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes everything and does nothing. */
record DisabledScheduler(InstantSource clock) implements Scheduler {
  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Alarm schedule(Instant at, Runnable work) {
    AtomicBoolean calledOff = new AtomicBoolean();
    return () -> calledOff.compareAndSet(false, true);
  }
}
