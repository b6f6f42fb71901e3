package dev.reprieve.recyclebin;

import java.util.Objects;

/**
 * An effect that a commit writes, by compare-and-set on its claim.
 *
 * @param expectedClaim the claim that the stored effect must have
 * @param next what it becomes
 */
public record EffectChange(long expectedClaim, EffectRecord next) {
  /** Refuses nulls. */
  public EffectChange {
    Objects.requireNonNull(next, "next");
  }
}
