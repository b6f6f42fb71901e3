package dev.reprieve.recyclebin;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Instance;
import java.util.Map;
import java.util.Objects;

/**
 * An effect that was handed to a worker.
 *
 * @param record the effect under its claim
 * @param instance the snapshot at the claim
 * @param earlierFacts what the effects before it of the same decision answered
 * @param fence a number that is greater for every later claim of the same instance (SAF-14)
 */
public record EffectClaim(
    EffectRecord record, Instance instance, Map<String, String> earlierFacts, long fence) {
  /** Copies the facts. */
  public EffectClaim {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(earlierFacts, "earlierFacts");
    earlierFacts = Ordered.copyOf(earlierFacts);
  }
}
