package dev.reprieve.verification.mutation;

import dev.reprieve.policy.RetentionPolicy;
import java.util.function.Consumer;

/**
 * A policy with one line changed.
 *
 * @param name policy, profile, table, line and what was done to it; unique
 * @param original the policy
 * @param change what is done
 * @param rulesNothing whether the changed line is about a state that its table never reaches,
 *     before or after the change, or an operation that its billing modes never have
 */
record Mutant(String name, RetentionPolicy original, Consumer<Draft> change, boolean rulesNothing) {
  /** The changed policy; whatever refuses it is thrown. */
  RetentionPolicy build() {
    Draft draft = new Draft(original);
    change.accept(draft);
    return draft.build();
  }

  @Override
  public String toString() {
    return name;
  }
}
