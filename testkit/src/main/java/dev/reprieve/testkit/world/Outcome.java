package dev.reprieve.testkit.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param seed the seed
 * @param broken which promise was broken, in the same few words each time, or null
 * @param how what broke it, or null
 * @param tally what happened, counted
 * @param story what happened, line by line; empty unless it was asked for
 */
public record Outcome(
    long seed, @Nullable String broken, @Nullable String how, Tally tally, List<String> story) {
  /** Copies the story. */
  public Outcome {
    story = List.copyOf(story);
  }

  /** Whether every promise was kept. */
  public boolean isSound() {
    return broken == null;
  }
}
