package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trail as the store keeps it, all of one moment.
 *
 * @param key whose; null for the store's own
 * @param lines the lines, oldest first
 * @param head its end, which the store keeps apart from the lines, so that a tail that was cut off
 *     shows; null where nothing was ever written
 */
public record AuditTrail(
    @Nullable InstanceKey key, List<AuditLine> lines, @Nullable AuditHead head) {
  /** Copies the lines. */
  public AuditTrail {
    Objects.requireNonNull(lines, "lines");
    lines = List.copyOf(lines);
  }
}
