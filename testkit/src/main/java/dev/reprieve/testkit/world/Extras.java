package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan has beyond lives that begin here under one policy, with one principal for everything.
 * Each seed has some of it, and many have none.
 *
 * @param adoptions which members of the fleet are adopted, and how
 * @param secondLooks what needs a second principal
 * @param locks how many locks and releases may go out
 * @param replaced when the host gave an id to another instance
 * @param family which versions of the policies there are
 * @param knows what each engine knows at first, the workers' and then those that answer
 * @param moods how else the host behaves
 */
record Extras(
    Map<Integer, Adoption> adoptions,
    Set<SecondLook> secondLooks,
    Limits locks,
    Map<InstanceKey, Instant> replaced,
    int family,
    List<Family.Knows> knows,
    Moods moods) {
  static final Extras NONE =
      new Extras(Map.of(), Set.of(), Limits.LOCKS, Map.of(), 0, List.of(), Moods.NONE);

  /**
   * How often, in percent, the host is in which mood.
   *
   * @param misnamed of the backups: what is named is none of this instance
   * @param impossible of the effects: it cannot be done, says the host
   * @param estranged of the looks: another identity is seen
   * @param obstacles of the questions before a restore: something stands against it, or no answer
   */
  record Moods(int misnamed, int impossible, int estranged, int obstacles) {
    static final Moods NONE = new Moods(0, 0, 0, 0);
  }

  Family.Knows knows(int engine) {
    return engine < knows.size() ? knows.get(engine) : Family.Knows.FIRST;
  }
}
