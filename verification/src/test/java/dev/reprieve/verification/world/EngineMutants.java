package dev.reprieve.verification.world;

import java.util.List;

/** Faults of which each has, somewhere, lost somebody's data, or would. */
final class EngineMutants {
  private static final String COURIER = "dev/reprieve/Courier.java";
  private static final String SWEEPER = "dev/reprieve/Sweeper.java";
  private static final String EVENTS = "dev/reprieve/Events.java";
  private static final String GUARDIAN = "dev/reprieve/Guardian.java";
  private static final String BREAKER = "dev/reprieve/Breaker.java";
  private static final String CLOCKS = "dev/reprieve/ClockGuard.java";
  private static final String LOOKS = "dev/reprieve/FreshLooks.java";
  private static final String STORE = "dev/reprieve/recyclebin/InMemoryRecycleBin.java";
  private static final String QUEUE = "dev/reprieve/recyclebin/EffectQueue.java";
  private static final String INTERPRETER = "dev/reprieve/policy/Interpreter.java";
  private static final String TRANSITION = "dev/reprieve/policy/Transition.java";
  private static final String INSTANCE = "dev/reprieve/model/Instance.java";

  private EngineMutants() {}

  static List<EngineMutant> all() {
    return List.of(
        EngineMutant.of(
            "an effect is acknowledged before it is done",
            COURIER,
            "EffectResult result = ask(request); write(record, result, tally);",
            "write(record, EffectResult.done(), tally); EffectResult result = ask(request);"),
        EngineMutant.of(
            "the attempt is part of the idempotency key",
            COURIER,
            "new EffectRequest( record.effect(),",
            "new EffectRequest(new dev.reprieve.model.Effect(new EffectKey("
                + "record.effect().key().instance(), record.effect().key().version(),"
                + " record.effect().key().ordinal() + 1000 * (record.attempts() - 1)),"
                + " record.effect().type(), record.effect().rule(),"
                + " record.effect().orderedAt(), record.effect().details()),"),
        EngineMutant.of(
            "a purge is confirmed by its first effect",
            COURIER,
            "return isLast(instance, next) ? purged(after, recorded) : after.build();",
            "return purged(after, recorded);"),
        EngineMutant.of(
            "a row is written whatever its version",
            STORE,
            "if (version != change.expectedVersion()) {",
            "if (version == RowChange.ABSENT && change.expectedVersion() != version) {"),
        EngineMutant.of(
            "an answer is written whatever the claim",
            STORE,
            "if (record == null || record.claim() != change.expectedClaim()) {",
            "if (record == null) {"),
        EngineMutant.of(
            "what a worker has in hand is handed over however long ago its lease ran out",
            COURIER,
            "if (late || guardian.isOver(lease, claimedAt)) {",
            "if (lease.isNegative()) {"),
        EngineMutant.of(
            "the window of the purges never slides",
            BREAKER,
            "Instant after = now.minus(limits.window());",
            "Instant after = now.minus(kind == Guarded.PURGE"
                + " ? limits.window().multipliedBy(400) : limits.window());"),
        EngineMutant.of(
            "a lease is not waited for",
            STORE,
            "ready.claimed(now.plus(lease))",
            "ready.claimed(now)"),
        EngineMutant.of(
            "what fails is tried again at once, without end, and keeps all others back",
            COURIER,
            "record.again(now.plus(backoff.pauseAfter(failed)), failed, reason)",
            "record.again(now, 0, reason)"),
        EngineMutant.of(
            "a hold is not looked at when an effect is handed out",
            QUEUE,
            "withholding.killed() || withholding.holds().anyInForceAt(now)",
            "withholding.killed()"),
        EngineMutant.of(
            "the kill switch is not looked at when an effect is handed out",
            QUEUE,
            "withholding.killed() || withholding.holds().anyInForceAt(now)",
            "withholding.holds().anyInForceAt(now)"),
        EngineMutant.of(
            "a given-up effect is not waited for by those after it",
            QUEUE,
            "|| record.status() == EffectStatus.GIVEN_UP || (destructive && destructiveWaits)",
            "|| (destructive && destructiveWaits)"),
        EngineMutant.of(
            "effects are written apart from their decision",
            SWEEPER,
            ".effects(step.effects()) .line(Audit.of(step, null, null)) .admitted(admission)"
                + " .decided(now) .build(); switch (bin.commit(commit)) {",
            ".line(Audit.of(step, null, null)) .admitted(admission) .decided(now) .build();"
                + " switch (bin.commit(commit) == Commit.Result.COMMITTED"
                + " ? bin.commit(Commit.builder().effects(step.effects()).build())"
                + " : Commit.Result.CONFLICT) {"),
        EngineMutant.of(
            "an event is due a microsecond before its deadline",
            INTERPRETER,
            "deadline.dueAt().isAfter(at)",
            "deadline.dueAt().isAfter(at.plusNanos(1_000))"),
        EngineMutant.of(
            "a purge does not wait its margin",
            INTERPRETER,
            "Microseconds.after(due, settings.purgeMargin())",
            "due"),
        EngineMutant.of(
            "an event may begin a purge",
            INTERPRETER,
            "deadline == null || deadline.purges() || deadline.dueAt().isAfter(at)",
            "deadline == null || deadline.dueAt().isAfter(at)"),
        EngineMutant.of(
                "a worker's clock decides, which is forty minutes ahead",
                SWEEPER,
                "Decision step = interpreter.pass(policy, instance, clock);",
                "Decision step = interpreter.pass(policy, instance,"
                    + " ClockReading.of(clock.now().plusSeconds(2_400)));")
            .and(
                SWEEPER,
                "List<Instance> due = bin.due(clock.now(), room);",
                "List<Instance> due = bin.due(clock.now().plusSeconds(2_400), room);"),
        EngineMutant.of(
            "a worker that stood still writes a stage as of when it read the clock",
            STORE,
            "commit.isOutOfTime(now) || !asExpected(commit)",
            "!asExpected(commit)"),
        EngineMutant.of(
            "what a clock that lags records counts from what it says",
            TRANSITION,
            "return clock.lags() ? later(moment, clock.counted()) : moment;",
            "return moment;"),
        EngineMutant.of(
            "a term that is reckoned by a clock that lags is taken by its word",
            TRANSITION,
            "if (clock.lags() && latest != null) {",
            "if (clock.lags() && latest == null) {"),
        EngineMutant.of(
            "a gap that nobody vouches for is believed up to a week",
            CLOCKS,
            "Duration.between(mark, now).minus(passed).compareTo(limit) > 0",
            "Duration.between(mark, now).minus(passed).compareTo(safeguards.longestPush()) > 0"),
        EngineMutant.of(
            "a stage counts from when it was due",
            TRANSITION,
            "runsOn || shortLock ? nominal : later(nominal, counted());",
            "nominal;"),
        EngineMutant.of(
                "no deadline means due",
                INSTANCE,
                "if (next == null || state.isTerminal() || state == InstanceState.PURGING) {",
                "if (next == null && state == InstanceState.RETAINED && holds.all().isEmpty()) {"
                    + " return since; }"
                    + " if (next == null || state.isTerminal() || state == InstanceState.PURGING) {")
            .and(
                TRANSITION,
                "if (deadline == null) { throw new IllegalStateException("
                    + "instance + \" has no deadline that could have passed\"); }",
                "if (deadline == null) { return new Deadline(instance.since(), false,"
                    + " Cause.DEADLINE, InstanceState.PURGED, \"none\"); }"),
        EngineMutant.of(
            "a purge that is asked for does not wait for a rebuild",
            GUARDIAN,
            "if (!instance.openRebuilds().isEmpty()) {",
            "if (instance.openRebuilds().size() > 1_000) {"),
        EngineMutant.of(
            "a hold without end is none",
            INSTANCE,
            "holds.anyWithoutEnd() || !openRebuilds.isEmpty()",
            "!openRebuilds.isEmpty()"),
        EngineMutant.of(
            "a hold that ends leaves no grace",
            INSTANCE,
            "Microseconds.after(held, holdGrace)",
            "held"),
        EngineMutant.of(
            "the guards are asked after the purge has begun",
            SWEEPER,
            "Decline decline = guardian.ofPurge(instance, state, now);",
            "Decline decline = null;"),
        EngineMutant.of(
            "the kill switch is read before, and not in the step that writes",
            GUARDIAN,
            "return breaker.admission(Guarded.PURGE, instance, instance.version(), state, now);",
            "return breaker.admission(Guarded.PURGE, instance, instance.version(), bin.guard(),"
                + " now);"),
        EngineMutant.of(
            "a clock that is not believed is believed",
            GUARDIAN,
            "return state.clockHalt() == null ? null : new Decline(",
            "return state.version() >= 0 ? null : new Decline("),
        EngineMutant.of(
            "an owner need not have been told",
            GUARDIAN,
            "if (notice != null) {",
            "if (notice != null && notice.isEmpty()) {"),
        EngineMutant.of(
            "the breaker counts one more",
            STORE,
            "tallies.after(ceiling.kind(), ceiling.owner(), ceiling.after()) >= ceiling.atMost()",
            "tallies.after(ceiling.kind(), ceiling.owner(), ceiling.after()) > ceiling.atMost()"),
        EngineMutant.of(
            "the breaker counts for each worker",
            BREAKER,
            "return new Admission(state.version(), tally,",
            "return new Admission(state.version(), null,"),
        EngineMutant.of(
            "the floor is one lower",
            STORE,
            "livingInAll - 1 < admission.leaving()",
            "livingInAll < admission.leaving()"),
        EngineMutant.of(
            "an answer that does not mention an instance means yes",
            LOOKS,
            "return \"the host's answer does not mention it\";",
            "return null;"),
        EngineMutant.of(
            "a host that does not answer means yes",
            LOOKS,
            "String no = failure != null ? failure : no(instance, seen.get(instance.key()));",
            "String no = failure != null ? null : no(instance, seen.get(instance.key()));"),
        EngineMutant.of(
            "an old look is as good as a fresh one",
            LOOKS,
            "Duration VALID = Duration.ofMinutes(1)",
            "Duration VALID = Duration.ofDays(30)"),
        EngineMutant.of(
            "an event that comes again is a new one",
            EVENTS,
            "return id == null ? null : new RememberedEvent(answer.key(), id, event, answer);",
            "return null;"),
        EngineMutant.of(
            "a backup that nobody has named counts",
            COURIER,
            "return missing == null ? result : EffectResult.failed(missing);",
            "return result;"),
        EngineMutant.of(
            "what is no longer managed is touched",
            EVENTS,
            "if (forgets || (undoes && Undoing.takesBack(accepted.own(), effect))) {",
            "if (undoes && Undoing.takesBack(accepted.own(), effect)) {"),
        EngineMutant.of(
            "a lock that was given up locks out somebody who has paid since",
            EVENTS,
            "if (Undoing.isBy(own)) {",
            "if (Undoing.isBy(own) && own.effects().isEmpty()) {"),
        EngineMutant.of(
            "a fence stays the same",
            STORE,
            "row.factsFor(claimed), ++row.fence",
            "row.factsFor(claimed), row.fence"),
        EngineMutant.of(
            "an event leaves no trail",
            EVENTS,
            "audit.add(Audit.of(accepted.own(), by, event.why()));",
            ""));
  }
}
