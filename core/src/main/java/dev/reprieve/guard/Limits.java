package dev.reprieve.guard;

import java.time.Duration;
import java.util.Objects;

/**
 * How much may happen within a sliding window before an operator is asked (SAF-01). Reaching a
 * limit is allowed, going over it is not.
 *
 * @param count how many at the most
 * @param percent how many at the most, in percent of the instances that there are, rounded down
 * @param percentFrom the percentage applies only from so many instances up
 * @param window how far back is counted
 */
public record Limits(long count, int percent, int percentFrom, Duration window) {
  /** As far back as stores remember what they counted. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(31);

  /** 100, or 5 % from 20 instances up, in 24 hours. */
  public static final Limits PURGES = new Limits(100, 5, 20, Duration.ofHours(24));

  /** 20 % from 20 instances up, in one hour. */
  public static final Limits LOCKS = new Limits(Long.MAX_VALUE, 20, 20, Duration.ofHours(1));

  /** Nothing is limited. */
  public static final Limits NONE = new Limits(Long.MAX_VALUE, 100, 0, Duration.ofHours(1));

  /**
   * @throws IllegalArgumentException if a count is negative, the percentage not 0 to 100, or the
   *     window not positive or longer than {@link #LONGEST_WINDOW}
   */
  public Limits {
    Objects.requireNonNull(window, "window");
    if (count < 0 || percentFrom < 0) {
      throw new IllegalArgumentException(
          "limit of " + count + ", percentage from " + percentFrom + " up: expected 0 or more");
    }
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("limit of " + percent + " %: expected 0 to 100");
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window of " + window + ": expected a positive duration");
    }
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window of " + window + ": nothing is counted for longer than " + LONGEST_WINDOW);
    }
  }

  /** Whether nothing is limited. */
  public boolean isNone() {
    return count == Long.MAX_VALUE && percent == 100;
  }

  /**
   * How many may be begun in the window.
   *
   * @param population how many instances there are, those begun in the window included
   */
  public long atMost(long population) {
    if (population < percentFrom || percent == 100) {
      return count;
    }
    // Divided first where the product would not fit.
    long share =
        population > Long.MAX_VALUE / 100 ? population / 100 * percent : population * percent / 100;
    return Math.min(count, share);
  }
}
