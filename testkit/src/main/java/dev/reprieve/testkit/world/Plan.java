package dev.reprieve.testkit.world;

import dev.reprieve.Registration;
import dev.reprieve.effect.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that one seed decides, drawn beforehand: a run follows from it and from nothing else.
 *
 * @param seed the seed
 * @param begins where true time begins
 * @param workers how many engines there are over the one store
 * @param lease how long a worker has for an effect
 * @param backoff the pauses of all engines
 * @param tempers how the host's handler behaves
 * @param guards what the safeguards are set to
 * @param extras what else there is
 * @param fleet what is taken in
 * @param acts what happens, in the order of instants
 */
record Plan(
    long seed,
    Instant begins,
    int workers,
    Duration lease,
    Backoff backoff,
    Tempers tempers,
    Guards guards,
    Extras extras,
    List<Registration> fleet,
    List<Act> acts) {
  /**
   * How often, in percent, the host's handler is in which mood.
   *
   * @param poison of the instances: whatever is asked of them fails, for ever
   * @param flaky of the effects: the first attempts fail
   * @param slow of the effects: they take hours, and are asked about again
   * @param outside of the slow ones: they are completed from outside
   * @param later of the effects: not now, says the host at first
   * @param deaf of the effects: done the first time, and denied
   */
  record Tempers(int poison, int flaky, int slow, int outside, int later, int deaf) {}

  /**
   * What the safeguards are set to.
   *
   * @param purgesAtMost in 24 hours, of the fleet and of each owner
   * @param floor how many must be left
   * @param outageLimit for how long nobody may have swept
   * @param lookAgainAfter how long what was declined waits
   * @param no how often, in percent, a fresh look is answered no, wrongly or not at all
   * @param comparesClocks whether the workers' clocks, which are right, are held against the
   *     store's
   */
  record Guards(
      long purgesAtMost,
      long floor,
      Duration outageLimit,
      Duration lookAgainAfter,
      int no,
      boolean comparesClocks) {}

  Plan with(List<Act> fewer) {
    return new Plan(seed, begins, workers, lease, backoff, tempers, guards, extras, fleet, fewer);
  }

  Plan with(Extras others, List<Registration> known, List<Act> more, Tempers moods) {
    return new Plan(seed, begins, workers, lease, backoff, moods, guards, others, known, more);
  }

  Plan calm() {
    Tempers none = new Tempers(0, 0, 0, 0, 0, 0);
    return new Plan(seed, begins, workers, lease, backoff, none, guards, extras, fleet, acts);
  }
}
