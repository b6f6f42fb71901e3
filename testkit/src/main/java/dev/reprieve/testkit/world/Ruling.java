package dev.reprieve.testkit.world;

import dev.reprieve.model.Instance;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a policy may rule a row (ALL-08): what lives, the latest that its worker knows;
 * what is in the bin, the very one under which it entered.
 */
final class Ruling {
  private final Family family;

  Ruling(Family family) {
    this.family = family;
  }

  /**
   * The policy that rules a row.
   *
   * @param before the row before, or null where it begins
   * @param repinned whether an operator has put it under another version
   * @param known what the worker knows
   */
  RetentionPolicy of(
      @Nullable Instance before, Instance next, boolean repinned, PolicyRegistry known) {
    RetentionPolicy policy = family.policy(next.policy());
    if (policy == null || !policy.id().equals(next.key().product())) {
      throw new Breach("a row is ruled by another policy", next + ": " + next.policy());
    }
    boolean pinned = before != null && before.state().isInBin() && !repinned;
    if (before != null && pinned && !next.policy().equals(before.policy())) {
      throw new Breach(
          "what is in the bin is ruled by another policy",
          next + ": " + before.policy() + ", and " + next.policy());
    }
    RetentionPolicy latest = known.latest(next.key().product());
    boolean enters = next.state().isInBin() && !pinned;
    if (enters && (latest == null || !latest.ref().equals(next.policy()))) {
      throw new Breach("what enters the bin is not ruled by the latest policy", next.toString());
    }
    return policy;
  }
}
