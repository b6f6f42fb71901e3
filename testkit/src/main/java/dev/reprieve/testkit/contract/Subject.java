package dev.reprieve.testkit.contract;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One combination of profile, billing mode and attribute values that a policy rules.
 *
 * @param policy the policy
 * @param profile the profile's name
 * @param billing how it is paid for
 * @param attributes a value for every attribute that a rule needs
 */
record Subject(RetentionPolicy policy, String profile, BillingMode billing, Attributes attributes) {
  /** The expiry of what is a subscription, and the first arrears of an undisturbed life. */
  static final Instant T = Instant.parse("2026-03-01T00:00:00Z");

  /** Old enough for every rule that asks an age to be met from both sides soon. */
  static final Instant CREATED = T.minus(Duration.ofHours(4));

  /**
   * Every combination, in the order of the policy.
   *
   * @param open values for attributes that are no closed choice
   */
  static List<Subject> all(RetentionPolicy policy, Attributes open) {
    List<Subject> all = new ArrayList<>();
    List<BillingMode> modes = new ArrayList<>(policy.billingModes());
    modes.sort(Comparator.comparing(BillingMode::name));
    for (Profile profile : policy.profiles().values()) {
      for (BillingMode billing : modes) {
        for (Attributes attributes : combinations(policy, profile.name(), billing, open)) {
          all.add(new Subject(policy, profile.name(), billing, attributes));
        }
      }
    }
    return all;
  }

  private static List<Attributes> combinations(
      RetentionPolicy policy, String profile, BillingMode billing, Attributes open) {
    List<Attributes> all = List.of(open);
    for (Requirement requirement : policy.requirements()) {
      AttributeKey<?> key = requirement.key();
      List<Attributes> longer = new ArrayList<>();
      for (Attributes shorter : all) {
        boolean needed =
            requirement
                .when()
                .holds(new Subject(policy, profile, billing, shorter).instance(), CREATED);
        if (!needed || key.choices().isEmpty() || shorter.text(key.name()) != null) {
          longer.add(shorter);
        } else {
          key.choices().forEach(choice -> longer.add(shorter.withText(key.name(), choice)));
        }
      }
      all = longer;
    }
    return all;
  }

  /** The instance as it begins. */
  Instance instance() {
    Instance.Builder begun =
        Instance.builder()
            .key(new InstanceKey("tenant", "region", policy.id(), Life.ID))
            .owner("owner")
            .policy(policy.ref())
            .profile(profile)
            .billing(billing)
            .attributes(attributes)
            .createdAt(CREATED)
            .expiresAt(billing.isSubscription() ? T : null)
            .state(InstanceState.RUNNING, CREATED)
            .recordedAt(CREATED);
    return begun.build();
  }

  /** Its life, with nothing asked of it so far. */
  Life life() {
    Life life =
        Life.of(policy)
            .profile(profile)
            .billedBy(billing)
            .attributes(attributes)
            .createdAt(CREATED.toString());
    return billing.isSubscription() ? life.subscription(T.toString()) : life;
  }

  /** Its life with a history. */
  Life life(List<Step> steps) {
    return life().follow(CREATED, steps);
  }

  /** Its life if nobody ever pays from T on. */
  Life unpaid() {
    return billing.isSubscription() ? life() : life().at(T).arrears();
  }

  /** The table that rules it as it begins. */
  RetentionTable table() {
    return policy.tableFor(instance(), CREATED);
  }

  /**
   * The states that it goes through when nobody pays: of the tables that a change of an attribute
   * leads to, the one that goes furthest.
   */
  List<InstanceState> stages() {
    List<InstanceState> longest = states(table());
    for (AttributeChange change : policy.changes()) {
      for (String choice : change.key().choices()) {
        Subject changed =
            new Subject(policy, profile, billing, attributes.withText(change.key().name(), choice));
        List<InstanceState> other = states(changed.table());
        longest = other.size() > longest.size() ? other : longest;
      }
    }
    return longest;
  }

  private static List<InstanceState> states(RetentionTable table) {
    return table.stages().stream().map(Stage::state).toList();
  }

  @Override
  public String toString() {
    return policy.ref() + " " + profile + ", " + billing + ", " + attributes.asTexts();
  }
}
