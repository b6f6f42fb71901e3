package dev.reprieve.testkit.world;

/**
 * What happened in one run or in many.
 *
 * @param seeds runs
 * @param acts what people, workers, clocks and operators did
 * @param calls calls of engines to the store and to the handler
 * @param commits commits that were written
 * @param steps decisions that were written
 * @param claims effects that were handed out
 * @param redeliveries of these, those that were handed out before
 * @param purgesBegun purges that began
 * @param purges purges that were confirmed
 * @param crashes workers that died in the middle of a call
 * @param outages calls that failed, or whose answer was lost
 * @param interleavings calls in the midst of which others went on
 * @param clockSteps steps of the store's clock
 * @param letters events that were said
 * @param virtualSeconds time that went by
 */
public record Tally(
    long seeds,
    long acts,
    long calls,
    long commits,
    long steps,
    long claims,
    long redeliveries,
    long purgesBegun,
    long purges,
    long crashes,
    long outages,
    long interleavings,
    long clockSteps,
    long letters,
    long virtualSeconds) {
  /** Nothing. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Tally of(Counts counts) {
    return new Tally(
        1,
        counts.acts,
        counts.calls,
        counts.commits,
        counts.steps,
        counts.claims,
        counts.redeliveries,
        counts.purgesBegun,
        counts.purges,
        counts.crashes,
        counts.outages,
        counts.interleavings,
        counts.clockSteps,
        counts.letters,
        counts.virtualSeconds);
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(
        seeds + other.seeds,
        acts + other.acts,
        calls + other.calls,
        commits + other.commits,
        steps + other.steps,
        claims + other.claims,
        redeliveries + other.redeliveries,
        purgesBegun + other.purgesBegun,
        purges + other.purges,
        crashes + other.crashes,
        outages + other.outages,
        interleavings + other.interleavings,
        clockSteps + other.clockSteps,
        letters + other.letters,
        virtualSeconds + other.virtualSeconds);
  }
}
