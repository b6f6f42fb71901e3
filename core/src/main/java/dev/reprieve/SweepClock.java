package dev.reprieve;

import dev.reprieve.policy.ClockReading;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Instant;

/**
 * The reading of the store's clock by which a sweep judges. It is made anew, and the clocks are
 * looked at again, whenever it becomes too old for what is decided by it to be written (ALL-14).
 * Belongs to one sweep.
 */
final class SweepClock {
  private final RecycleBinRepository bin;
  private final Guardian guardian;
  private ClockReading reading;

  SweepClock(RecycleBinRepository bin, Guardian guardian) {
    this.bin = bin;
    this.guardian = guardian;
    this.reading = guardian.beginSweep();
  }

  ClockReading reading() {
    return reading;
  }

  Instant now() {
    return reading.now();
  }

  void readAgain() {
    reading = guardian.beginSweep();
  }

  /** Whether the reading was too old; if so there is another one now. */
  boolean readAgainIfOld() {
    boolean old = Commit.isOutOfTime(now(), bin.now());
    if (old) {
      readAgain();
    }
    return old;
  }
}
