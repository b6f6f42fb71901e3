package dev.reprieve.fleet.progress;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Shows how far long work has come. */
public interface Progress {

  /** Shows nothing. */
  static Progress none() {
    return (task, unit, total) -> reached -> {};
  }

  /**
   * A bar on standard error, where that is a terminal; work that takes less than a second has none.
   *
   * @param err where the bar is drawn
   * @param isTerminal asked at most once, and only when a bar is to be drawn
   * @param nanos a clock that only ever goes forward, in nanoseconds
   */
  static Progress bar(PrintStream err, BooleanSupplier isTerminal, LongSupplier nanos) {
    return new TerminalProgress(err, isTerminal, nanos);
  }

  /**
   * Work begins.
   *
   * @param task what is done, in a word
   * @param unit of what it is counted
   * @param total how much there is to do, or -1 where nobody knows
   */
  Work begin(String task, Unit unit, long total);

  /** What work is counted in. */
  enum Unit {
    /** Bytes, shown as MB. */
    BYTES,
    /** Things, such as events. */
    THINGS
  }

  /** Work that is under way. */
  interface Work extends AutoCloseable {
    /** So much is done of the total. */
    void reached(long amount);

    /** The work is over, or was given up; the bar is wiped away. */
    @Override
    default void close() {}
  }
}
