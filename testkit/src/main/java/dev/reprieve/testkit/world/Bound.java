package dev.reprieve.testkit.world;

import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.time.Instant;

/**
 * The earliest instant at which time alone may lead an instance on, as the model reckons it.
 *
 * @param at the instant, by the store's clock
 * @param truly the same instant in true time: what whoever was told of it has been promised
 * @param moreThan whether it is passed only after that instant
 * @param to the stage that begins
 * @param expiry whether it is the end of a paid term
 */
record Bound(Instant at, Instant truly, boolean moreThan, InstanceState to, boolean expiry) {
  boolean passedAt(Instant reading) {
    return moreThan ? reading.isAfter(at) : !reading.isBefore(at);
  }

  Bound later(Duration margin) {
    return new Bound(at.plus(margin), truly, moreThan, to, expiry);
  }

  boolean purges() {
    return to == InstanceState.PURGED;
  }
}
