package dev.reprieve.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** The one way from what a clock on the wall shows to an instant (SCH-02). */
final class WallClock {
  private WallClock() {}

  /**
   * The instant at which a zone's clocks show a time: the first one if they show it twice; if they
   * skip it, the instant at which they do so. (The JDK's own answer to a skipped 02:30 is 03:30,
   * half an hour late.)
   */
  static Instant instantOf(LocalDateTime shown, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition transition = rules.getTransition(shown);
    if (transition == null) {
      return shown.toInstant(rules.getOffset(shown));
    }
    return transition.isGap()
        ? transition.getInstant()
        : shown.toInstant(transition.getOffsetBefore());
  }
}
