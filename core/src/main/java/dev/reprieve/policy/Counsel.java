package dev.reprieve.policy;

import dev.reprieve.model.Advice;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import java.util.Objects;

/**
 * Advice that goes with an operation, refused or not (KEC-09).
 *
 * @param operation the operation
 * @param when for which instances
 * @param advice what is recommended
 */
public record Counsel(Operation operation, Condition when, Advice advice) {
  /** Refuses nulls. */
  public Counsel {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(advice, "advice");
  }
}
