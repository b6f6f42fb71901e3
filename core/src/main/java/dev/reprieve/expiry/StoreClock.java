package dev.reprieve.expiry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The store's time in microseconds since 1970: the host's clock, held at the latest reading while
 * that steps back (rule KEY-13).
 */
final class StoreClock {
  private static final VarHandle LATEST;

  static {
    try {
      LATEST = MethodHandles.lookup().findVarHandle(StoreClock.class, "latest", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static final long MILLI = 1000;

  private final InstantSource source;
  private final ClockPrecision precision;

  /**
   * By how much a reading must be ahead of the latest to be noted. On the system clock a
   * millisecond, so that threads which write do not fight over this word; a key that was found
   * expired is dead in any case.
   */
  private final long step;

  private volatile long latest = Long.MIN_VALUE;

  StoreClock(InstantSource source, ClockPrecision precision) {
    this.source = source;
    this.precision = precision;
    this.step = SystemTime.isSystem(source) ? MILLI : 1;
  }

  /** Now, rounded down. */
  long now() {
    return note(reading());
  }

  private long reading() {
    if (precision == ClockPrecision.MILLISECOND) {
      return Math.multiplyExact(source.millis(), MILLI);
    }
    Instant reading = source.instant();
    return Math.addExact(
        Math.multiplyExact(reading.getEpochSecond(), 1_000_000L), reading.getNano() / 1000);
  }

  /**
   * Notes a reading, and gives the store's time, which is never before it nor before an earlier
   * one.
   */
  private long note(long reading) {
    long known = latest;
    if (reading <= known) {
      return known;
    }
    if (reading - known >= step || known == Long.MIN_VALUE) {
      raise(reading);
    }
    return reading;
  }

  /** Sees to it that the store's time is not before that. */
  void raise(long time) {
    for (long known = latest; known < time; known = latest) {
      if (LATEST.compareAndSet(this, known, time)) {
        return;
      }
    }
  }

  /**
   * Whether a deadline is so far ahead that it has certainly not passed at the reading that the
   * caller has just taken: what is noted is less than a millisecond behind that.
   */
  boolean isFarAhead(long deadline) {
    return deadline - latest > 2 * MILLI;
  }

  /**
   * Less than a millisecond before now, or now. Cheaper to read than {@link #now}, and nearly
   * always enough to judge a deadline.
   */
  long floor() {
    return note(Math.multiplyExact(source.millis(), MILLI));
  }

  /**
   * Whether a deadline has passed; reads the clock once more only if the floor does not tell.
   *
   * @param floor as {@link #floor} gave it during this operation
   */
  boolean hasPassed(long deadline, long floor) {
    if (deadline - floor >= MILLI) {
      return false;
    }
    return deadline <= floor || (precision == ClockPrecision.MICROSECOND && deadline <= now());
  }

  /** Whether a deadline has passed; reads the clock only as closely as the answer needs. */
  boolean hasPassed(long deadline) {
    return deadline <= latest || hasPassed(deadline, floor());
  }

  /** Whether an instant has come, to the nanosecond. */
  boolean hasReached(Instant end) {
    Instant reading = source.instant();
    return !reading.isBefore(end) || hasPassed(deadlineAt(end));
  }

  /** The deadline that far from now, rounded up; throws if it cannot be represented. */
  long deadlineAfter(Duration span) {
    long deadline;
    try {
      Instant reading = source.instant();
      long second = reading.getEpochSecond();
      int nano = reading.getNano();
      long micros = Math.addExact(Math.multiplyExact(second, 1_000_000L), nano / 1000);
      long now = note(micros);
      if (now > micros) {
        second = Math.floorDiv(now, 1_000_000L);
        nano = (int) (now - second * 1_000_000L) * 1000;
      }
      deadline =
          Word.deadlineOf(Math.addExact(second, span.getSeconds()), (long) nano + span.getNano());
    } catch (ArithmeticException beyond) {
      throw new IllegalArgumentException(
          "A time to live of " + span + " is beyond what can be represented", beyond);
    }
    return precision.roundUp(deadline);
  }

  /** The deadline at an instant, rounded up; throws if it cannot be represented. */
  long deadlineAt(Instant end) {
    return precision.roundUp(Word.deadlineOf(end));
  }

  /** By how much the host's clock is behind the store's. */
  Duration heldBack() {
    long reading = reading();
    long behind = note(reading) - reading;
    return Duration.ofSeconds(behind / 1_000_000, behind % 1_000_000 * 1000);
  }
}
