package dev.reprieve;

import dev.reprieve.internal.Plausible;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds everything for which an instance cannot be ruled, all at once (ALL-13). */
final class RegistrationCheck {
  private RegistrationCheck() {}

  /** The problems, sorted by attribute; empty if the policy can rule the instance. */
  static List<AttributeProblem> problems(RetentionPolicy policy, Registration registration) {
    List<AttributeProblem> problems = new ArrayList<>();
    String profile = registration.profile();
    if (profile != null && !policy.profiles().containsKey(profile)) {
      problems.add(
          invalid(
              "profile",
              "profile is \"" + profile + "\": expected one of " + policy.profiles().keySet()));
    }
    BillingMode billing = registration.billing();
    if (!policy.billingModes().contains(billing)) {
      problems.add(
          invalid(
              "billing",
              policy.id()
                  + " is not billed by "
                  + billing
                  + ": expected one of "
                  + policy.billingModes().stream()
                      .map(BillingMode::name)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    Instant createdAt = registration.createdAt();
    Instant expiresAt = registration.expiresAt();
    if (expiresAt == null && billing.isSubscription()) {
      problems.add(missing("expiresAt", "expiresAt is missing: a subscription has an end"));
    }
    if (expiresAt != null && !Plausible.isInstant(expiresAt)) {
      problems.add(implausible("expiresAt", expiresAt));
    } else if (expiresAt != null && createdAt != null && !expiresAt.isAfter(createdAt)) {
      problems.add(
          invalid("expiresAt", "expiresAt " + expiresAt + " is not after createdAt " + createdAt));
    }
    if (createdAt == null && policy.needsCreation(billing)) {
      problems.add(
          missing("createdAt", "createdAt is missing: rules count from it under " + billing));
    }
    problems.addAll(AttributeProblem.find(policy, billing, registration.attributes()));
    problems.sort(Comparator.comparing(AttributeProblem::attribute));
    return problems;
  }

  /** What an adoption says beyond its registration and cannot mean; in a fixed order. */
  static List<AttributeProblem> problems(Adoption adoption) {
    List<AttributeProblem> problems = new ArrayList<>();
    addImplausible(problems, "arrearsSince", adoption.arrearsSince());
    addImplausible(problems, "promisedPurgeAt", adoption.promisedPurgeAt());
    addImplausible(problems, "releasedAt", adoption.releasedAt());
    addImplausible(problems, "since", adoption.since());
    return problems;
  }

  private static void addImplausible(
      List<AttributeProblem> problems, String attribute, @Nullable Instant said) {
    if (said != null && !Plausible.isInstant(said)) {
      problems.add(implausible(attribute, said));
    }
  }

  private static AttributeProblem implausible(String attribute, Instant said) {
    return invalid(attribute, attribute + " is " + said + ": " + Plausible.EXPECTED);
  }

  private static AttributeProblem missing(String attribute, String message) {
    return new AttributeProblem(attribute, RefusalCode.MISSING_ATTRIBUTE, message);
  }

  private static AttributeProblem invalid(String attribute, String message) {
    return new AttributeProblem(attribute, RefusalCode.INVALID_ATTRIBUTE, message);
  }
}
