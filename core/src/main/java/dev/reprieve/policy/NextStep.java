package dev.reprieve.policy;

import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.Objects;

/**
 * What happens to an instance next if nobody does anything, holds included (SCN-09).
 *
 * @param at when
 * @param to the state after it; {@code PURGED} for a purge
 */
public record NextStep(Instant at, InstanceState to) {
  /** Refuses nulls. */
  public NextStep {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(to, "to");
  }
}
