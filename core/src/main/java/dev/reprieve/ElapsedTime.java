package dev.reprieve;

import java.util.function.LongSupplier;

/** The one place that reads the JVM's monotonic clock: only to find steps of other clocks. */
final class ElapsedTime {
  static final LongSupplier NANOS = System::nanoTime;

  private ElapsedTime() {}
}
