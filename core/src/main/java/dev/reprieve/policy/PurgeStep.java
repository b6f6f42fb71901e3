package dev.reprieve.policy;

import dev.reprieve.model.EffectType;
import java.util.Objects;

/**
 * One effect of a purge.
 *
 * @param type what must happen
 * @param unlessRetained whether it is left out of what lies in the bin, where it was done on entry
 */
public record PurgeStep(EffectType type, boolean unlessRetained) {
  /** Refuses nulls. */
  public PurgeStep {
    Objects.requireNonNull(type, "type");
  }
}
