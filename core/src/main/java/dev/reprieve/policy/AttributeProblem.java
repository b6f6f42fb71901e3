package dev.reprieve.policy;

import dev.reprieve.internal.Printable;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.RefusalCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attribute without which, or with which, no rule can be applied (ALL-13).
 *
 * @param attribute its name
 * @param code {@link RefusalCode#MISSING_ATTRIBUTE} or {@link RefusalCode#INVALID_ATTRIBUTE}
 * @param message what is wrong and what would be right
 */
public record AttributeProblem(String attribute, RefusalCode code, String message) {
  /** Refuses nulls, and shows the message in a form that forges no line. */
  public AttributeProblem {
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(code, "code");
    message = Printable.text(Objects.requireNonNull(message, "message"));
  }

  /**
   * Everything that is wrong with the attributes of an instance, sorted by attribute.
   *
   * @param billing how it is paid for, or null where that is not known
   */
  public static List<AttributeProblem> find(
      RetentionPolicy policy, @Nullable BillingMode billing, Attributes attributes) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(attributes, "attributes");
    List<AttributeProblem> problems = new ArrayList<>();
    Instance sample = sample(policy, billing, attributes);
    for (Requirement requirement : policy.requirements()) {
      String name = requirement.key().name();
      String text = attributes.text(name);
      if (text != null) {
        if (!requirement.key().accepts(text)) {
          problems.add(
              new AttributeProblem(
                  name,
                  RefusalCode.INVALID_ATTRIBUTE,
                  name + " is \"" + text + "\": expected " + requirement.key().expected()));
        }
      } else if (requirement.when().holds(sample, Instant.EPOCH)) {
        problems.add(
            new AttributeProblem(
                name,
                RefusalCode.MISSING_ATTRIBUTE,
                name + " is missing: expected " + requirement.key().expected()));
      }
    }
    problems.sort(Comparator.comparing(AttributeProblem::attribute));
    return problems;
  }

  private static Instance sample(
      RetentionPolicy policy, @Nullable BillingMode billing, Attributes attributes) {
    return Instance.builder()
        .key(new InstanceKey("check", "check", policy.id(), "check"))
        .owner("check")
        .policy(policy.ref())
        .profile(policy.defaultProfile().name())
        .billing(billing == null ? BillingMode.PAY_AS_YOU_GO : billing)
        .attributes(attributes)
        .state(InstanceState.RUNNING, Instant.EPOCH)
        .recordedAt(Instant.EPOCH)
        .build();
  }
}
