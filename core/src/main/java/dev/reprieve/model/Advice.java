package dev.reprieve.model;

import java.util.Objects;

/**
 * Something better that the vendor offers beside an operation (KEC-09).
 *
 * @param name such as {@code NO_FEES_UPON_SHUTDOWN}
 * @param rule the rule that gives it
 * @param text for people
 */
public record Advice(String name, String rule, String text) {
  /** Refuses nulls. */
  public Advice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(text, "text");
  }
}
