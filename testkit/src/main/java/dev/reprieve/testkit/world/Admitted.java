package dev.reprieve.testkit.world;

import java.time.Duration;

/**
 * How early a purge may come in true time: not at all, as long as the clocks deviate no more than
 * the safeguards promise to bear. Where an operator has said of a clock that it is right, by as
 * much as it was wrong when he said so; and where nothing is promised, by no more than the store's
 * clock was ever wrong: that much is true of whoever decides by it.
 */
final class Admitted {
  private Duration ahead = Duration.ZERO;
  private Duration behind = Duration.ZERO;
  private Duration believedAhead = Duration.ZERO;
  private Duration believedBehind = Duration.ZERO;
  private boolean promised;

  Admitted(boolean promised) {
    this.promised = promised;
  }

  /** The store's clock is ahead of true time by so much from now on; behind it, if negative. */
  void deviates(Duration deviation) {
    ahead = longer(ahead, deviation);
    behind = longer(behind, deviation.negated());
  }

  /** An operator says that it is right, and it deviates by so much. */
  void believed(Duration deviation) {
    believedAhead = longer(believedAhead, deviation);
    believedBehind = longer(believedBehind, deviation.negated());
  }

  /** From here on clocks are as wrong as nothing is promised to bear. */
  void nothingIsPromised() {
    promised = false;
  }

  /** A deadline may be written by a clock that is behind, and read by one that is ahead. */
  Duration early() {
    return promised ? believedAhead.plus(believedBehind) : ahead.plus(behind);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
