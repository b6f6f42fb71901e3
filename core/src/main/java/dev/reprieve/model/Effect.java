package dev.reprieve.model;

import dev.reprieve.internal.Ordered;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that must happen outside, ordered by a decision (ALL-09). The library orders it; only
 * the host's handler does it.
 *
 * @param key the idempotency key
 * @param type what must happen
 * @param rule the rule that orders it
 * @param orderedAt when the decision was carried out
 * @param details what the handler needs beyond the instance, such as {@code newId}; never a secret
 */
public record Effect(
    EffectKey key, EffectType type, String rule, Instant orderedAt, Map<String, String> details) {
  /** Copies the details. */
  public Effect {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(orderedAt, "orderedAt");
    Objects.requireNonNull(details, "details");
    details = Ordered.copyOf(details);
  }
}
