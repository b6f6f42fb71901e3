package dev.reprieve.expiry;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a value that is written shall live: without end, for a span, until an instant, or as
 * long as the key already had. An immutable value.
 */
public final class Lifetime {
  private static final Lifetime ENDLESS = new Lifetime(null, null, false);
  private static final Lifetime KEPT = new Lifetime(null, null, true);

  private final @Nullable Duration span;
  private final @Nullable Instant end;
  private final boolean kept;

  private Lifetime(@Nullable Duration span, @Nullable Instant end, boolean kept) {
    this.span = span;
    this.end = end;
    this.kept = kept;
  }

  /**
   * Without end; clears a deadline that the key has.
   *
   * @return the lifetime
   */
  public static Lifetime endless() {
    return ENDLESS;
  }

  /**
   * As it is: a live key keeps its deadline, a new key is without end. Redis's KEEPTTL.
   *
   * @return the lifetime
   */
  public static Lifetime kept() {
    return KEPT;
  }

  /**
   * That long, counted from each write that uses it.
   *
   * @param span more than zero
   * @return the lifetime
   * @throws IllegalArgumentException if the span is zero or negative
   */
  public static Lifetime of(Duration span) {
    Objects.requireNonNull(span, "span");
    return new Lifetime(positive(span), null, false);
  }

  /**
   * Until an instant, the first at which the key is expired. Whether it is past is judged by each
   * operation that uses it.
   *
   * @param end the deadline; a part of a microsecond is rounded up
   * @return the lifetime
   */
  public static Lifetime until(Instant end) {
    return new Lifetime(null, Objects.requireNonNull(end, "end"), false);
  }

  static Duration positive(Duration span) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException(
          "A time to live must be more than zero to set a value, and is " + span);
    }
    return span;
  }

  /** The deadline in microseconds since 1970, {@link Word#NO_DEADLINE} or {@link Word#KEEP}. */
  long deadline(StoreClock clock) {
    if (span != null) {
      return clock.deadlineAfter(span);
    }
    if (end != null) {
      return clock.deadlineAt(end);
    }
    return kept ? Word.KEEP : Word.NO_DEADLINE;
  }

  /** As {@link #deadline}, but throws if it has passed: a value is not set only to be gone. */
  long futureDeadline(StoreClock clock) {
    if (isPast(clock)) {
      throw new IllegalArgumentException(
          "A value cannot be set until " + end + ", which has passed");
    }
    return deadline(clock);
  }

  /** Whether this ends at an instant that has passed. */
  boolean isPast(StoreClock clock) {
    return end != null && clock.hasReached(end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Lifetime that
        && kept == that.kept
        && Objects.equals(span, that.span)
        && Objects.equals(end, that.end);
  }

  @Override
  public int hashCode() {
    return Objects.hash(span, end, kept);
  }

  @Override
  public String toString() {
    if (span != null) {
      return "for " + span;
    }
    if (end != null) {
      return "until " + end;
    }
    return kept ? "kept" : "endless";
  }
}
