package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that is due and that a sweep did not take on: it holds up no other.
 *
 * @param key the row
 * @param version the version that was looked at; any later one is looked at afresh
 * @param attempts how often it was set aside
 * @param waitingFor what it waits for
 * @param reason the same in a sentence
 * @param lookAgainAt when it is looked at again; null where it is parked until it changes or
 *     somebody looks
 */
public record SetAside(
    InstanceKey key,
    long version,
    int attempts,
    WaitingFor waitingFor,
    String reason,
    @Nullable Instant lookAgainAt) {
  /** Refuses nulls. */
  public SetAside {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(waitingFor, "waitingFor");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether nobody looks at it again by himself. */
  public boolean parked() {
    return lookAgainAt == null;
  }
}
