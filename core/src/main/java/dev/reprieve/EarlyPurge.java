package dev.reprieve;

import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds a purge that a sweep has begun against the row that it was begun of (SAF-16): by what
 * stands written there, and not by the decision that says that it is due. It prevents nothing. It
 * counts what must never be.
 */
final class EarlyPurge {
  private EarlyPurge() {}

  /**
   * Whether a purge came before anything that was promised.
   *
   * @param stood the row as the store had it just before
   * @param now by the clock of the sweep
   * @param holdGrace how long a purge waits after the last hold on it has ended (SAF-17)
   */
  static boolean isOne(Instance stood, Instant now, Duration holdGrace) {
    Deadline deadline = stood.deadline();
    if (deadline == null || !deadline.purges() || isAhead(deadline.dueAt(), now)) {
      return true;
    }
    Instant notBefore = stood.purgeNotBefore();
    if (notBefore != null && isAhead(notBefore, now)) {
      return true;
    }
    if (stood.holds().anyInForceAt(now) || stood.holds().anyWithoutEnd()) {
      return true;
    }
    Instant held = stood.holds().latestEnd();
    // A hold that ended before the deadline has delayed nothing.
    return held != null && held.isAfter(deadline.at()) && isAhead(held.plus(holdGrace), now);
  }

  private static boolean isAhead(Instant promised, Instant now) {
    return now.isBefore(promised);
  }
}
