package dev.reprieve;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a changed policy would do to one stage of one instance (ALL-08).
 *
 * @param key the instance
 * @param to the state that is entered
 * @param before when, as it is ruled now; null where never by itself
 * @param after when, under the policy that is asked about; null where never by itself
 */
public record DeadlineDifference(
    InstanceKey key, InstanceState to, @Nullable Instant before, @Nullable Instant after) {
  /** Refuses nulls. */
  public DeadlineDifference {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(to, "to");
  }

  /** Whether the stage would come sooner. */
  public boolean sooner() {
    return after != null && (before == null || after.isBefore(before));
  }
}
