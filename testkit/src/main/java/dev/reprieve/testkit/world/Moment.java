package dev.reprieve.testkit.world;

import java.time.Duration;
import java.time.Instant;

/**
 * When something was written.
 *
 * @param reading the latest reading of the store's clock that the worker had
 * @param storeTime what the store's clock says
 * @param truth true time
 * @param truthCounts whether the clocks have deviated no more than the safeguards promise to bear
 */
record Moment(Instant reading, Instant storeTime, Instant truth, boolean truthCounts) {
  /**
   * When an instant of the store's clock truly was: a worker may have stood still between deciding
   * and writing.
   */
  Instant trulyOf(Instant recorded) {
    Duration since = Duration.between(recorded, storeTime);
    return since.isNegative() ? truth : truth.minus(since);
  }

  /** The same moment, as an event that is dated so sees it. */
  Moment at(Instant dated) {
    return new Moment(dated, storeTime, truth, truthCounts);
  }
}
