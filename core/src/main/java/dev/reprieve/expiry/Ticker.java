package dev.reprieve.expiry;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the store's clock from falling behind while nobody uses the store: a thread that notes the
 * time every so often, so that what expired unseen does not come back when the host's clock steps
 * back (rule KEY-13).
 *
 * <p>No read takes its note for the present time, however young: a note says nothing about its own
 * age, and a process may stand still between any two instructions (rule KEY-01). A note is only the
 * least that the time can be.
 */
final class Ticker {
  private final StoreClock clock;
  private final Duration period;

  private volatile boolean ended;
  private volatile @Nullable Thread thread;

  Ticker(StoreClock clock, Duration period) {
    this.clock = clock;
    this.period = period;
  }

  /** The ticker's thread. */
  void run() {
    thread = Thread.currentThread();
    while (!ended) {
      clock.now();
      LockSupport.parkNanos(this, period.toNanos());
    }
  }

  /** Ends the thread. */
  void stop() {
    ended = true;
    LockSupport.unpark(thread);
  }
}
