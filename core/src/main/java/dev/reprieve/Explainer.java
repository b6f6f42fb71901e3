package dev.reprieve;

import dev.reprieve.Explanation.Sentence;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Passage;
import dev.reprieve.model.PurgeProgress;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the story of an instance from what is recorded of it. */
final class Explainer {
  private static final Set<String> BY_WHICH_HOLDS_GO =
      Set.of(Operation.HOLD.name(), Operation.UNHOLD.name());

  private final Rulings policies;
  private final Interpreter interpreter;

  Explainer(Rulings policies, Interpreter interpreter) {
    this.policies = policies;
    this.interpreter = interpreter;
  }

  /**
   * @param trail the lines of the instance, oldest first
   */
  Explanation explain(InstanceView view, @Nullable SetAside aside, List<AuditEntry> trail) {
    Instance instance = view.instance();
    List<Sentence> told = new ArrayList<>();
    RetentionPolicy policy = policies.ruling(instance);
    ruledBy(told, instance, policy, view.now());
    past(told, instance);
    present(told, view);
    if (policy != null && !instance.state().isTerminal()) {
      ahead(told, view);
      purgeAhead(told, view, trail);
      waits(told, view, aside);
      operations(told, view);
    }
    return new Explanation(told);
  }

  private static void ruledBy(
      List<Sentence> told, Instance instance, @Nullable RetentionPolicy policy, Instant now) {
    String who =
        instance.key() + " of " + instance.owner() + ", billed by " + instance.billing() + ",";
    if (policy == null) {
      told.add(
          new Sentence(
              who
                  + " is ruled by "
                  + instance.policy()
                  + ", which this engine does not have: it is not touched",
              "ALL-08"));
      return;
    }
    RetentionTable table = policy.tableFor(instance, now);
    told.add(
        new Sentence(
            who
                + " is ruled by "
                + policy
                + ", profile "
                + instance.profile()
                + ", table \""
                + table.name()
                + "\", because "
                + table.when().describe(),
            "ALL-08"));
  }

  private static void past(List<Sentence> told, Instance instance) {
    for (Passage passage : instance.trail()) {
      told.add(
          new Sentence(
              "at "
                  + passage.at()
                  + " it went from "
                  + passage.from()
                  + " to "
                  + passage.to()
                  + " by "
                  + passage.cause(),
              "ALL-02"));
    }
  }

  private static void present(List<Sentence> told, InstanceView view) {
    Instance instance = view.instance();
    told.add(new Sentence("now it is " + view.state(), "ALL-12"));
    if (instance.arrearsSince() != null) {
      told.add(new Sentence("it is in arrears since " + instance.arrearsSince(), "OWN-02"));
    }
    if (instance.releaseProtected()) {
      told.add(new Sentence("release protection is on", "ALL-10"));
    }
    if (instance.lockedByOthers() != null) {
      told.add(new Sentence("somebody else has locked it: " + instance.lockedByOthers(), "ADO-03"));
    }
    for (Hold hold : instance.holds().all()) {
      if (hold.inForceAt(view.now())) {
        told.add(new Sentence(describe(hold), "ALL-10"));
      }
    }
    PurgeProgress purge = instance.purge();
    if (purge != null) {
      told.add(
          new Sentence(
              purge.reason() == null
                  ? "its purge is under way"
                  : "its purge has failed "
                      + purge.attempts()
                      + " times, the last time because "
                      + purge.reason()
                      + (purge.nextAttempt() == null
                          ? "; an operator must retry it"
                          : "; it is tried again at " + purge.nextAttempt()),
              "SAF-15"));
    }
  }

  private static String describe(Hold hold) {
    return "the hold "
        + hold.name()
        + (hold.by() == null ? "" : " by " + hold.by())
        + (hold.why() == null ? "" : ", because " + hold.why() + ",")
        + (hold.until() == null
            ? " is in force without end"
            : " is in force until " + hold.until());
  }

  private static void ahead(List<Sentence> told, InstanceView view) {
    Deadline deadline = view.instance().deadline();
    if (view.purgeDueSince() != null && deadline != null) {
      told.add(
          new Sentence(
              "its purge is due since "
                  + view.purgeDueSince()
                  + " and has not begun: a sweep begins it, after every guard",
              deadline.rule()));
    }
    for (Projection.Step step : view.timeline()) {
      told.add(
          new Sentence(
              "if nobody does anything, at "
                  + step.at()
                  + (step.from() == step.to()
                      ? " its term ends and it stays " + step.to()
                      : " it goes from " + step.from() + " to " + step.to()),
              step.rule()));
    }
    if (view.timeline().isEmpty()
        && view.purgeDueSince() == null
        && view.state() != InstanceState.PURGING) {
      told.add(new Sentence("if nobody does anything, it stays as it is", "ALL-12"));
    }
  }

  /** What a purge that is ahead waits for by the rules: notices, graces, and what was promised. */
  private void purgeAhead(List<Sentence> told, InstanceView view, List<AuditEntry> trail) {
    Instance instance = view.instance();
    Instant notice = interpreter.nextNoticeAt(instance);
    if (notice != null) {
      told.add(
          new Sentence(
              "its owner is told of the purge "
                  + (notice.isAfter(view.now()) ? "next at " + notice : "now: it was due " + notice)
                  + ", and it does not begin before that is confirmed",
              "SAF-04"));
    }
    Instant grace = graceUntil(instance);
    if (grace != null && grace.isAfter(view.now())) {
      told.add(
          new Sentence(
              "after the hold that has kept it, its purge waits until " + grace, "SAF-17"));
    }
    Instant notBefore = instance.purgeNotBefore();
    if (notBefore != null && notBefore.isAfter(view.now()) && !notBefore.equals(grace)) {
      told.add(
          isGraceOfLifted(notBefore, trail)
              ? new Sentence(
                  "a hold that has kept it was lifted: its purge waits until " + notBefore,
                  "SAF-17")
              : new Sentence("its purge does not go on before " + notBefore, "ALL-01"));
    }
    for (EffectKey rebuild : instance.openRebuilds()) {
      told.add(new Sentence("its purge waits for the rebuild " + rebuild, "ALL-16"));
    }
  }

  /** Whether an instant is just a grace after the hold was lifted, or replaced, by somebody. */
  private boolean isGraceOfLifted(Instant notBefore, List<AuditEntry> trail) {
    Duration grace = interpreter.settings().holdGrace();
    return trail.stream()
        .filter(line -> line.kind() == AuditEntry.Kind.DECISION)
        .filter(line -> BY_WHICH_HOLDS_GO.contains(line.cause()))
        .anyMatch(line -> Microseconds.after(line.at(), grace).equals(notBefore));
  }

  /** Until when a hold that has an end, or has ended, keeps the purge beyond its deadline. */
  private @Nullable Instant graceUntil(Instance instance) {
    Instant end = instance.holds().anyWithoutEnd() ? null : instance.holds().latestEnd();
    Deadline deadline = instance.deadline();
    boolean held =
        end != null
            && (instance.state() == InstanceState.PURGING
                ? end.isAfter(instance.since())
                : deadline != null && deadline.purges() && end.isAfter(deadline.at()));
    return end != null && held ? Microseconds.after(end, interpreter.settings().holdGrace()) : null;
  }

  /** What keeps it from going on: a safeguard, or an effect that is not confirmed. */
  private static void waits(List<Sentence> told, InstanceView view, @Nullable SetAside aside) {
    if (aside != null) {
      Instant again = aside.lookAgainAt();
      told.add(
          new Sentence(
              "it waits for "
                  + aside.waitingFor()
                  + ": "
                  + aside.reason()
                  + (again == null
                      ? "; it is parked until it changes or is taken up again"
                      : "; it is looked at again at " + again),
              "SAF-11"));
    }
    for (EffectRecord open : view.openEffects()) {
      told.add(
          new Sentence(
              open.effect().type()
                  + " "
                  + open.effect().key()
                  + " is not confirmed: "
                  + open.status()
                  + (open.reason() == null ? "" : ", " + open.reason()),
              open.effect().rule()));
    }
  }

  private static void operations(List<Sentence> told, InstanceView view) {
    told.add(
        new Sentence(
            "permitted now: "
                + view.offers().permitted().stream()
                    .map(Operation::name)
                    .collect(Collectors.joining(", ")),
            "ALL-12"));
    view.offers()
        .refused()
        .values()
        .forEach(refusal -> told.add(new Sentence(refusal.message(), refusal.rule())));
  }
}
