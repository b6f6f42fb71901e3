package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fleet.input.Shown;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one instance of a scenario file: what the engine takes in, or everything that it lacks. */
final class InstanceReader {
  /** A scenario has one tenant, one region and one owner: nobody else is in it. */
  private static final String NOBODY_ELSE = "scenario";

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of("id", "product", "profile", "billing", "createdAt", "expiresAt", "attributes"));

  private static final int LONGEST_MESSAGE = 300;

  private final PolicyRegistry policies;
  private final Reprieve engine;

  InstanceReader(PolicyRegistry policies) {
    this.policies = policies;
    this.engine =
        Reprieve.builder(request -> EffectResult.done())
            .policies(policies)
            .safeguards(Safeguards.none())
            .build();
  }

  ScenarioInstance read(JsonPlace place) {
    place.knowsOnly(KEYS);
    Map<String, AttributeProblem> problems = new TreeMap<>();
    String id = place.text("id");
    if (id == null || id.isBlank()) {
      missing(problems, "id", "the instance has no id");
      id = null;
    }
    String product = place.text("product");
    RetentionPolicy policy = product == null ? null : policies.latest(product);
    if (product == null) {
      missing(problems, "product", "expected one of " + products());
    } else if (policy == null) {
      return new ScenarioInstance(id, null, List.of(unknownProduct(product)));
    }
    BillingMode billing = billing(place, problems);
    Instant createdAt = instant(place, "createdAt", problems);
    Instant expiresAt = instant(place, "expiresAt", problems);
    Attributes attributes = attributes(place, policy, problems);
    boolean isProtected = releaseProtection(attributes, problems);
    if (policy == null) {
      if (BillingMode.SUBSCRIPTION.equals(billing)
          && expiresAt == null
          && !problems.containsKey("expiresAt")) {
        missing(problems, "expiresAt", "a subscription has an end");
      }
      return new ScenarioInstance(id, null, List.copyOf(problems.values()));
    }
    Registration registration =
        Registration.of(
                new InstanceKey(
                    NOBODY_ELSE, NOBODY_ELSE, policy.id(), id == null ? "without id" : id),
                NOBODY_ELSE,
                billing == null ? BillingMode.PAY_AS_YOU_GO : billing)
            .profile(place.text("profile"))
            .attributes(whatIf(policy, attributes))
            .createdAt(createdAt)
            .expiresAt(expiresAt)
            .releaseProtected(isProtected);
    for (AttributeProblem problem : engine.problems(registration)) {
      problems.putIfAbsent(problem.attribute(), shortened(problem));
    }
    return new ScenarioInstance(
        id,
        problems.isEmpty() ? registration : null,
        problems.values().stream()
            .sorted(Comparator.comparing(AttributeProblem::attribute))
            .toList());
  }

  /** The engine quotes a value whole, however long it is. */
  private static AttributeProblem shortened(AttributeProblem problem) {
    return new AttributeProblem(
        problem.attribute(), problem.code(), Shown.cut(problem.message(), LONGEST_MESSAGE));
  }

  private static @Nullable BillingMode billing(
      JsonPlace place, Map<String, AttributeProblem> problems) {
    String text = place.text("billing");
    if (text == null) {
      missing(problems, "billing", "expected SUBSCRIPTION, PAY_AS_YOU_GO or the like");
      return null;
    }
    try {
      return new BillingMode(text);
    } catch (IllegalArgumentException noName) {
      invalid(
          problems, "billing", "billing is " + Shown.quoted(text) + ", which is no billing mode");
      return null;
    }
  }

  private static @Nullable Instant instant(
      JsonPlace place, String key, Map<String, AttributeProblem> problems) {
    String text = place.text(key);
    if (text == null) {
      return null;
    }
    Instant instant = Instants.parse(text);
    if (instant == null) {
      invalid(
          problems,
          key,
          key + " is " + Shown.quoted(text) + ", expected an instant like 2026-02-01T00:00:00Z");
    }
    return instant;
  }

  /** The attributes; a flag or a choice whose JSON has another type is as unknown as its value. */
  private static Attributes attributes(
      JsonPlace place, @Nullable RetentionPolicy policy, Map<String, AttributeProblem> problems) {
    JsonNode node = place.node().get("attributes");
    if (node == null || node.isNull()) {
      return Attributes.empty();
    }
    if (!node.isObject()) {
      throw place.complaint("\"attributes\" is " + JsonPlace.kind(node) + ", expected an object");
    }
    List<AttributeKey<?>> typed = new ArrayList<>();
    typed.add(Instance.RELEASE_PROTECTION);
    if (policy != null) {
      policy.requirements().stream().map(Requirement::key).forEach(typed::add);
    }
    for (AttributeKey<?> key : typed) {
      JsonNode value = node.get(key.name());
      boolean isFlag = key.choices().contains("true");
      if (value != null && !value.isNull() && !(isFlag ? value.isBoolean() : value.isTextual())) {
        invalid(
            problems,
            key.name(),
            key + " is " + JsonPlace.kind(value) + ", expected " + key.expected());
      }
    }
    return AttributeTexts.read(node);
  }

  private static boolean releaseProtection(
      Attributes attributes, Map<String, AttributeProblem> problems) {
    String text = attributes.text(Instance.RELEASE_PROTECTION.name());
    return text != null
        && !problems.containsKey(Instance.RELEASE_PROTECTION.name())
        && Boolean.TRUE.equals(attributes.get(Instance.RELEASE_PROTECTION));
  }

  /** What a simulation takes for granted where the file does not say it (SCN-02). */
  private static Attributes whatIf(RetentionPolicy policy, Attributes attributes) {
    Attributes all = attributes.without(Instance.RELEASE_PROTECTION.name());
    for (Requirement requirement : policy.requirements()) {
      String granted = requirement.whatIf();
      if (granted != null && all.text(requirement.key().name()) == null) {
        all = all.withText(requirement.key().name(), granted);
      }
    }
    return all;
  }

  private AttributeProblem unknownProduct(String product) {
    return new AttributeProblem(
        "product",
        RefusalCode.INVALID_ATTRIBUTE,
        "product " + Shown.quoted(product) + " has no policy, expected one of " + products());
  }

  private List<String> products() {
    return policies.latest().stream().map(RetentionPolicy::id).toList();
  }

  private static void missing(
      Map<String, AttributeProblem> problems, String attribute, String what) {
    problems.put(
        attribute,
        new AttributeProblem(
            attribute, RefusalCode.MISSING_ATTRIBUTE, attribute + " is missing: " + what));
  }

  private static void invalid(
      Map<String, AttributeProblem> problems, String attribute, String what) {
    problems.put(attribute, new AttributeProblem(attribute, RefusalCode.INVALID_ATTRIBUTE, what));
  }
}
