package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that a sweep could not handle: it holds up no other.
 *
 * @param key the row
 * @param version the version that could not be handled; any later one is looked at afresh
 * @param attempts how often it was tried
 * @param reason why not
 * @param lookAgainAt when it is tried again; null where it is parked until it changes or somebody
 *     looks
 */
public record SetAside(
    InstanceKey key, long version, int attempts, String reason, @Nullable Instant lookAgainAt) {
  /** Whether nobody tries it again by himself. */
  public boolean parked() {
    return lookAgainAt == null;
  }
}
