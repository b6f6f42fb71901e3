package dev.reprieve.testkit.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts the store's clock wrong for long enough that stages begin meanwhile, and right again; and
 * lets it jump while every worker is down, so that whoever comes back has nothing to compare with
 * but the mark. Some had another such fault not long before.
 */
final class LongLags {
  private static final long APART = 0x1A66_1A66_1A66L;

  private LongLags() {}

  /** The same plan, in one of four seeds with such a fault. */
  static Plan added(Plan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed() ^ APART);
    if (random.nextInt(4) > 0 || plan.acts().isEmpty()) {
      return plan;
    }
    boolean down = random.nextBoolean();
    Act near = plan.acts().get(random.nextInt(plan.acts().size()));
    Instant at = near.at().plusSeconds(random.nextInt(7_200));
    Duration by = Duration.ofHours(1L + random.nextInt(24 * 9));
    Duration step = down && random.nextBoolean() ? by : by.negated();
    Instant right = at.plus(Duration.ofHours(1L + random.nextInt(24 * 20)));
    List<Act> acts = new ArrayList<>(plan.acts());
    if (down) {
      for (int i = 0; i < plan.workers(); i++) {
        acts.add(work(at.minusMillis(2), i, List.of()));
        acts.add(work(at.minusMillis(1), i, List.of(death())));
      }
    }
    acts.add(new Act.ClockStep(at, step));
    for (int i = 0; i < plan.workers(); i++) {
      acts.add(work(at.plusSeconds(60), i, List.of()));
    }
    acts.add(new Act.ClockStep(right, step.negated()));
    acts.add(work(right.plusSeconds(30), random.nextInt(plan.workers()), List.of()));
    acts.add(new Act.Operate(right.plusSeconds(60), Act.Operate.Hand.ACKNOWLEDGE, List.of()));
    if (random.nextInt(3) == 0) {
      acts.addAll(before(at.minus(Duration.ofHours(2L + random.nextInt(48))), random, plan));
    }
    acts.sort(Comparator.comparing(Act::at));
    return plan.with(acts);
  }

  /** Another fault before, which was found, put right and acknowledged: it says nothing of this. */
  private static List<Act> before(Instant at, SplittableRandom random, Plan plan) {
    Duration by = Duration.ofHours(1L + random.nextInt(24 * 9));
    Duration step = random.nextBoolean() ? by : by.negated();
    int worker = random.nextInt(plan.workers());
    return List.of(
        work(at.minusSeconds(30), worker, List.of()),
        new Act.ClockStep(at, step),
        work(at.plusSeconds(30), worker, List.of()),
        new Act.ClockStep(at.plusSeconds(60), step.negated()),
        work(at.plusSeconds(90), worker, List.of()),
        new Act.Operate(at.plusSeconds(120), Act.Operate.Hand.ACKNOWLEDGE, List.of()));
  }

  private static Interruption death() {
    return new Interruption(0, false, Interruption.Kind.CRASH, 0, Duration.ZERO);
  }

  private static Act work(Instant at, int worker, List<Interruption> befalling) {
    return new Act.Work(at, worker, Act.Work.Kind.SWEEP, Integer.MAX_VALUE, befalling);
  }
}
