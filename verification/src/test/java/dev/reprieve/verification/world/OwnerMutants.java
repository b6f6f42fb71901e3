package dev.reprieve.verification.world;

import java.util.List;

/** Faults of what is recorded of an owner, and of how it reaches the instances (OWN-02, ALL-05). */
final class OwnerMutants {
  private static final String OWNERS = "dev/reprieve/OwnerFacts.java";
  private static final String EVENTS = "dev/reprieve/Events.java";
  private static final String BEGINNINGS = "dev/reprieve/Beginnings.java";
  private static final String FACT = "dev/reprieve/recyclebin/OwnerFact.java";
  private static final String STORE = "dev/reprieve/recyclebin/InMemoryRecycleBin.java";

  private OwnerMutants() {}

  static List<EngineMutant> all() {
    return List.of(
        EngineMutant.of(
                "an old message of an owner is news",
                OWNERS,
                "RememberedMessage remembered = id == null ? null : bin.remembered(owner, id);",
                "RememberedMessage remembered = null;")
            .and(STORE, "&& (message == null || remembered(owner, message.id()) == null)", ""),
        EngineMutant.of(
            "what is recorded of an owner is written after its line and its id",
            OWNERS,
            "return bin.commit(commit) == Commit.Result.COMMITTED",
            "OwnerFact whole = next;"
                + " OwnerChange line = new OwnerChange(fact.version(), fact.unchanged(counted),"
                + " remember(fact, event, kind, refusal));"
                + " OwnerChange then = new OwnerChange(fact.version() + 1, new OwnerFact("
                + "whole.owner(), whole.version() + 1, whole.arrearsSince(), whole.settledAt(),"
                + " whole.recordedAt()), null);"
                + " return bin.commit(commit.toBuilder().recording(line).build())"
                + " == Commit.Result.COMMITTED"
                + " && bin.commit(Commit.builder().recording(then).build())"
                + " == Commit.Result.COMMITTED"),
        EngineMutant.of(
            "of two who contradict each other the last one is believed",
            STORE,
            "return ownerFact(owner).version() == change.expectedVersion()",
            "return ownerFact(owner).version() >= change.expectedVersion()"),
        EngineMutant.of(
            "a settlement leaves the owner in arrears",
            FACT,
            "return next(null, later(settledAt, at), now);",
            "return next(arrearsSince, later(settledAt, at), now);"),
        EngineMutant.of(
            "arrears of before a settlement are recorded after it",
            FACT,
            "return arrearsSince == null && settledAt != null && since.isBefore(settledAt);",
            "return arrearsSince != null && settledAt != null && since.isBefore(settledAt);"),
        EngineMutant.of(
            "arrears that are settled on their way reach an instance",
            EVENTS,
            "return refusal != null || known == null ? refusal : OwnerFacts.overtaken(known, event);",
            "return refusal;"),
        EngineMutant.of(
            "what an instance hears is not compared with what is recorded of its owner",
            EVENTS,
            ".knowing(beginning == null ? asked.known() : beginning.owner())",
            ".knowing(beginning == null ? null : beginning.owner())"),
        EngineMutant.of(
            "an instance is taken in beside what is said of its owner",
            STORE,
            "decidedOn != null && ownerFact(decidedOn.owner()).version() != decidedOn.version()",
            "decidedOn != null && decidedOn.version() < 0"),
        EngineMutant.of(
            "what is taken in of an owner in arrears starts in none",
            BEGINNINGS,
            "if (!owner.isInArrears()",
            "if (owner.version() >= 0"),
        EngineMutant.of(
            "a message of an owner that comes again reaches nobody",
            OWNERS,
            "first.kind(), first.refusal(), true, reached(fact, event, first.refusal()));",
            "first.kind(), first.refusal(), true, Map.of());"),
        EngineMutant.of(
            "an id that an owner has heard with other content is news for its instances",
            OWNERS,
            "reused, false, reached(fact, event, reused)",
            "reused, false, reached(fact, event, null)"));
  }
}
