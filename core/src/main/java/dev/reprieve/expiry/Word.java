package dev.reprieve.expiry;

import java.time.Instant;

/**
 * The arithmetic of a node's state word: its deadline in microseconds since 1970, shifted left by
 * one, and in the lowest bit whether a writer has claimed the node. One word, so that one
 * compare-and-set judges and changes both.
 */
final class Word {
  /** The deadline of a key without one: later than any other. */
  static final long NO_DEADLINE = Long.MAX_VALUE >> 1;

  /** In place of a deadline: leave it as it is. */
  static final long KEEP = Long.MIN_VALUE;

  /** The word of a key without deadline. */
  static final long ENDLESS = NO_DEADLINE << 1;

  /** The word of a node that is gone for good; never a deadline's. */
  static final long DEAD = Long.MIN_VALUE;

  private static final long LATEST = NO_DEADLINE - 1;
  private static final long EARLIEST = (DEAD >> 1) + 1;
  private static final long MICROS = 1_000_000;

  private Word() {}

  static long of(long deadline) {
    return deadline << 1;
  }

  static long deadline(long word) {
    return word >> 1;
  }

  static boolean isClaimed(long word) {
    return (word & 1) != 0;
  }

  static long claimed(long deadline) {
    return deadline << 1 | 1;
  }

  /** The deadline at an instant, rounded up (ALL-18). */
  static long deadlineOf(Instant end) {
    return deadlineOf(end.getEpochSecond(), end.getNano());
  }

  /**
   * The deadline at that second and nanosecond (of which there may be up to two seconds' worth),
   * rounded up.
   */
  static long deadlineOf(long second, long nano) {
    if (second < EARLIEST / MICROS || second > LATEST / MICROS - 3) {
      throw new IllegalArgumentException(
          "A deadline at second "
              + second
              + " since 1970 is beyond what can be represented, some 146,000 years either way");
    }
    return second * MICROS + (nano + 999) / 1000;
  }

  static long checked(long deadline) {
    if (deadline < EARLIEST || deadline > LATEST) {
      throw new IllegalArgumentException(
          "A deadline of "
              + deadline
              + " microseconds since 1970 is beyond what can be represented, some 146,000 years either way");
    }
    return deadline;
  }

  /** The instant of a deadline. */
  static Instant instant(long deadline) {
    return Instant.ofEpochSecond(
        Math.floorDiv(deadline, MICROS), Math.floorMod(deadline, MICROS) * 1000L);
  }
}
