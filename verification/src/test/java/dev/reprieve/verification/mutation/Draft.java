package dev.reprieve.verification.mutation;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.BillingMode;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.AutoRenewal;
import dev.reprieve.policy.Counsel;
import dev.reprieve.policy.NotCarried;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.Restriction;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyBuilder;
import dev.reprieve.policy.RetentionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that a policy says, to be changed and built again. */
final class Draft {
  final String id;
  final int version;
  final List<BillingMode> billing = new ArrayList<>();
  final List<BillingMode> creationNeeded = new ArrayList<>();
  final List<Requirement> requirements;
  final List<Profile> profiles;
  final List<Restriction> restrictions;
  final List<AttributeChange> changes;
  final List<AutoRenewal> autoRenewals;
  final List<NotCarried> notCarried;
  final List<String> hostCarries;
  final List<Counsel> counsels;
  @Nullable String billingChangeRule;

  Draft(RetentionPolicy policy) {
    id = policy.id();
    version = policy.version();
    TreeSet<String> names = new TreeSet<>();
    policy.billingModes().forEach(mode -> names.add(mode.name()));
    names.forEach(name -> billing.add(new BillingMode(name)));
    billing.stream().filter(policy::needsCreation).forEach(creationNeeded::add);
    requirements = new ArrayList<>(policy.requirements());
    profiles = new ArrayList<>(policy.profiles().values());
    restrictions = new ArrayList<>(policy.restrictions());
    changes = new ArrayList<>(policy.changes());
    autoRenewals = new ArrayList<>(policy.autoRenewals());
    notCarried = new ArrayList<>(policy.notCarried());
    hostCarries = new ArrayList<>(policy.hostCarries());
    counsels = new ArrayList<>(policy.counsels());
    billingChangeRule = policy.billingChangeRule();
  }

  /** Puts another table in the place of one. */
  void replace(int profile, int table, RetentionTable with) {
    List<RetentionTable> tables = new ArrayList<>(profiles.get(profile).tables());
    tables.set(table, with);
    profiles.set(profile, new Profile(profiles.get(profile).name(), tables));
  }

  /** The policy; whatever is wrong with it is thrown. */
  RetentionPolicy build() {
    RetentionPolicyBuilder builder =
        RetentionPolicy.builder(id, version)
            .billing(billing.toArray(BillingMode[]::new))
            .requiresCreation(creationNeeded.toArray(BillingMode[]::new));
    for (Requirement line : requirements) {
      String whatIf = line.whatIf();
      if (whatIf == null) {
        builder.requires(line.key(), line.when());
      } else {
        takenForGranted(builder, line.key(), whatIf);
      }
    }
    profiles.forEach(
        line -> builder.profile(line.name(), line.tables().toArray(RetentionTable[]::new)));
    restrictions.forEach(
        line ->
            builder.refuses(line.operation(), line.when(), line.code(), line.rule(), line.why()));
    changes.forEach(
        line ->
            builder.changes(
                line.key(), line.operation(), line.when(), line.noticeInBin(), line.rule()));
    autoRenewals.forEach(line -> builder.triesAutoRenewal(line.when(), line.lead(), line.rule()));
    notCarried.forEach(line -> builder.losesAt(line.operation(), line.key(), line.rule()));
    hostCarries.forEach(builder::hostCarriesOver);
    counsels.forEach(
        line ->
            builder.advises(
                line.operation(),
                line.when(),
                line.advice().name(),
                line.advice().rule(),
                line.advice().text()));
    String rule = billingChangeRule;
    return rule == null ? builder.build() : builder.allowsBillingChange(rule).build();
  }

  private static <T> void takenForGranted(
      RetentionPolicyBuilder builder, AttributeKey<T> key, String text) {
    builder.requiresOrWhatIf(key, key.parse(text));
  }
}
