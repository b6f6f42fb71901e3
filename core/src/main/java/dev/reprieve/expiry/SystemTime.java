package dev.reprieve.expiry;

import java.time.Clock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The one place of this package that knows the machine's clocks and makes a thread. */
final class SystemTime {

  /** The default clock of a store. */
  static final InstantSource CLOCK = InstantSource.system();

  /** Measures spans, for budgets and reports; never decides about a deadline. */
  static final LongSupplier STOPWATCH = System::nanoTime;

  private SystemTime() {}

  /** Whether this is the machine's clock, which does not jump at a test's will. */
  static boolean isSystem(InstantSource source) {
    return source.getClass() == CLOCK.getClass()
        || source.getClass() == Clock.systemUTC().getClass();
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
