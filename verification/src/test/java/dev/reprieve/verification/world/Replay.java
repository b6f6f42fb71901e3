package dev.reprieve.verification.world;

import dev.reprieve.testkit.world.Outcome;
import dev.reprieve.testkit.world.World;

/** What a person needs who wants to know why a seed has failed. */
final class Replay {
  private Replay() {}

  static String of(World world, Outcome outcome) {
    if (outcome.isSound()) {
      return "seed " + outcome.seed() + " is sound";
    }
    Outcome shrunk = world.shrink(outcome.seed());
    return "seed "
        + outcome.seed()
        + " breaks a promise: "
        + outcome.how()
        + "\nReplay it:  mvn -pl verification -am test -Dtest=WorldTest -Dworld.seed="
        + outcome.seed()
        + "\nThen add it to seeds.txt. What it cannot do without:\n"
        + String.join("\n", shrunk.story());
  }
}
