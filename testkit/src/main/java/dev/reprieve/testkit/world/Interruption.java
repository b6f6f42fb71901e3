package dev.reprieve.testkit.world;

import java.time.Duration;

/**
 * Something that befalls a worker at one of its calls to the store or to the host's handler.
 *
 * @param call which call of the act, from 0
 * @param after whether it comes once the call was carried out, and not before
 * @param kind what
 * @param others for {@link Kind#OTHERS}: how many other acts come between
 * @param pause for {@link Kind#PAUSE}: how long the worker stands still
 */
record Interruption(int call, boolean after, Kind kind, int others, Duration pause) {
  /** The kinds. */
  enum Kind {
    /** The worker dies: nothing of its act happens any more. */
    CRASH,
    /** The call fails, or its answer is lost: the caller gets an exception. */
    OUTAGE,
    /** The next few acts of others come between, at their own instants. */
    OTHERS,
    /** The worker stands still for a time, and everybody else goes on. */
    PAUSE
  }

  @Override
  public String toString() {
    String what =
        switch (kind) {
          case CRASH -> "the worker dies";
          case OUTAGE -> after ? "the answer is lost" : "the call fails";
          case OTHERS -> others + " other acts come between";
          case PAUSE -> "the worker stands still for " + pause;
        };
    return (after ? "after" : "before") + " call " + call + " " + what;
  }
}
