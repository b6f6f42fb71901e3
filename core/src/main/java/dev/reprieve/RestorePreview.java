package dev.reprieve;

import dev.reprieve.guard.RestoreCheck.Need;
import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Answer;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know before he brings an instance back (SAF-08). Nothing has happened by it,
 * and it promises nothing: what it saw may have changed by the time that the operation is asked.
 *
 * @param answer what the rules would answer, from a dry run
 * @param obstacles what stands against it outside, by need and in words; empty where there is no
 *     such instance, or it is gone
 * @param notCarried what will not come back, with what it was: attributes and associations (RED-07,
 *     KEC-07); empty if the rules refuse it
 */
public record RestorePreview(
    Answer answer, Map<Need, String> obstacles, Map<String, String> notCarried) {
  /** Copies the maps. */
  public RestorePreview {
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(obstacles, "obstacles");
    Objects.requireNonNull(notCarried, "notCarried");
    obstacles = Ordered.copyOf(obstacles);
    notCarried = Ordered.copyOf(notCarried);
  }

  /** The instance that was asked about. */
  public InstanceKey key() {
    return answer.key();
  }

  /** Why the rules refuse it, or null if they do not. */
  public @Nullable Refusal refusal() {
    return answer.refusal();
  }

  /** Whether neither the rules nor the host know of anything that stands against it. */
  public boolean isClear() {
    return answer.isApplied() && obstacles.isEmpty();
  }
}
