package dev.reprieve.expiry;

import java.time.InstantSource;

/** How finely a store tells time. In both a key is expired exactly from its deadline on. */
public enum ClockPrecision {
  /** Deadlines are kept to the microsecond, a part of one rounded up. The default. */
  MICROSECOND(1),
  /**
   * Deadlines are kept to the millisecond, a part of one rounded up, as Redis keeps them. Reads the
   * clock by {@link InstantSource#millis()} alone.
   */
  MILLISECOND(1000);

  private final long micros;

  ClockPrecision(long micros) {
    this.micros = micros;
  }

  long roundUp(long deadline) {
    return micros == 1 ? deadline : Word.checked(-Math.floorDiv(-deadline, micros) * micros);
  }
}
