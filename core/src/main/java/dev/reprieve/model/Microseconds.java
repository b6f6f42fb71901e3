package dev.reprieve.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Rounding to the microsecond, in which every instant is kept (ALL-18). An end is rounded up and
 * everything else down, so that nothing gets shorter by rounding.
 */
public final class Microseconds {
  private static final Instant LAST = Instant.MAX.truncatedTo(ChronoUnit.MICROS);

  private Microseconds() {}

  /** The microsecond that {@code instant} lies in: for what begins or happened. */
  public static Instant down(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The first whole microsecond at or after {@code instant}: for an expiry or another end. What
   * lies within the very last microsecond that there is, such as {@link Instant#MAX}, stays as it
   * is: "never" is not made shorter, and is no error.
   */
  public static Instant up(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    Instant down = down(instant);
    return down.equals(instant) || instant.isAfter(LAST)
        ? instant
        : down.plus(1, ChronoUnit.MICROS);
  }

  /**
   * A span after an instant; the last instant that there is where the sum lies beyond it. What
   * never ends has no deadline that could overflow.
   */
  public static Instant after(Instant instant, Duration span) {
    Objects.requireNonNull(instant, "instant");
    Objects.requireNonNull(span, "span");
    try {
      return instant.plus(span);
    } catch (DateTimeException | ArithmeticException beyond) {
      return span.isNegative() ? Instant.MIN : Instant.MAX;
    }
  }
}
