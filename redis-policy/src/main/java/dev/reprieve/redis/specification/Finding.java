package dev.reprieve.redis.specification;

import java.util.Objects;

/**
 * One thing that is wrong with a specification. It never holds the value of {@code password},
 * {@code kms_encrypted_password} or {@code encryption_key}, nor a part of one (RED-11).
 *
 * @param severity how much it weighs
 * @param attribute the attribute, spelled as the specification spells it
 * @param rule the rule's id, {@code RED-11} or {@code RED-12}
 * @param message one line: the attribute, what is wrong with it, and what would be right
 */
public record Finding(Severity severity, String attribute, String rule, String message) {
  /** Refuses nulls. */
  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(message, "message");
  }
}
