package dev.reprieve.policy;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Operation;
import java.util.Objects;

/**
 * An attribute that does not come back with a rebuild or a restore; the answer lists what it was
 * (RED-07, KEC-07).
 *
 * @param operation the operation
 * @param key the attribute
 * @param rule the rule that says so
 */
public record NotCarried(Operation operation, AttributeKey<?> key, String rule) {
  /** Refuses nulls. */
  public NotCarried {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(rule, "rule");
  }
}
