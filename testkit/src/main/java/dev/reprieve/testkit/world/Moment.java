package dev.reprieve.testkit.world;

import java.time.Duration;
import java.time.Instant;

/**
 * When something was written.
 *
 * @param reading the latest reading of the store's clock that the worker had
 * @param storeTime what the store's clock says
 * @param truth true time, from which what is promised is served in full (ALL-14)
 * @param ahead how far the clock was ahead by which what is judged was dated
 * @param admitted how early a purge may come in true time, as wrong as the clocks were
 */
record Moment(
    Instant reading, Instant storeTime, Instant truth, Duration ahead, Duration admitted) {
  /** The same moment, as an event that is dated so sees it. */
  Moment at(Instant dated) {
    return new Moment(dated, storeTime, truth, ahead, admitted);
  }

  /**
   * When an instant of the store's clock truly was: a worker may have stood still between deciding
   * and writing.
   */
  Instant trulyOf(Instant recorded) {
    Duration since = Duration.between(recorded, storeTime);
    return since.isNegative() ? truth : truth.minus(since);
  }

  /** What was meant by an instant of what is judged. */
  Instant truly(Instant dated) {
    return dated.minus(ahead);
  }
}
