package dev.reprieve.effect;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait between attempts that failed.
 *
 * @param first the pause after the first failure; doubled after each further one
 * @param longest no pause is longer
 * @param attempts how many attempts are made before giving up until an operator retries
 */
public record Backoff(Duration first, Duration longest, int attempts) {
  /** Half a minute, doubled up to an hour, given up after 20 attempts (about 14 hours). */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), 20);

  /**
   * @throws IllegalArgumentException if a pause is not positive, the longest is shorter than the
   *     first, or there is not at least one attempt
   */
  public Backoff {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "backoff from "
              + first
              + " to "
              + longest
              + " in "
              + attempts
              + " attempts: expected positive, growing pauses and at least one attempt");
    }
  }

  /** The pause after so many failed attempts, counted from 1. */
  public Duration pauseAfter(int failed) {
    Duration pause = first;
    for (int i = 1; i < failed && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /** Whether so many failed attempts are enough. */
  public boolean givesUpAfter(int failed) {
    return failed >= attempts;
  }
}
