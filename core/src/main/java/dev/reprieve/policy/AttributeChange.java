package dev.reprieve.policy;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.util.Objects;

/**
 * An operation that gives an attribute another value, and with it perhaps another table (MDB-17).
 *
 * @param operation the operation; its {@code value} is the new value
 * @param key the attribute
 * @param when for which instances the product has it
 * @param noticeInBin how long what lies in the bin is kept at the least when the change gives it an
 *     end that it did not have
 * @param rule the rule that says so
 */
public record AttributeChange(
    Operation operation, AttributeKey<?> key, Condition when, Duration noticeInBin, String rule) {
  /** Refuses nulls. */
  public AttributeChange {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(noticeInBin, "noticeInBin");
    Objects.requireNonNull(rule, "rule");
  }
}
