package dev.reprieve.verification.transitions;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Permission;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import dev.reprieve.policy.Target;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Works out of a policy's tables, without the interpreter, every transition that can happen under
 * each table: from which state to which, by what.
 */
final class LegalTransitions {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final RetentionPolicy policy;
  private final Set<String> found = new TreeSet<>();

  private LegalTransitions(RetentionPolicy policy) {
    this.policy = policy;
  }

  /** Each as {@code policy/profile/table: FROM to TO by CAUSE}. */
  static Set<String> of(RetentionPolicy policy) {
    LegalTransitions all = new LegalTransitions(policy);
    for (Profile profile : policy.profiles().values()) {
      for (BillingMode billing : policy.billingModes()) {
        for (Attributes attributes : all.combinations(billing, profile)) {
          all.explore(all.sample(profile, billing, attributes));
        }
      }
    }
    return all.found;
  }

  private void explore(Instance sample) {
    RetentionTable table = policy.tableFor(sample, NOW);
    boolean subscription = sample.billing().isSubscription();
    int first = subscription && !table.stages().isEmpty() ? Situation.EXPIRY : Situation.NONE;
    Deque<Situation> open = new ArrayDeque<>();
    open.add(new Situation(InstanceState.RUNNING, InstanceState.RUNNING, false, first));
    Set<Situation> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Step step = new Step(table, sample, open.remove());
      step.everything();
      for (Situation reached : step.reached) {
        if (seen.add(reached)) {
          open.add(reached);
        }
      }
    }
  }

  /** Every move out of one situation. */
  private final class Step {
    private final RetentionTable table;
    private final Instance sample;
    private final Situation here;
    private final BillingMode billing;
    private final List<Situation> reached = new ArrayList<>();

    Step(RetentionTable table, Instance sample, Situation here) {
      this.table = table;
      this.here = here;
      this.billing = sample.billing();
      this.sample =
          sample.toBuilder()
              .state(here.state(), NOW)
              .arrearsSince(here.arrears() ? NOW : null)
              .build();
    }

    void everything() {
      if (here.state() == InstanceState.PURGED || here.state() == InstanceState.FORGOTTEN) {
        return;
      }
      stays("HOLD");
      stays("UNHOLD");
      if (here.state() == InstanceState.PURGING) {
        stays("RETRY_PURGE");
        return;
      }
      stays("PROTECT");
      stays("UNPROTECT");
      moves("FORGET", here.to(InstanceState.FORGOTTEN, Situation.NONE));
      byTime();
      notPaying();
      paying();
      releasing();
      permitted();
      changing();
    }

    private void stays(String cause) {
      moves(cause, here);
    }

    private void moves(String cause, Situation to) {
      InstanceState shown = to.state() == InstanceState.PURGED ? InstanceState.PURGING : to.state();
      found.add(
          policy.id()
              + "/"
              + sample.profile()
              + "/"
              + table.name()
              + ": "
              + here.state()
              + " to "
              + shown
              + " by "
              + cause);
      reached.add(
          shown == to.state()
              ? to
              : new Situation(shown, InstanceState.RUNNING, to.arrears(), Situation.NONE));
    }

    private void byTime() {
      if (here.next() == Situation.EXPIRY) {
        entering("EXPIRY", 0, here);
        if (!policy.autoRenewals().isEmpty()) {
          stays("AUTO_RENEWAL");
        }
      } else if (here.next() == Situation.PURGE) {
        moves("DEADLINE", here.to(InstanceState.PURGED, Situation.NONE));
      } else if (here.next() >= 0) {
        entering("DEADLINE", here.next(), here);
      }
    }

    private void entering(String cause, int index, Situation from) {
      Stage stage = table.stages().get(index);
      int next = index + 1 < table.stages().size() ? index + 1 : Situation.NONE;
      InstanceState to = stage.state() == InstanceState.RUNNING ? from.state() : stage.state();
      moves(cause, from.to(to, next));
    }

    private void notPaying() {
      if (billing.isSubscription() || here.arrears()) {
        return;
      }
      Situation unpaid = here.inArrears(true);
      if (here.state().isLive() && !table.stages().isEmpty()) {
        entering("ARREARS", 0, unpaid);
      } else {
        moves("ARREARS", unpaid);
      }
    }

    private void paying() {
      Permission renewal = table.handling().permission(here.state(), Operation.RENEW);
      if (billing.isSubscription() && renewal != null) {
        moves("RENEW", here.to(target(renewal), Situation.EXPIRY));
      }
      if (billing.isSubscription() || !here.arrears()) {
        return;
      }
      Permission settling = table.handling().permission(here.state(), Operation.SETTLE);
      Situation paid = here.inArrears(false);
      if (settling == null || here.state() == InstanceState.RETAINED) {
        boolean live = here.state().isLive();
        moves("SETTLE", paid.to(here.state(), live ? Situation.NONE : here.next()));
      } else {
        moves("SETTLE", paid.to(target(settling), Situation.NONE));
      }
    }

    private void releasing() {
      Release release = table.handling().release(billing);
      if (here.state().isLive() && release != null && !refused(Operation.RELEASE)) {
        boolean ends = release.kept() != null;
        moves(
            "RELEASE",
            release.isFinal()
                ? here.to(InstanceState.PURGED, Situation.NONE)
                : here.to(InstanceState.RETAINED, ends ? Situation.PURGE : Situation.NONE));
      }
    }

    private void permitted() {
      for (Permission line : table.handling().permissions()) {
        Operation operation = line.operation();
        if (line.in() != here.state()
            || operation.equals(Operation.RENEW)
            || operation.equals(Operation.SETTLE)
            || refused(operation)) {
          continue;
        }
        InstanceState to = target(line);
        boolean back = here.state() == InstanceState.RETAINED && to.isLive();
        moves(
            operation.name(),
            back
                ? here.to(to, billing.isSubscription() ? Situation.EXPIRY : Situation.NONE)
                : here.to(to, here.next()));
      }
    }

    private void changing() {
      for (AttributeChange change : policy.changes()) {
        if (change.when().holds(sample, NOW)) {
          stays(change.operation().name());
        }
      }
      if (policy.billingChangeRule() != null
          && billing.equals(BillingMode.PAY_AS_YOU_GO)
          && here.state() == InstanceState.RUNNING
          && !here.arrears()) {
        stays("CHANGE_BILLING_MODE");
      }
    }

    private boolean refused(Operation operation) {
      return policy.restrictions().stream()
          .anyMatch(line -> line.operation().equals(operation) && line.when().holds(sample, NOW));
    }

    private InstanceState target(Permission line) {
      Target target = line.to();
      if (target == Target.STATE_BEFORE_LOCK) {
        return here.beforeLock();
      }
      return target == null || target == Target.SAME_STATE
          ? here.state()
          : InstanceState.valueOf(target.name());
    }
  }

  private Instance sample(Profile profile, BillingMode billing, Attributes attributes) {
    return Instance.builder()
        .key(new InstanceKey("tenant", "region", policy.id(), "i1"))
        .owner("owner")
        .policy(policy.ref())
        .profile(profile.name())
        .billing(billing)
        .attributes(attributes)
        .state(InstanceState.RUNNING, NOW)
        .recordedAt(NOW)
        .build();
  }

  /** Every combination of the closed attributes that rules need. */
  private List<Attributes> combinations(BillingMode billing, Profile profile) {
    List<Attributes> all = List.of(Attributes.empty());
    for (Requirement line : policy.requirements()) {
      List<Attributes> longer = new ArrayList<>();
      for (Attributes shorter : all) {
        if (line.when().holds(sample(profile, billing, shorter), NOW)) {
          line.key()
              .choices()
              .forEach(choice -> longer.add(shorter.withText(line.key().name(), choice)));
        } else {
          longer.add(shorter);
        }
      }
      all = longer;
    }
    return all;
  }
}
