package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Instants at equal distance, before and after an anchor. */
record FixedDelay(Duration delay, Instant anchor) implements Schedule {
  /** A host's timer tells nothing shorter apart. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  FixedDelay {
    if (delay.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "a delay of " + delay + ": expected a millisecond or more");
    }
  }

  @Override
  public @Nullable Instant nextAfter(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    Duration distance = Duration.between(anchor, instant);
    long whole = distance.dividedBy(delay);
    if (distance.isNegative() && !delay.multipliedBy(whole).equals(distance)) {
      // Division cuts towards zero; before the anchor that is one too late.
      whole--;
    }
    Duration next = delay.multipliedBy(whole + 1);
    return next.compareTo(Duration.between(anchor, Instant.MAX)) > 0 ? null : anchor.plus(next);
  }

  @Override
  public String toString() {
    return anchor.equals(Instant.EPOCH) ? "every " + delay : "every " + delay + " from " + anchor;
  }
}
