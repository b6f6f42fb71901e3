package dev.reprieve.policy;

import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation that a state permits.
 *
 * @param in the state
 * @param operation the operation
 * @param to where it leads; null only in a table that was not told, which is refused when a policy
 *     is built of it
 * @param effects what must happen
 * @param rule the rule that permits it
 */
public record Permission(
    InstanceState in,
    Operation operation,
    @Nullable Target to,
    List<EffectType> effects,
    String rule) {
  /** Copies the effects. */
  public Permission {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(effects, "effects");
    Objects.requireNonNull(rule, "rule");
    effects = List.copyOf(effects);
  }
}
