package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import java.time.Instant;
import java.util.Objects;

/**
 * One thing that is counted (SAF-01). The same kind, key and version is counted once, however often
 * it is written.
 *
 * @param kind what was begun
 * @param key whose
 * @param owner who pays for it
 * @param version the version that it was decided on
 * @param at when
 */
public record Tally(Guarded kind, InstanceKey key, OwnerKey owner, long version, Instant at) {
  /** Refuses nulls. */
  public Tally {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(at, "at");
  }
}
