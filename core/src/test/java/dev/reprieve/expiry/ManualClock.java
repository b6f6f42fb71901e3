package dev.reprieve.expiry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
final class ManualClock implements InstantSource {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private volatile Instant now;

  ManualClock() {
    this(START);
  }

  ManualClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void set(Instant instant) {
    now = instant;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }
}
