package dev.reprieve.policy;

import dev.reprieve.model.Advice;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down a {@link RetentionPolicy}. Not thread-safe. */
public final class RetentionPolicyBuilder {
  final String id;
  final int version;
  final Set<BillingMode> billingModes = new LinkedHashSet<>();
  final List<Requirement> requirements = new ArrayList<>();
  final List<Profile> profiles = new ArrayList<>();
  final List<Restriction> restrictions = new ArrayList<>();
  final List<AttributeChange> changes = new ArrayList<>();
  final List<AutoRenewal> autoRenewals = new ArrayList<>();
  final List<NotCarried> notCarried = new ArrayList<>();
  final List<String> hostCarries = new ArrayList<>();
  final List<Counsel> counsels = new ArrayList<>();
  final Set<BillingMode> creationNeeded = new LinkedHashSet<>();
  @Nullable String billingChangeRule;

  RetentionPolicyBuilder(String id, int version) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a policy needs an id: the product that it rules");
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "policy " + id + " has version " + version + ": versions are counted from 1");
    }
    this.id = id;
    this.version = version;
  }

  /** A builder with everything of a policy but its profiles. */
  static RetentionPolicyBuilder like(RetentionPolicy policy, int version) {
    RetentionPolicyBuilder copy = new RetentionPolicyBuilder(policy.id(), version);
    copy.billingModes.addAll(policy.billingModes());
    copy.requirements.addAll(policy.requirements());
    copy.restrictions.addAll(policy.restrictions());
    copy.changes.addAll(policy.changes());
    copy.autoRenewals.addAll(policy.autoRenewals());
    copy.notCarried.addAll(policy.notCarried());
    copy.hostCarries.addAll(policy.hostCarries());
    copy.counsels.addAll(policy.counsels());
    policy.billingModes().stream().filter(policy::needsCreation).forEach(copy.creationNeeded::add);
    copy.billingChangeRule = policy.billingChangeRule();
    return copy;
  }

  /** The billing modes that the product has. */
  public RetentionPolicyBuilder billing(BillingMode... modes) {
    Objects.requireNonNull(modes, "modes");
    billingModes.addAll(List.of(modes));
    return this;
  }

  /** Attributes that every instance must have (ALL-13). */
  public RetentionPolicyBuilder requires(AttributeKey<?>... keys) {
    Objects.requireNonNull(keys, "keys");
    for (AttributeKey<?> key : keys) {
      requirements.add(new Requirement(key, Condition.always(), null));
    }
    return this;
  }

  /** An attribute that some instances must have (ALL-13). */
  public RetentionPolicyBuilder requires(AttributeKey<?> key, Condition when) {
    requirements.add(new Requirement(key, when, null));
    return this;
  }

  /** An attribute that every instance must have, and that a simulation may take for granted. */
  public <T> RetentionPolicyBuilder requiresOrWhatIf(AttributeKey<T> key, T whatIf) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(whatIf, "whatIf");
    requirements.add(new Requirement(key, Condition.always(), key.format(whatIf)));
    return this;
  }

  /** The billing modes under which rules count from the creation, which must then be known. */
  public RetentionPolicyBuilder requiresCreation(BillingMode... modes) {
    Objects.requireNonNull(modes, "modes");
    creationNeeded.addAll(List.of(modes));
    return this;
  }

  /** A profile and its tables; the first one is the default. */
  public RetentionPolicyBuilder profile(String name, RetentionTable... tables) {
    Objects.requireNonNull(tables, "tables");
    profiles.add(new Profile(name, List.of(tables)));
    return this;
  }

  /** A reason to refuse what the state permits. The first that holds is the answer. */
  public RetentionPolicyBuilder refuses(
      Operation operation, Condition when, RefusalCode code, String rule, String why) {
    restrictions.add(new Restriction(operation, when, code, rule, why));
    return this;
  }

  /** An operation that gives an attribute another value (MDB-17). */
  public RetentionPolicyBuilder changes(
      AttributeKey<?> key, Operation operation, Condition when, Duration noticeInBin, String rule) {
    changes.add(new AttributeChange(operation, key, when, noticeInBin, rule));
    return this;
  }

  /** Renewal is tried ahead of the expiry (RED-10). */
  public RetentionPolicyBuilder triesAutoRenewal(Condition when, Duration lead, String rule) {
    autoRenewals.add(new AutoRenewal(when, lead, rule));
    return this;
  }

  /** An attribute that does not come back with an operation (RED-07, KEC-07). */
  public RetentionPolicyBuilder losesAt(Operation operation, AttributeKey<?> key, String rule) {
    notCarried.add(new NotCarried(operation, key, rule));
    return this;
  }

  /** What the library does not hold: the host carries it over at a rebuild (RED-07). */
  public RetentionPolicyBuilder hostCarriesOver(String what) {
    Objects.requireNonNull(what, "what");
    hostCarries.add(what);
    return this;
  }

  /** Advice that goes with an operation, refused or not (KEC-09). */
  public RetentionPolicyBuilder advises(
      Operation operation, Condition when, String name, String rule, String text) {
    counsels.add(new Counsel(operation, when, new Advice(name, rule, text)));
    return this;
  }

  /** Pay-as-you-go may become a subscription (BIL-01). */
  public RetentionPolicyBuilder allowsBillingChange(String rule) {
    Objects.requireNonNull(rule, "rule");
    billingChangeRule = rule;
    return this;
  }

  /**
   * The policy.
   *
   * @throws InvalidPolicyException if a table is faulty; the message lists every fault and names
   *     its line
   */
  public RetentionPolicy build() {
    List<String> faults = PolicyCheck.faultsOf(this);
    if (!faults.isEmpty()) {
      throw new InvalidPolicyException(id + " version " + version, faults);
    }
    return new RetentionPolicy(this);
  }
}
