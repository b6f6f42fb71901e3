package dev.reprieve.policy;

import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.util.Objects;

/**
 * A reason to refuse an operation that its state permits.
 *
 * @param operation the operation
 * @param when which instances, in which state
 * @param code the typed reason
 * @param rule the rule that refuses
 * @param why a sentence that says what would have to be true
 */
public record Restriction(
    Operation operation, Condition when, RefusalCode code, String rule, String why) {
  /** Refuses nulls. */
  public Restriction {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(why, "why");
  }
}
