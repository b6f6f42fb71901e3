package dev.reprieve.testkit.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Has workers stand still, for seconds to days, between any two calls of the few in which they
 * decide something: after they have read the clock, and before they write.
 */
final class Standstills {
  private static final long APART = 0x57A9_D571_1115L;
  private static final int CALLS = 14;

  private Standstills() {}

  /** The same plan, in one of three seeds with workers that stand still more often. */
  static Plan added(Plan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed() ^ APART);
    if (random.nextInt(3) > 0) {
      return plan;
    }
    int share = 1 + random.nextInt(8);
    List<Act> acts = new ArrayList<>();
    for (Act act : plan.acts()) {
      boolean stands = random.nextInt(share) == 0;
      Interruption pause =
          new Interruption(
              random.nextInt(CALLS),
              random.nextBoolean(),
              Interruption.Kind.PAUSE,
              1,
              span(random));
      if (stands && (act instanceof Act.Work || act instanceof Act.Tell)) {
        List<Interruption> more = new ArrayList<>(act.interruptions());
        more.add(pause);
        acts.add(act.with(more));
      } else {
        acts.add(act);
      }
    }
    return plan.with(acts);
  }

  private static Duration span(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofMillis(random.nextInt(60_001));
      case 1 -> Duration.ofSeconds(random.nextInt(7_200));
      case 2 -> Duration.ofHours(random.nextInt(72));
      default -> Duration.ofHours(24L * random.nextInt(12));
    };
  }
}
