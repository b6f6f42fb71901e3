package dev.reprieve.testkit.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out of a plan whatever it breaks without. */
final class Shrinker {
  private static final int MOST = 4_000;

  private final Predicate<Plan> stillBreaks;
  private int tries;

  /**
   * A shrinker.
   *
   * @param stillBreaks whether a plan still breaks the same promise
   */
  Shrinker(Predicate<Plan> stillBreaks) {
    this.stillBreaks = stillBreaks;
  }

  Plan shrink(Plan plan) {
    Plan smallest = attempt(plan.calm(), plan);
    while (true) {
      Plan smaller = fewerActs(smallest);
      smaller = fewerInterruptions(smaller);
      if (smaller.equals(smallest) || tries > MOST) {
        return smaller;
      }
      smallest = smaller;
    }
  }

  private Plan attempt(Plan candidate, Plan otherwise) {
    tries++;
    return tries <= MOST && stillBreaks.test(candidate) ? candidate : otherwise;
  }

  private Plan fewerActs(Plan plan) {
    Plan smallest = plan;
    for (int size = Math.max(1, plan.acts().size() / 2); size > 0; size /= 2) {
      for (int from = smallest.acts().size() - size; from > -size; from -= size) {
        List<Act> acts = new ArrayList<>(smallest.acts());
        int begin = Math.max(0, from);
        acts.subList(begin, Math.min(acts.size(), from + size)).clear();
        smallest = attempt(smallest.with(acts), smallest);
      }
    }
    return smallest;
  }

  private Plan fewerInterruptions(Plan plan) {
    Plan smallest = plan;
    for (int i = 0; i < smallest.acts().size(); i++) {
      Act act = smallest.acts().get(i);
      for (int j = act.interruptions().size() - 1; j >= 0; j--) {
        List<Interruption> fewer = new ArrayList<>(act.interruptions());
        fewer.remove(j);
        List<Act> acts = new ArrayList<>(smallest.acts());
        acts.set(i, act.with(fewer));
        smallest = attempt(smallest.with(acts), smallest);
        act = smallest.acts().get(i);
      }
    }
    return smallest;
  }
}
