package dev.reprieve.verification.mutation;

import dev.reprieve.model.Advice;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Decision;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.NotCarried;
import dev.reprieve.policy.PurgeStep;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rulebook says of a policy and no line of a scenario shows, written by hand from the
 * rulebook. {@link PolicyFactsTest} demands each of the policies as they are; the mutation test
 * demands that whoever changes one breaks it.
 */
final class PolicyFacts {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant EXPIRY = Instant.parse("2026-06-01T00:00:00Z");
  private static final Interpreter INTERPRETER = new Interpreter(Interpreter.Settings.DEFAULT);
  private static final List<BillingMode> KEC_MODES =
      List.of(
          BillingMode.SUBSCRIPTION,
          BillingMode.PAY_AS_YOU_GO,
          BillingMode.PAY_BY_DAILY_CONFIG,
          BillingMode.SPOT);

  /** By what is said, beginning with the rule. */
  static final Map<String, Predicate<RetentionPolicy>> ALL =
      Map.of(
          "ALL-15 compute goes with the data where the data lives on the machine",
          PolicyFacts::computeIsDestructiveWhereDataLivesOnIt,
          "RED-10 renewal is tried seven days before the expiry, where it is switched on",
          PolicyFacts::renewalIsTriedAWeekAhead,
          "RED-07 security groups are left, and the host carries the password",
          PolicyFacts::passwordIsTheHosts,
          "KEC-07 a restore lists the lost associations",
          PolicyFacts::associationsAreLost,
          "KEC-09 no fees upon shutdown, beside every release of five series",
          PolicyFacts::noFeesUponShutdown,
          "BIL-01 Redis and MongoDB become subscriptions, KEC does not",
          PolicyFacts::billingChange);

  private PolicyFacts() {}

  /** The first fact that does not hold, or null. */
  static @Nullable String firstBroken(RetentionPolicy policy) {
    return ALL.entrySet().stream()
        .filter(fact -> !fact.getValue().test(policy))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static boolean computeIsDestructiveWhereDataLivesOnIt(RetentionPolicy policy) {
    return policy.profiles().values().stream()
        .flatMap(profile -> profile.tables().stream())
        .allMatch(
            table ->
                releasesOfCompute(table.handling())
                    .allMatch(
                        effect -> effect.destructive() == dataLivesOnTheMachine(policy, table)));
  }

  private static boolean dataLivesOnTheMachine(RetentionPolicy policy, RetentionTable table) {
    return policy.id().equals("redis")
        || (policy.id().equals("mongodb") && table.name().startsWith("local disk"));
  }

  private static Stream<EffectType> releasesOfCompute(Handling handling) {
    return Stream.concat(
            handling.entering().values().stream().flatMap(List::stream),
            handling.purge().stream().map(PurgeStep::type))
        .filter(effect -> effect.name().equals("RELEASE_COMPUTE"));
  }

  private static boolean renewalIsTriedAWeekAhead(RetentionPolicy policy) {
    if (!policy.id().equals("redis")) {
      return policy.autoRenewals().isEmpty();
    }
    for (String profile : List.of("TAIR_INTERNATIONAL", "TAIR_CHINA")) {
      Instance switchedOn =
          begun(policy, profile, BillingMode.SUBSCRIPTION, Map.of("autoRenew", "true"));
      Instance off = begun(policy, profile, BillingMode.SUBSCRIPTION, Map.of("autoRenew", "false"));
      Instance unsaid = begun(policy, profile, BillingMode.SUBSCRIPTION, Map.of());
      Instant tried = EXPIRY.minus(Duration.ofDays(7));
      Decision trying = switchedOn == null ? null : INTERPRETER.pass(policy, switchedOn, tried);
      if (trying == null
          || off == null
          || unsaid == null
          || !tried.equals(trying.dueAt())
          || !trying.rule().equals("RED-10")
          || !names(trying).equals(List.of("TRY_AUTO_RENEW"))
          || INTERPRETER.pass(policy, switchedOn, tried.minusNanos(1_000)) != null
          || off.autoRenewAt() != null
          || unsaid.autoRenewAt() != null) {
        return false;
      }
    }
    return true;
  }

  private static boolean passwordIsTheHosts(RetentionPolicy policy) {
    if (!policy.id().equals("redis")) {
      return policy.hostCarries().isEmpty() && !policy.loses(Operation.REBUILD);
    }
    return policy.hostCarries().equals(List.of("accountPassword"))
        && lost(policy).equals(List.of("REBUILD securityGroups RED-07"));
  }

  private static boolean associationsAreLost(RetentionPolicy policy) {
    return !policy.id().equals("kec")
        || lost(policy).equals(List.of("RESTORE associations KEC-07"));
  }

  private static List<String> lost(RetentionPolicy policy) {
    List<String> lost = new ArrayList<>();
    for (NotCarried line : policy.notCarried()) {
      lost.add(line.operation() + " " + line.key() + " " + line.rule());
    }
    return lost;
  }

  private static boolean noFeesUponShutdown(RetentionPolicy policy) {
    if (!policy.id().equals("kec")) {
      return policy.counsels().isEmpty();
    }
    for (BillingMode billing : KEC_MODES) {
      for (String series : List.of("N1", "N2", "N3", "C4", "S4", "N10", "X7", "S3")) {
        Instance instance = begun(policy, "KEC", billing, Map.of("instanceType", series + ".2B"));
        boolean offered = !billing.isSubscription() && !Set.of("N10", "X7", "S3").contains(series);
        if (instance == null
            || !advice(policy, instance, Operation.RELEASE)
                .equals(offered ? List.of("NO_FEES_UPON_SHUTDOWN KEC-09") : List.of())
            || !advice(policy, instance, Operation.STOP).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> advice(
      RetentionPolicy policy, Instance instance, Operation operation) {
    Event event = Event.builder(operation, NOW).confirm(true).build();
    Verdict verdict = INTERPRETER.judge(policy, instance, event, NOW, IdsInUse.NONE);
    List<Advice> advice =
        verdict instanceof Verdict.Accepted accepted
            ? accepted.own().advice()
            : ((Verdict.Refused) verdict).refusal().advice();
    return advice.stream().map(given -> given.name() + " " + given.rule()).toList();
  }

  private static boolean billingChange(RetentionPolicy policy) {
    if (policy.id().equals("kec")) {
      return policy.billingChangeRule() == null;
    }
    if (!"BIL-01".equals(policy.billingChangeRule())) {
      return false;
    }
    Instance instance =
        begun(
            policy,
            policy.defaultProfile().name(),
            BillingMode.PAY_AS_YOU_GO,
            Map.of("disk", "LOCAL", "architecture", "SHARDED"));
    Event event = Event.builder(Operation.CHANGE_BILLING_MODE, NOW).until(EXPIRY).build();
    return instance != null
        && INTERPRETER.judge(policy, instance, event, NOW, IdsInUse.NONE)
            instanceof Verdict.Accepted accepted
        && accepted.own().after().billing().isSubscription()
        && EXPIRY.equals(accepted.own().after().expiresAt())
        && accepted.own().rule().equals("BIL-01")
        && Objects.requireNonNull(accepted.own().after().deadline()).at().equals(EXPIRY);
  }

  private static List<String> names(Decision decision) {
    return decision.effects().stream().map(effect -> effect.type().name()).toList();
  }

  /** An instance as it begins, or null where the policy has no such profile or no such table. */
  private static @Nullable Instance begun(
      RetentionPolicy policy, String profile, BillingMode billing, Map<String, String> texts) {
    if (!policy.profiles().containsKey(profile) || !policy.billingModes().contains(billing)) {
      return null;
    }
    Instance instance =
        Instance.builder()
            .key(new InstanceKey("tenant", "region", policy.id(), "i1"))
            .owner("owner")
            .policy(policy.ref())
            .profile(profile)
            .billing(billing)
            .attributes(Attributes.ofTexts(texts))
            .createdAt(NOW.minus(Duration.ofDays(30)))
            .expiresAt(billing.isSubscription() ? EXPIRY : null)
            .state(InstanceState.RUNNING, NOW)
            .recordedAt(NOW)
            .build();
    return INTERPRETER.begin(policy, instance);
  }
}
