package dev.reprieve.policy;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds every fault of a policy before it can rule anything. Each fault names its line. */
final class PolicyCheck {
  /** An instant for conditions that ask for none; a table may not depend on the time. */
  private static final Instant ANY_TIME = Instant.EPOCH;

  /** The states that a stage may have: what is not paid for runs on, is locked, kept, purged. */
  private static final List<InstanceState> STAGES =
      List.of(
          InstanceState.RUNNING,
          InstanceState.LOCKED,
          InstanceState.RETAINED,
          InstanceState.PURGED);

  private final RetentionPolicyBuilder policy;
  private final List<String> faults = new ArrayList<>();

  private PolicyCheck(RetentionPolicyBuilder policy) {
    this.policy = policy;
  }

  static List<String> faultsOf(RetentionPolicyBuilder policy) {
    PolicyCheck check = new PolicyCheck(policy);
    check.everything();
    return check.faults;
  }

  private void everything() {
    if (policy.billingModes.isEmpty()) {
      faults.add("no billing mode: call billing(...)");
    }
    if (policy.profiles.isEmpty()) {
      faults.add("no profile: call profile(...)");
    }
    Set<String> names = new HashSet<>();
    for (Profile profile : policy.profiles) {
      if (!names.add(profile.name())) {
        faults.add("two profiles are named " + profile.name());
      }
      for (RetentionTable table : profile.tables()) {
        new TableCheck(profile, table).run();
      }
      everyCombinationHasOneTable(profile);
    }
    policy.restrictions.forEach(this::restriction);
    policy.changes.forEach(this::change);
    policy.autoRenewals.forEach(this::autoRenewal);
    policy.notCarried.forEach(line -> ruled("losing " + line.key(), line.rule()));
    policy.counsels.forEach(
        line -> ruled("advising " + line.advice().name(), line.advice().rule()));
    if (policy.billingChangeRule != null) {
      ruled("changing the billing mode", policy.billingChangeRule);
    }
  }

  private void restriction(Restriction line) {
    String place = "refusing " + line.operation() + " with " + line.code();
    ruled(place, line.rule());
    if (Judge.EVERYWHERE.contains(line.operation())) {
      faults.add(place + ": every instance of every product has " + line.operation());
    }
  }

  private void change(AttributeChange line) {
    String place = "changing " + line.key();
    ruled(place, line.rule());
    if (line.noticeInBin().isNegative() || line.noticeInBin().isZero()) {
      faults.add(place + ": notice of " + line.noticeInBin() + ", a change never purges at once");
    }
  }

  private void autoRenewal(AutoRenewal line) {
    ruled("auto-renewal", line.rule());
    if (line.lead().isNegative() || line.lead().isZero()) {
      faults.add("auto-renewal: lead of " + line.lead() + ", it is tried before the expiry");
    }
  }

  private void ruled(String line, String rule) {
    if (rule.isBlank()) {
      faults.add(line + ": no rule id");
    }
  }

  /** Exactly one table for each combination of billing mode and closed attribute values. */
  private void everyCombinationHasOneTable(Profile profile) {
    for (BillingMode billing : policy.billingModes) {
      for (Attributes attributes : combinations(billing)) {
        Instance instance = sample(billing, attributes, profile.name());
        List<String> ruling =
            profile.tables().stream()
                .filter(table -> table.when().holds(instance, ANY_TIME))
                .map(table -> "\"" + table.name() + "\"")
                .toList();
        if (ruling.size() != 1) {
          String which = "billed by " + billing + ", " + attributes.asTexts();
          faults.add(
              ruling.isEmpty()
                  ? "profile " + profile.name() + ": no table rules what is " + which
                  : "profile "
                      + profile.name()
                      + ": "
                      + String.join(" and ", ruling)
                      + " both rule what is "
                      + which);
        }
      }
    }
  }

  private List<Attributes> combinations(BillingMode billing) {
    List<Attributes> all = List.of(Attributes.empty());
    for (Requirement requirement : policy.requirements) {
      AttributeKey<?> key = requirement.key();
      if (key.choices().isEmpty()) {
        continue;
      }
      List<Attributes> longer = new ArrayList<>();
      for (Attributes shorter : all) {
        if (!requirement.when().holds(sample(billing, shorter, "check"), ANY_TIME)) {
          longer.add(shorter);
        }
        for (String choice : key.choices()) {
          longer.add(shorter.withText(key.name(), choice));
        }
      }
      all = longer;
    }
    return all;
  }

  private Instance sample(BillingMode billing, Attributes attributes, String profile) {
    return Instance.builder()
        .key(new InstanceKey("check", "check", "check", "check"))
        .owner("check")
        .policy(new PolicyRef(policy.id, policy.version, "check"))
        .profile(profile)
        .billing(billing)
        .attributes(attributes)
        .state(InstanceState.RUNNING, ANY_TIME)
        .recordedAt(ANY_TIME)
        .build();
  }

  /** The faults of one table. */
  private final class TableCheck {
    private final RetentionTable table;
    private final String place;

    TableCheck(Profile profile, RetentionTable table) {
      this.table = table;
      this.place = "profile " + profile.name() + ", table \"" + table.name() + "\"";
    }

    void run() {
      asksOfAttributesAndBillingOnly(table.when());
      stages();
      permissions();
      releases();
      effects();
      exitOfStopped();
    }

    /** What its user stopped must be able to leave that state somehow. */
    private void exitOfStopped() {
      Handling handling = table.handling();
      boolean entered = handling.permissions().stream().anyMatch(p -> p.to() == Target.STOPPED);
      boolean left =
          handling.permissions().stream()
              .anyMatch(p -> p.in() == InstanceState.STOPPED && p.to() == Target.RUNNING);
      if (entered && !left && table.stages().isEmpty() && handling.releases().isEmpty()) {
        fault("state STOPPED: nothing leads out of it");
      }
    }

    private void fault(String line) {
      faults.add(place + ", " + line);
    }

    private void asksOfAttributesAndBillingOnly(Condition condition) {
      if (condition instanceof Condition.AllOf all) {
        all.conditions().forEach(this::asksOfAttributesAndBillingOnly);
      } else if (condition instanceof Condition.AnyOf any) {
        any.conditions().forEach(this::asksOfAttributesAndBillingOnly);
      } else if (condition instanceof Condition.Not not) {
        asksOfAttributesAndBillingOnly(not.condition());
      } else if (!(condition instanceof Condition.AttributeIn)
          && !(condition instanceof Condition.AttributePrefixIn)
          && !(condition instanceof Condition.Billing)) {
        fault(
            "condition \""
                + condition.describe()
                + "\": a table is chosen by attributes and billing mode alone");
      }
    }

    private void stages() {
      List<Stage> stages = table.stages();
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        String line = "stage " + stage.state() + " from T + " + stage.after();
        String noEnd = stage.noEndRule();
        if (stage.rule().isBlank() || (noEnd != null && noEnd.isBlank())) {
          fault(line + ": no rule id");
        }
        if (!STAGES.contains(stage.state())) {
          fault(line + ": time alone leads to " + STAGES + ", never to " + stage.state());
        }
        if (i == 0) {
          first(stage, line);
        } else {
          follows(stages.get(i - 1), stage, line);
        }
        if (i == stages.size() - 1) {
          last(stage, line);
        }
      }
      if (stages.isEmpty()) {
        unpaidWithoutStages();
      }
    }

    private void first(Stage stage, String line) {
      if (!stage.after().isZero() || stage.moreThan()) {
        fault(line + ": the first stage begins at T itself, fromDay(1)");
      }
      if (stage.state() != InstanceState.RUNNING && stage.state() != InstanceState.LOCKED) {
        fault(line + ": what ran until T is locked first or runs on, it is not " + stage.state());
      }
    }

    private void follows(Stage before, Stage stage, String line) {
      if (stage.after().compareTo(before.after()) <= 0) {
        fault(line + ": not after the stage " + before.state() + " from T + " + before.after());
      }
      if (before.openEnd()) {
        fault(line + ": follows a stage that is declared to have no end");
      }
      if (stage.state() == InstanceState.PURGED && before.state() == InstanceState.RUNNING) {
        fault(line + ": a purge from RUNNING is a final release's alone");
      } else if (stage.state().compareTo(before.state()) <= 0) {
        fault(line + ": does not follow " + before.state());
      }
    }

    private void last(Stage stage, String line) {
      if (stage.state() != InstanceState.PURGED && !stage.openEnd()) {
        fault(line + ": no stage after it, and not declared to have no end");
      }
      if (stage.state() == InstanceState.PURGED && stage.openEnd()) {
        fault(line + ": a purge has no end to declare");
      }
      if (stage.state() == InstanceState.LOCKED
          && stage.openEnd()
          && table.handling().permissions().stream()
              .noneMatch(permission -> permission.in() == InstanceState.LOCKED)) {
        fault(line + ": nothing leads out of it");
      }
    }

    private void unpaidWithoutStages() {
      @Nullable String rule = table.handling().arrearsRule();
      if (rule == null || rule.isBlank()) {
        fault("no stages, and no rule that arrears are only recorded: arrearsAreOnlyRecorded");
      }
      Instance expiring = sample(BillingMode.SUBSCRIPTION, Attributes.empty(), "check");
      if (policy.billingModes.contains(BillingMode.SUBSCRIPTION)
          && mayRule(table.when(), expiring)) {
        fault("no stages, and a subscription would expire into nothing");
      }
    }

    /** Whether the condition can hold for a subscription, whatever its attributes are. */
    private boolean mayRule(Condition condition, Instance subscription) {
      if (condition instanceof Condition.Billing billing) {
        return billing.holds(subscription, ANY_TIME);
      }
      if (condition instanceof Condition.AllOf all) {
        return all.conditions().stream().allMatch(part -> mayRule(part, subscription));
      }
      return true;
    }

    private void permissions() {
      Set<String> seen = new HashSet<>();
      for (Permission permission : table.handling().permissions()) {
        String line = permission.operation() + " in " + permission.in();
        if (!seen.add(line)) {
          fault(line + ": there are two rows for it");
        }
        if (permission.rule().isBlank()) {
          fault(line + ": no rule id");
        }
        @Nullable Target target = permission.to();
        if (target == null) {
          fault(line + ": leads nowhere, say to(...)");
        }
        if (permission.in().isTerminal() || permission.in() == InstanceState.PURGING) {
          fault(line + ": nothing leaves that state by a policy's word");
        }
        if (permission.operation().equals(Operation.RELEASE)
            || permission.operation().equals(Operation.ARREARS)) {
          fault(line + ": is not permitted by a row, say onRelease or the stages");
        }
        if (target == Target.PURGED && permission.in().isLive()) {
          fault(line + ": a purge from " + permission.in() + " is a final release's alone");
        }
        leadsWhereItMay(permission, line);
        for (EffectType effect : permission.effects()) {
          if (effect.destructive()) {
            fault(line + ": " + effect + " destroys, and only a release or a purge may");
          }
        }
        inOrder(line, permission.effects());
        rulesWhatItSays(line, permission);
      }
    }

    /** What the interpreter would never look at must not stand in a table as if it ruled. */
    private void rulesWhatItSays(String line, Permission permission) {
      Operation operation = permission.operation();
      @Nullable Target target = permission.to();
      if (target == Target.PURGED && !permission.effects().isEmpty()) {
        fault(line + ": a purge does what purging(...) says, not " + permission.effects());
      }
      if (operation.equals(Operation.SETTLE)
          && permission.in() == InstanceState.RETAINED
          && !permission.effects().isEmpty()) {
        fault(line + ": settling in the bin is recorded and changes nothing else (SCN-13)");
      }
    }

    /**
     * What an operation means is the rulebook's word, and a row says only where it is permitted.
     */
    private void leadsWhereItMay(Permission permission, String line) {
      Operation operation = permission.operation();
      @Nullable Target target = permission.to();
      if (target != null && (target == Target.PURGED) != operation.equals(Operation.DESTROY)) {
        fault(line + ": leads to " + target + ", and DESTROY alone purges");
      }
      if (Judge.EVERYWHERE.contains(operation) || operation.equals(Operation.CHANGE_BILLING_MODE)) {
        fault(line + ": is not a table's to permit");
      }
      boolean inTheBin = permission.in() == InstanceState.RETAINED;
      if (operation.equals(Operation.RENEW) && inTheBin) {
        fault(line + ": what lies in the bin is rebuilt or restored, not renewed");
      }
      if ((operation.equals(Operation.REBUILD) || operation.equals(Operation.RESTORE))
          && !inTheBin) {
        fault(line + ": only what lies in the bin comes back by it");
      }
      boolean pays = operation.equals(Operation.RENEW) || operation.equals(Operation.SETTLE);
      if (pays && target != null) {
        Target known =
            permission.in() == InstanceState.LOCKED ? Target.STATE_BEFORE_LOCK : Target.SAME_STATE;
        if (target != known) {
          fault(line + ": paying leads to " + known + ", not to " + target);
        }
      }
      if (operation.equals(Operation.REBUILD) && target != null && target != Target.SAME_STATE) {
        fault(line + ": the source of a rebuild stays where it is, it is not led to " + target);
      }
    }

    private void releases() {
      @Nullable String none = table.handling().noReleaseRule();
      if (none != null && none.isBlank()) {
        fault("never released: no rule id");
      }
      Set<BillingMode> seen = new HashSet<>();
      for (Release release : table.handling().releases()) {
        String line = "release of what is billed by " + release.billing();
        if (release.rule().isBlank() || release.endRule().isBlank()) {
          fault(line + ": no rule id");
        }
        if (release.billing().isEmpty()) {
          fault(line + ": for no billing mode");
        }
        for (BillingMode billing : release.billing()) {
          if (!seen.add(billing)) {
            fault(line + ": there are two rows for " + billing);
          }
        }
        @Nullable Duration kept = release.kept();
        if (kept != null && (kept.isNegative() || kept.isZero())) {
          fault(line + ": kept for " + kept + ", a purge at once is a final release");
        }
        if (release.isFinal() && kept != null) {
          fault(line + ": is final, and would keep for " + kept);
        }
        if (release.moreThan() && kept == null) {
          fault(line + ": more than no span");
        }
        if (!policy.billingModes.containsAll(release.billing())) {
          fault(line + ": the policy has only " + policy.billingModes);
        }
      }
    }

    private void effects() {
      table
          .handling()
          .entering()
          .forEach(
              (state, effects) -> {
                String line = "entering " + state;
                inOrder(line, effects);
                if (state != InstanceState.LOCKED && state != InstanceState.RETAINED) {
                  fault(line + ": nothing reads it, say doing(...) or purging(...)");
                }
                for (EffectType effect : effects) {
                  if (effect.destructive() && !allowedOnEntering(state, effect)) {
                    fault(line + ": " + effect + " destroys, and only a release or a purge may");
                  }
                }
              });
      List<EffectType> purge = table.handling().purge().stream().map(PurgeStep::type).toList();
      inOrder("purging", purge);
      boolean deletes =
          table.handling().purge().stream()
              .anyMatch(step -> step.type().destructive() && !step.unlessRetained());
      if (!deletes && purges()) {
        fault("purging: nothing is deleted");
      }
    }

    private boolean allowedOnEntering(InstanceState state, EffectType effect) {
      return state == InstanceState.RETAINED
          && !effect.equals(EffectType.DELETE_DATA)
          && !effect.equals(EffectType.DELETE_ALL_BACKUPS);
    }

    private boolean purges() {
      Handling handling = table.handling();
      return table.indexOf(InstanceState.PURGED) >= 0
          || handling.permissions().stream().anyMatch(line -> line.to() == Target.PURGED)
          || handling.releases().stream()
              .anyMatch(release -> release.isFinal() || release.kept() != null);
    }

    private void inOrder(String line, List<EffectType> effects) {
      int highest = -1;
      Set<String> seen = new HashSet<>();
      for (EffectType effect : effects) {
        if (!seen.add(effect.name())) {
          fault(line + ": " + effect + " twice");
        }
        int rank = effect.rank();
        if (rank >= 0 && rank < highest) {
          fault(line + ": " + effect + " is out of order in " + effects);
        }
        highest = Math.max(highest, rank);
      }
    }
  }
}
