package dev.reprieve.model;

import java.util.Objects;

/**
 * The idempotency key of an effect, the same at every attempt (ALL-09).
 *
 * @param instance whose effect it is
 * @param version the instance's version after the decision that ordered it
 * @param ordinal its place among the effects of that decision, from 0
 */
public record EffectKey(InstanceKey instance, long version, int ordinal) {
  /** Refuses nulls. */
  public EffectKey {
    Objects.requireNonNull(instance, "instance");
  }

  /** One text for a handler's own idempotency token. */
  @Override
  public String toString() {
    return instance + "#" + version + "." + ordinal;
  }
}
