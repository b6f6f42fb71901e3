package dev.reprieve.guard;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Says who may do what (KEY-11). A host may ask its own system here, or use policy documents.
 *
 * <p>Implementations are thread-safe, and look at nothing but what they are given: above all not at
 * whether the resource exists, or the answer would tell. One that throws permits nothing.
 */
@FunctionalInterface
public interface Authorizer {

  /** Whether the principal may do this; what is not known to be permitted is not. */
  boolean permits(Principal principal, Action action, Resource resource);

  /**
   * Permits what documents permit, by the principal's name; nothing to whoever has none. A denial
   * in any document of a principal wins over every permission in the others.
   */
  static Authorizer of(Map<String, List<PolicyDocument>> documents) {
    Objects.requireNonNull(documents, "documents");
    Map<String, List<PolicyDocument>> kept =
        documents.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    return (principal, action, resource) -> {
      Objects.requireNonNull(principal, "principal");
      return PolicyDocument.permits(
          kept.getOrDefault(principal.name(), List.of()), action, resource);
    };
  }
}
