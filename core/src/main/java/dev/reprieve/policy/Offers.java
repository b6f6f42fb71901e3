package dev.reprieve.policy;

import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which operations some argument would make permitted at an instant, and why the others are not.
 *
 * @param permitted sorted by name
 * @param refused by operation, sorted by name
 */
public record Offers(Set<Operation> permitted, Map<Operation, Refusal> refused) {
  /** Sorts and copies. */
  public Offers {
    Objects.requireNonNull(permitted, "permitted");
    Objects.requireNonNull(refused, "refused");
    permitted = Collections.unmodifiableSet(new TreeSet<>(permitted));
    refused = Collections.unmodifiableMap(new TreeMap<>(refused));
  }

  /** Why the operation is not permitted, or null if it is or the product does not have it. */
  public @Nullable Refusal whyNot(Operation operation) {
    Objects.requireNonNull(operation, "operation");
    return refused.get(operation);
  }
}
