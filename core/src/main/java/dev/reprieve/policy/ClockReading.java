package dev.reprieve.policy;

import dev.reprieve.model.Microseconds;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A reading of the deciding clock, and how far it is known to lag behind the time that has really
 * passed (SAF-05).
 *
 * <p>What is due is judged by the reading alone, and a promised span is counted from the reading
 * and the lag: either way the later. So nothing that is recorded while a clock lags comes early
 * once it is put right.
 *
 * @param now what the clock says
 * @param lag zero where it is believed; never negative
 */
public record ClockReading(Instant now, Duration lag) {
  /**
   * @throws IllegalArgumentException if the lag is negative
   */
  public ClockReading {
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(lag, "lag");
    if (lag.isNegative()) {
      throw new IllegalArgumentException("a clock that lags by " + lag + ": expected 0 or more");
    }
  }

  /** Of a clock that is believed. */
  public static ClockReading of(Instant now) {
    return new ClockReading(now, Duration.ZERO);
  }

  /** The instant from which a promised span is counted. */
  public Instant counted() {
    return later(Microseconds.down(now));
  }

  /** An instant that somebody may have dated by this clock, as late as it may have been meant. */
  Instant later(Instant dated) {
    return Microseconds.after(dated, lag);
  }

  /** Whether it is known to lag. */
  boolean lags() {
    return !lag.isZero();
  }
}
