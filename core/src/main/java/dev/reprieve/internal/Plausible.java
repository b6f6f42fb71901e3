package dev.reprieve.internal;

import java.time.Instant;

/** What a host may mean by an instant of an instance's life (SAF-13). */
public final class Plausible {
  /** What is wrong with one that {@link #isInstant} does not take, and what would be right. */
  public static final String EXPECTED = "expected one after " + Instant.EPOCH;

  private Plausible() {}

  /**
   * Whether it may be meant. No cloud existed in 1970; its first instant and what lies before it is
   * what a missing number, a sign that was lost or an unset date turns into. One that lies far
   * ahead, such as {@link Instant#MAX}, makes nothing due and is taken.
   */
  public static boolean isInstant(Instant instant) {
    return instant.isAfter(Instant.EPOCH);
  }
}
