package dev.reprieve.recyclebin;

import dev.reprieve.model.OwnerKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who takes in an instance has read of its owner: compared in the very step that
 * writes the row, so that no instance comes in beside its owner's arrears, or beside their
 * settlement (OWN-02).
 *
 * @param owner whose
 * @param since since when the owner is in arrears, or null for not
 */
public record OwnerArrears(OwnerKey owner, @Nullable Instant since) {
  /** Refuses nulls. */
  public OwnerArrears {
    Objects.requireNonNull(owner, "owner");
  }
}
