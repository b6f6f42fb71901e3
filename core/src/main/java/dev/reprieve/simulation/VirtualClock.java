package dev.reprieve.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands where it was put. Safe for use by several threads. */
public final class VirtualClock implements InstantSource {
  private volatile Instant now;

  /** A clock that stands at an instant. */
  public VirtualClock(Instant now) {
    this.now = Objects.requireNonNull(now, "now");
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Puts the clock to an instant, forward or back. */
  public void set(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    this.now = instant;
  }
}
