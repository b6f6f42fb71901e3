package dev.reprieve.verification.jcstress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that an actor moves past a deadline. */
final class MovedClock implements InstantSource {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private volatile Instant now = START;

  void passAnHour() {
    now = START.plus(HOUR);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
