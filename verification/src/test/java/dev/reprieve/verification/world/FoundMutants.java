package dev.reprieve.verification.world;

import java.util.List;

/** What the worlds have found in the real engine, planted anew: their seeds are kept by these. */
final class FoundMutants {
  private static final String BEGINNINGS = "dev/reprieve/Beginnings.java";
  private static final String COURIER = "dev/reprieve/Courier.java";
  private static final String CLOCKS = "dev/reprieve/ClockGuard.java";
  private static final String INTAKE = "dev/reprieve/Intake.java";
  private static final String GUARDIAN = "dev/reprieve/Guardian.java";
  private static final String EFFECT = "dev/reprieve/recyclebin/EffectRecord.java";
  private static final String PLANNER = "dev/reprieve/Planner.java";
  private static final String STORE = "dev/reprieve/recyclebin/InMemoryRecycleBin.java";
  private static final String TRANSITION = "dev/reprieve/policy/Transition.java";

  private FoundMutants() {}

  static List<EngineMutant> all() {
    return List.of(
        EngineMutant.of(
            "an outage pushes nothing",
            GUARDIAN,
            "return latest.equals(stands) ? null : latest;",
            "return null;"),
        EngineMutant.of(
                "a notice that comes late takes what an outage has pushed",
                GUARDIAN,
                "for (Instant due : owed(instance, deadline)) {",
                "for (Instant due : List.of(stands)) {")
            .and(
                "dev/reprieve/Sweeper.java",
                "Instant pushed = wouldPurge(instance) ? guardian.pushed(instance) : null;",
                "Instant pushed = wouldPurge(instance)"
                    + " && interpreter.pass(policy, instance, clock) != null"
                    + " && interpreter.pass(policy, instance, clock).beginsPurge()"
                    + " ? guardian.pushed(instance) : null;"),
        EngineMutant.of(
            "a purge that was asked for and waits is parked for ever by a stop",
            GUARDIAN,
            "&& !instance.state().isLive() && deadline.at().isBefore(instance.since())",
            "&& deadline.at().isBefore(instance.since())"),
        EngineMutant.of(
            "a purge of which the last thing is dropped is ended in another commit",
            COURIER,
            "instance.state() == InstanceState.PURGING && isLast(instance, dropped)"
                + " ? purgedAt(instance, now) : null;",
            "null;"),
        EngineMutant.of(
            "what is dropped is judged by a row that has changed since",
            COURIER,
            ".row(new RowChange(instance.version(), after, interpreter.dueAt(after)))",
            ".rows(purged == null ? List.of()"
                + " : List.of(new RowChange(instance.version(), after, null)))"),
        EngineMutant.of(
            "what is tried again is dropped by whoever saw it given up",
            EFFECT,
            "return status == EffectStatus.GIVEN_UP ? claim + 1 : claim;",
            "return claim;"),
        EngineMutant.of(
            "what an operator said of the clock is written however long ago he said it",
            CLOCKS,
            "return Duration.ofNanos(lived() - said).compareTo(Commit.DECIDED_WITHIN) > 0;",
            "return false;"),
        EngineMutant.of(
            "what a lag says of a purge hides what the host promised",
            TRANSITION,
            "promised == null ? last : later(promised, last)",
            "promised == null ? last : last"),
        EngineMutant.of(
            "what has a notice before its purge is shown as stopped",
            PLANNER,
            ".filter(item -> item.to() == InstanceState.PURGING)",
            ".filter(item -> item.to() != InstanceState.PURGED)"),
        EngineMutant.of(
            "what is taken in anew may begin before what was recorded of it",
            INTAKE,
            "if (forgotten != null && begins.isBefore(forgotten.recordedAt())) {",
            "if (forgotten != null && begins.isBefore(Instant.MIN)) {"),
        EngineMutant.of(
            "what begins ahead of a clock that was put back has none of its owner's arrears",
            BEGINNINGS,
            "interpreter.judge(policy, instance, arrears, notBefore(instance, clock), ids);",
            "interpreter.judge(policy, instance, arrears, clock, ids);"),
        EngineMutant.of(
            "a confirmed release takes back that of the lock before it",
            STORE,
            "row.confirmed.put(new Confirmed(kind, version), by);",
            "row.confirmed.keySet().removeIf(other -> other.kind() == kind);"
                + " row.confirmed.put(new Confirmed(kind, version), by);"));
  }
}
