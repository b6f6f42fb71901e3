package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a trail.
 *
 * @param key whose; null for the store's own trail
 * @param sequence the number of its last line
 * @param digest the digest of its last line
 */
public record AuditHead(@Nullable InstanceKey key, long sequence, AuditDigest digest) {
  /** By key, the store's own trail first. */
  public static final Comparator<AuditHead> BY_KEY =
      Comparator.comparing(AuditHead::key, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Refuses nulls. */
  public AuditHead {
    Objects.requireNonNull(digest, "digest");
  }
}
