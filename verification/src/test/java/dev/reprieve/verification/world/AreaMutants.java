package dev.reprieve.verification.world;

import java.util.ArrayList;
import java.util.List;

/** Faults that show only where a plan has more than lives that begin here under one policy. */
final class AreaMutants {
  private static final String BREAKER = "dev/reprieve/Breaker.java";
  private static final String INTAKE = "dev/reprieve/Intake.java";
  private static final String UPKEEP = "dev/reprieve/Upkeep.java";
  private static final String GUARDIAN = "dev/reprieve/Guardian.java";
  private static final String SAFETY = "dev/reprieve/Safety.java";
  private static final String SECOND_LOOKS = "dev/reprieve/SecondLooks.java";
  private static final String FOUR_EYES = "dev/reprieve/FourEyes.java";
  private static final String LOOKS = "dev/reprieve/FreshLooks.java";
  private static final String PLANNER = "dev/reprieve/Planner.java";
  private static final String DISMISSAL = "dev/reprieve/Dismissal.java";
  private static final String RESTORE = "dev/reprieve/RestoreChecks.java";
  private static final String STORE = "dev/reprieve/recyclebin/InMemoryRecycleBin.java";
  private static final String INTERPRETER = "dev/reprieve/policy/Interpreter.java";
  private static final String TRANSITION = "dev/reprieve/policy/Transition.java";
  private static final String ADOPTER = "dev/reprieve/policy/Adopter.java";
  private static final String REGISTRY = "dev/reprieve/policy/PolicyRegistry.java";
  private static final String JUDGE = "dev/reprieve/policy/Judge.java";
  private static final String SNOOZE = "dev/reprieve/policy/Snooze.java";
  private static final String BACKUP = "dev/reprieve/effect/BackupFacts.java";

  private AreaMutants() {}

  static List<EngineMutant> all() {
    List<EngineMutant> all = new ArrayList<>();
    all.addAll(adoption());
    all.addAll(policies());
    all.addAll(children());
    all.addAll(fourEyes());
    all.addAll(locks());
    all.addAll(identities());
    all.addAll(backups());
    all.addAll(dismissals());
    all.addAll(plans());
    all.addAll(previews());
    all.addAll(holds());
    all.addAll(snoozes());
    return all;
  }

  private static List<EngineMutant> adoption() {
    return List.of(
        EngineMutant.of(
            "an adoption makes a purge due",
            ADOPTER,
            "Instant fromAdoption = Microseconds.after(from, span);",
            "Instant fromAdoption = byTheRules;"),
        EngineMutant.of(
            "what the host has promised is forgotten",
            INTAKE,
            ".purgeNotBefore(adoption.promisedPurgeAt())",
            ".purgeNotBefore(null)"),
        EngineMutant.of(
            "somebody else's lock is touched",
            TRANSITION,
            "return instance.lockedByOthers() != null &&",
            "return instance.lockedByOthers() != null && instance.version() < 0 &&"),
        EngineMutant.of(
            "other facts are taken for the same",
            INTAKE,
            "return existing.origin().equals(facts)",
            "return existing.origin().keySet().equals(facts.keySet())"),
        EngineMutant.of(
            "an adoption loses the holds",
            INTAKE,
            "for (Hold hold : adoption.holds()) {",
            "for (Hold hold : List.<Hold>of()) {"));
  }

  private static List<EngineMutant> policies() {
    return List.of(
        EngineMutant.of(
            "a changed policy reaches back into the bin",
            REGISTRY,
            "if (!instance.state().isInBin()) {",
            "if (instance.state() != null) {"),
        EngineMutant.of(
            "a version may have two contents", STORE, "return kept.equals(ref);", "return true;"),
        EngineMutant.of(
            "a re-pin brings a purge nearer",
            INTERPRETER,
            ".deadline(sooner && !mayComeSooner ? before : after)",
            ".deadline(after)"));
  }

  private static List<EngineMutant> children() {
    return List.of(
        EngineMutant.of(
            "what goes with an instance goes after it",
            TRANSITION,
            "if (childrenGo && type.destructive()) {",
            "if (childrenGo && type.name().isEmpty()) {"),
        EngineMutant.of(
            "of what goes with an instance one goes",
            TRANSITION,
            "for (Child child : instance.children()) {",
            "for (Child child : instance.children().stream().limit(1).toList()) {"),
        EngineMutant.of(
            "what goes with an instance changes while it goes",
            UPKEEP,
            "if (instance.state() == InstanceState.PURGING || instance.state().isTerminal()) {",
            "if (instance.state().isTerminal()) {"));
  }

  private static List<EngineMutant> fourEyes() {
    return List.of(
        EngineMutant.of(
            "the second principal may be the first",
            FOUR_EYES,
            "if (by.isBlank() || ask.by().strip().equals(by.strip())) {",
            "if (by.isBlank()) {"),
        EngineMutant.of(
            "one principal is enough to destroy",
            SECOND_LOOKS,
            "acts.add(SecondLook.EARLY_PURGE);",
            "acts.remove(SecondLook.EARLY_PURGE);"),
        EngineMutant.of(
            "a hold that ends sooner is no lifting",
            SECOND_LOOKS,
            "noneMatch(hold::endsNoLaterThan)",
            "noneMatch(other -> other.name().equals(hold.name()))"),
        EngineMutant.of(
            "one principal is enough to confirm",
            SAFETY,
            "Plan shown = shown(kind, digest); if (fourEyes.needed(SecondLook.CONFIRM_BREAKER)) {",
            "Plan shown = shown(kind, digest); if (shown == null) {"));
  }

  private static List<EngineMutant> locks() {
    return List.of(
        EngineMutant.of(
            "locks and releases are not counted",
            GUARDIAN,
            "return instance.state() == InstanceState.PURGING"
                + " ? null : overLimit(record, instance, now);",
            "return null;"),
        EngineMutant.of(
            "a lock over the limit goes out",
            GUARDIAN,
            "if (tripped != null) { return tripped; }",
            "if (tripped != null) { return null; }"),
        EngineMutant.of(
            "one lock more than the limit goes out",
            BREAKER,
            "limits.atMost(population + begun)",
            "limits.atMost(population + begun) + (kind == Guarded.LOCK ? 1 : 0)"),
        EngineMutant.of(
            "locks are not counted in the store",
            BREAKER,
            "return new Admission(state.version(), tally,",
            "return new Admission(state.version(), kind == Guarded.LOCK ? null : tally,"),
        EngineMutant.of(
            "the window of the locks slides too soon",
            BREAKER,
            "Instant after = now.minus(limits.window());",
            "Instant after = now.minus(kind == Guarded.LOCK"
                + " ? limits.window().dividedBy(60) : limits.window());"),
        EngineMutant.of(
            "the window of the locks never slides",
            BREAKER,
            "Instant after = now.minus(limits.window());",
            "Instant after = now.minus(kind == Guarded.LOCK"
                + " ? limits.window().multipliedBy(400) : limits.window());"));
  }

  private static List<EngineMutant> identities() {
    return List.of(
        EngineMutant.of(
            "an identity that the host does not say is the right one",
            LOOKS,
            "return registered == null || registered.equals(sighting.identity())",
            "return registered == null || sighting.identity() == null"
                + " || registered.equals(sighting.identity())"),
        EngineMutant.of(
            "every identity is the right one",
            LOOKS,
            "return registered == null || registered.equals(sighting.identity())",
            "return registered == null || sighting.identity() != null"),
        EngineMutant.of(
            "an identity is not kept", INTAKE, ".identity(registration.identity())", ""));
  }

  private static List<EngineMutant> backups() {
    return List.of(
        EngineMutant.of(
            "another instance's backup counts",
            BACKUP,
            "if (!holds.equals(expected)) {",
            "if (holds.isBlank()) {"),
        EngineMutant.of(
            "a backup is known by the id alone",
            BACKUP,
            "if (!holds.equals(expected)) {",
            "if (!holds.endsWith(\"/\" + escaped(instance.key().id()))) {"),
        EngineMutant.of(
            "a backup of another incarnation counts",
            BACKUP,
            "return identity.equals(registered)",
            "return !identity.isBlank()"),
        EngineMutant.of(
            "a backup with a blank name counts",
            BACKUP,
            "if (id == null || id.isBlank()) {",
            "if (id == null) {"),
        EngineMutant.of(
            "a purge does not wait for its backup",
            GUARDIAN,
            "String effect = safeguards.backupGate() ? PurgeGate.effectMissing(open) : null;",
            "String effect = null;"));
  }

  private static List<EngineMutant> dismissals() {
    return List.of(
        EngineMutant.of(
            "a backup on which a release rests is dropped",
            DISMISSAL,
            "if (BackupFacts.neededBy(type) && !purging) {",
            "if (BackupFacts.neededBy(type) && why.isEmpty()) {"),
        EngineMutant.of(
            "a notice for which a purge waits is dropped",
            DISMISSAL,
            "deadline != null && deadline.purges()",
            "deadline != null && why.isEmpty()"),
        EngineMutant.of(
            "a deletion is dropped, and called done",
            DISMISSAL,
            "if (type.destructive()) {",
            "if (why.isEmpty()) {"));
  }

  private static List<EngineMutant> plans() {
    return List.of(
        EngineMutant.of(
            "a plan is carried out on what has changed since",
            PLANNER,
            "if (instance.version() != item.version()) {",
            "if (instance.version() < item.version()) {"),
        EngineMutant.of(
            "whoever carries out a plan does whatever is due",
            PLANNER,
            "asPlanned.forEach(",
            "sweeper.sweep(Integer.MAX_VALUE); asPlanned.forEach("));
  }

  private static List<EngineMutant> previews() {
    return List.of(
        EngineMutant.of(
            "what the host does not answer is no obstacle",
            RESTORE,
            "finding == null ? unanswered(need) : finding.obstacle()",
            "finding == null ? null : finding.obstacle()"),
        EngineMutant.of(
            "a look before a restore restores",
            RESTORE,
            "desk.report(key, event, true)",
            "desk.report(key, event, false)"));
  }

  private static List<EngineMutant> holds() {
    return List.of(
        EngineMutant.of(
            "a compliance hold may be shortened",
            JUDGE,
            "return !asked.compliance() ||"
                + " (until != null && (end == null || until.isBefore(end)));",
            "return !asked.compliance();"),
        EngineMutant.of(
            "a compliance hold may be lifted",
            JUDGE,
            "&& (lifts || weakens(event, hold))",
            "&& (!lifts && weakens(event, hold))"),
        EngineMutant.of(
            "forgetting lifts a compliance hold",
            INTAKE,
            ".filter(hold -> hold.compliance() && hold.inForceAt(now))",
            ".filter(hold -> hold.compliance() && hold.until() == null)"));
  }

  private static List<EngineMutant> snoozes() {
    return List.of(
        EngineMutant.of(
            "a purge may be snoozed for ever",
            SNOOZE,
            "Instant last = Microseconds.after(deadline.at(), limit);",
            "Instant last = Microseconds.after(deadline.at(), limit.multipliedBy(100));"),
        EngineMutant.of(
            "a snooze may bring a purge nearer",
            SNOOZE,
            "if (!until.isAfter(planned) || !until.isAfter(event.at())) {",
            "if (!until.isAfter(event.at())) {"));
  }
}
