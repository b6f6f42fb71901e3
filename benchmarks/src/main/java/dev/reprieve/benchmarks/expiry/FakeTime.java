package dev.reprieve.benchmarks.expiry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the benchmark moves, in the two forms that the contenders ask for. */
final class FakeTime implements InstantSource {
  private static final long START = 1_800_000_000_000L;

  private final AtomicLong millis = new AtomicLong(START);

  void advance(long by) {
    millis.addAndGet(by);
  }

  long nanos() {
    return millis.get() * 1_000_000;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public long millis() {
    return millis.get();
  }
}
