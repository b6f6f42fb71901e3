package dev.reprieve.policy;

import static dev.reprieve.fixture.Snapshots.paying;
import static dev.reprieve.fixture.Snapshots.running;
import static dev.reprieve.fixture.Snapshots.subscription;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static dev.reprieve.model.InstanceState.FORGOTTEN;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.PURGING;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.InstanceState.STOPPED;
import static dev.reprieve.policy.RetentionTable.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of SPEC 2 by examples: just before, exactly at, just after. */
class InterpreterTest {
  private static final Interpreter PROMPT = new Interpreter(Bench.PROMPT);
  private static final Duration MARGIN = Duration.ofHours(1);
  private static final Interpreter MARGINAL = new Interpreter(Bench.PROMPT.withPurgeMargin(MARGIN));

  private static final RetentionPolicy SHELF = Policies.shelf();
  private static final RetentionPolicy DAILY = Policies.daily();
  private static final RetentionPolicy BOX = Policies.box();

  private static Verdict judge(
      RetentionPolicy policy, Instance instance, Event event, Instant now) {
    return PROMPT.judge(policy, instance, event, now, IdsInUse.NONE);
  }

  private static Decision accepted(
      RetentionPolicy policy, Instance instance, Event event, Instant now) {
    Verdict verdict = judge(policy, instance, event, now);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ACCEPTED);
    return ((Verdict.Accepted) verdict).own();
  }

  private static Decision accepted(RetentionPolicy policy, Instance instance, Event event) {
    return accepted(policy, instance, event, event.at());
  }

  private static Refusal refused(
      RetentionPolicy policy, Instance instance, Event event, Instant now) {
    Verdict verdict = judge(policy, instance, event, now);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REFUSED);
    return ((Verdict.Refused) verdict).refusal();
  }

  private static Refusal refused(RetentionPolicy policy, Instance instance, Event event) {
    return refused(policy, instance, event, event.at());
  }

  private static Instance passed(RetentionPolicy policy, Instance instance, Instant at) {
    Decision step = PROMPT.pass(policy, instance, at);
    assertThat(step).as("due at %s", at).isNotNull();
    return step.after();
  }

  private static List<String> names(Decision decision) {
    return decision.effects().stream().map(Effect::type).map(EffectType::name).toList();
  }

  /** In the bin from day 25 to day 32: expired on day 10, locked for 15 days. */
  private static Instance retained() {
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    return passed(SHELF, locked, day(25));
  }

  private static Instance held(Instance instance, Instant until) {
    return instance.toBuilder()
        .holds(instance.holds().with(new Hold("hold", until, null, null)))
        .build();
  }

  // ALL-01, ALL-02, ALL-03: in order, at the instant and not before it.

  @Test
  @Tag("ALL-01")
  @Tag("ALL-02")
  @Tag("ALL-03")
  void everyStageIsPassedAtItsInstantAndNoneBefore() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    assertThat(PROMPT.pass(SHELF, running, justBefore(day(10)))).isNull();
    Decision expiry = PROMPT.pass(SHELF, running, day(10));
    assertThat(expiry.from()).isEqualTo(RUNNING);
    assertThat(expiry.to()).isEqualTo(LOCKED);
    assertThat(expiry.cause()).isEqualTo(Cause.EXPIRY);
    assertThat(expiry.rule()).isEqualTo("SH-01");
    assertThat(names(expiry)).containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
    assertThat(expiry.beginsPurge()).isFalse();

    Instance locked = expiry.after();
    assertThat(PROMPT.pass(SHELF, locked, justBefore(day(25)))).isNull();
    Decision released = PROMPT.pass(SHELF, locked, day(25));
    assertThat(released.from()).isEqualTo(LOCKED);
    assertThat(released.to()).isEqualTo(RETAINED);
    assertThat(released.cause()).isEqualTo(Cause.DEADLINE);
    assertThat(names(released)).containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");

    Instance retained = released.after();
    assertThat(PROMPT.pass(SHELF, retained, justBefore(day(32)))).isNull();
    Decision purge = PROMPT.pass(SHELF, retained, day(32));
    assertThat(purge.to()).isEqualTo(PURGING);
    assertThat(purge.beginsPurge()).isTrue();
    assertThat(purge.rule()).isEqualTo("SH-03");
    assertThat(names(purge))
        .containsExactly("DELETE_ALL_BACKUPS", "DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
    assertThat(PROMPT.pass(SHELF, retained, justAfter(day(32))).to()).isEqualTo(PURGING);
    assertThat(purge.after().deadline()).isNull();
    assertThat(PROMPT.dueAt(purge.after())).isNull();
    assertThat(PROMPT.pass(SHELF, purge.after(), day(99))).isNull();
  }

  @Test
  @Tag("ALL-02")
  void aTransitionRecordsWhenItWasDueAndWhenItWasCarriedOut() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Decision late = PROMPT.pass(SHELF, running, day(40).plusNanos(1500));
    assertThat(late.dueAt()).isEqualTo(day(10));
    assertThat(late.at()).isEqualTo(justAfter(day(40)));
    assertThat(late.after().since()).isEqualTo(justAfter(day(40)));
    assertThat(late.to()).isEqualTo(LOCKED);
    Decision held = PROMPT.pass(SHELF, held(retained(), day(40)), day(41));
    assertThat(held.dueAt()).isEqualTo(day(40));
    assertThat(held.at()).isEqualTo(day(41));
  }

  @Test
  @Tag("ALL-03")
  void moreThanIsPassedJustAfterAndNotAtTheInstant() {
    RetentionPolicy patient = Policies.patient();
    Instance locked =
        accepted(patient, paying(PROMPT, patient, START), Event.of(Operation.ARREARS, day(1)))
            .after();
    assertThat(locked.state()).isEqualTo(LOCKED);
    assertThat(PROMPT.pass(patient, locked, day(11))).isNull();
    Decision released = PROMPT.pass(patient, locked, justAfter(day(11)));
    assertThat(released.to()).isEqualTo(RETAINED);
    assertThat(released.dueAt()).isEqualTo(day(11));
    // The span in the bin counts from when it was carried out.
    Instant end = justAfter(day(21));
    assertThat(PROMPT.pass(patient, released.after(), end)).isNull();
    assertThat(PROMPT.pass(patient, released.after(), justAfter(end)).to()).isEqualTo(PURGING);
  }

  @Test
  @Tag("ALL-01")
  @Tag("SAF-05")
  void aPurgeAloneWaitsItsMargin() {
    Instance running = subscription(MARGINAL, SHELF, START, day(10));
    assertThat(MARGINAL.dueAt(running)).isEqualTo(day(10));
    Instance retained = retained();
    Instant due = day(32).plus(MARGIN);
    assertThat(MARGINAL.dueAt(retained)).isEqualTo(due);
    assertThat(MARGINAL.pass(SHELF, retained, day(32))).isNull();
    assertThat(MARGINAL.pass(SHELF, retained, justBefore(due))).isNull();
    Decision purge = MARGINAL.pass(SHELF, retained, due);
    assertThat(purge.dueAt()).isEqualTo(day(32));
    assertThat(purge.at()).isEqualTo(due);
    assertThat(MARGINAL.dueAt(held(retained, day(40)))).isEqualTo(day(40).plus(MARGIN));
    assertThat(MARGINAL.dueAt(held(retained, null))).isNull();
  }

  @Test
  @Tag("ALL-01")
  void aToleranceOrMarginIsNotNegative() {
    Duration less = Duration.ofNanos(-1);
    assertThatThrownBy(() -> Bench.PROMPT.withFutureTolerance(less))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> Bench.PROMPT.withPurgeMargin(less)).hasMessageContaining("negative");
  }

  @Test
  @Tag("ALL-01")
  void destroyPurgesWhereItIsPermittedAndNowhereElse() {
    Instance retained = retained();
    Decision destroyed = accepted(SHELF, retained, Event.of(Operation.DESTROY, day(26)));
    assertThat(destroyed.to()).isEqualTo(PURGING);
    assertThat(destroyed.rule()).isEqualTo("SH-06");
    assertThat(destroyed.beginsPurge()).isTrue();
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    assertThat(names(accepted(SHELF, locked, Event.of(Operation.DESTROY, day(11)))))
        .containsExactly(
            "RELEASE_COMPUTE", "DELETE_ALL_BACKUPS", "DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
    Refusal running =
        refused(
            SHELF,
            subscription(PROMPT, SHELF, START, day(10)),
            Event.of(Operation.DESTROY, day(1)));
    assertThat(running.code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(running.rule()).isEqualTo("SH-04");
    assertThat(running.message()).contains("only in [LOCKED, RETAINED]").contains("RUNNING");
    assertThat(running.late()).isFalse();
  }

  /** An event dated ahead within the tolerance ordered a deletion before the deadline. */
  @Test
  @Tag("ALL-01")
  @Tag("ALL-07")
  void whatIsDatedAheadWithinTheToleranceIsNotCarriedOutBeforeItsInstant() {
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    Instant now = day(25).minusSeconds(60);
    Event hold = Event.of(Operation.HOLD, day(25));
    Verdict.Accepted accepted = (Verdict.Accepted) judge(SHELF, locked, hold, now);
    Decision released = accepted.passed().get(0);
    assertThat(released.to()).isEqualTo(RETAINED);
    assertThat(released.at()).isEqualTo(day(25));
    assertThat(released.effects()).allMatch(effect -> effect.orderedAt().equals(day(25)));
    assertThat(released.after().deadline().at()).isEqualTo(day(32));
    assertThat(accepted.own().at()).isEqualTo(day(25));
    Decision released2 =
        accepted(
            SHELF,
            paying(PROMPT, SHELF, START),
            Event.of(Operation.RELEASE, day(3)),
            day(3).minusSeconds(100));
    assertThat(released2.after().deadline().at()).isEqualTo(day(10));
  }

  // ALL-04

  @Test
  @Tag("ALL-04")
  void purgedIsTerminal() {
    Instance purged = retained().toBuilder().moveTo(PURGED, Cause.PURGE_CONFIRMED, day(33)).build();
    for (Operation operation : SHELF.operations()) {
      Event event = Event.builder(operation, day(34)).until(day(99)).newId("n").build();
      Refusal refusal = refused(SHELF, purged, event);
      assertThat(refusal.code()).isEqualTo(RefusalCode.PURGED);
      assertThat(refusal.rule()).isEqualTo("ALL-04");
      assertThat(refusal.late()).isFalse();
    }
    assertThat(PROMPT.pass(SHELF, purged, day(99))).isNull();
  }

  @Test
  @Tag("ALL-04")
  @Tag("ALL-07")
  void aPaymentThatComesAfterThePurgeIsToldWhatItMissedAndChangesNothing() {
    Instance purged = retained().toBuilder().moveTo(PURGED, Cause.PURGE_CONFIRMED, day(33)).build();
    Verdict verdict = judge(SHELF, purged, Event.renew(day(9), day(99)), day(34));
    Verdict.Refused refused = (Verdict.Refused) verdict;
    assertThat(refused.held()).isNull();
    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.PURGED);
    assertThat(refused.refusal().late()).isTrue();
    assertThat(refused.refusal().missed().to()).isEqualTo(LOCKED);
    // In the bin it would not have been permitted either: not late.
    assertThat(refused(SHELF, purged, Event.renew(day(26), day(99)), day(34)).late()).isFalse();
    // No table rules it any more: it stays a plain refusal and is no error.
    Instance unruled = purged.toBuilder().profile("GONE").build();
    assertThat(refused(SHELF, unruled, Event.renew(day(9), day(99)), day(34)).late()).isFalse();
  }

  @Test
  @Tag("FGT-01")
  void forgottenIsTerminalForUs() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Decision forgotten = accepted(SHELF, running, Event.of(Operation.FORGET, day(1)));
    assertThat(forgotten.to()).isEqualTo(FORGOTTEN);
    assertThat(forgotten.effects()).isEmpty();
    assertThat(forgotten.after().deadline()).isNull();
    assertThat(refused(SHELF, forgotten.after(), Event.of(Operation.STOP, day(2))).code())
        .isEqualTo(RefusalCode.FORGOTTEN);
    assertThat(PROMPT.pass(SHELF, forgotten.after(), day(99))).isNull();
  }

  // ALL-06

  @Test
  @Tag("ALL-06")
  void aClockThatStepsBackUndoesNothingAndIsNotRecorded() {
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(12));
    assertThat(PROMPT.pass(SHELF, locked, day(1))).isNull();
    Decision renewed = accepted(SHELF, locked, Event.renew(day(11), day(40)), day(11));
    assertThat(renewed.at()).isEqualTo(day(12));
    assertThat(renewed.after().recordedAt()).isEqualTo(day(12));
    assertThat(renewed.after().since()).isEqualTo(day(12));
  }

  // ALL-07

  @Test
  @Tag("ALL-07")
  void anEventDatedBeyondTheToleranceIsRefusedAndPassesNothing() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Instant now = day(10).minusSeconds(60);
    Instant limit = now.plus(Duration.ofMinutes(2));
    Verdict.Refused refused =
        (Verdict.Refused) judge(SHELF, running, Event.renew(justAfter(limit), day(40)), now);
    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(refused.refusal().rule()).isEqualTo("ALL-07");
    assertThat(refused.refusal().message()).contains("dated").contains("the deciding clock says");
    assertThat(refused.held()).isNull();
    assertThat(accepted(SHELF, running, Event.renew(limit, day(40)), now).to()).isEqualTo(RUNNING);
  }

  @Test
  @Tag("ALL-07")
  void deadlinesDueAtOrBeforeAnEventArePassedFirst() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Verdict.Accepted before =
        (Verdict.Accepted)
            judge(SHELF, running, Event.renew(justBefore(day(10)), day(40)), day(50));
    assertThat(before.passed()).isEmpty();
    assertThat(before.own().to()).isEqualTo(RUNNING);
    assertThat(before.own().after().trail()).isEmpty();
    Verdict.Accepted at =
        (Verdict.Accepted) judge(SHELF, running, Event.renew(day(10), day(40)), day(50));
    assertThat(at.passed()).hasSize(1);
    assertThat(at.passed().get(0).to()).isEqualTo(LOCKED);
    assertThat(at.passed().get(0).dueAt()).isEqualTo(day(10));
    assertThat(at.own().from()).isEqualTo(LOCKED);
    assertThat(at.own().to()).isEqualTo(RUNNING);
    assertThat(at.own().after().version()).isEqualTo(3);
  }

  /** The expiry was passed because auto-renewal had been due before the event. */
  @Test
  @Tag("ALL-07")
  @Tag("RED-10")
  void aRenewalDatedBeforeTheExpiryWinsAlsoWhereAutoRenewalWasDueBefore() {
    RetentionPolicy runner = Policies.runner();
    Instance running = subscription(PROMPT, runner, START, day(10));
    assertThat(running.dueAt()).isEqualTo(day(3));
    Verdict.Accepted renewed =
        (Verdict.Accepted) judge(runner, running, Event.renew(day(5), day(40)), day(12));
    assertThat(renewed.steps()).hasSize(1);
    assertThat(renewed.own().after().deadline().at()).isEqualTo(day(40));
    assertThat(renewed.own().after().autoRenewAt()).isEqualTo(day(33));
  }

  @Test
  @Tag("ALL-07")
  void anEventNeverBeginsAPurgeAndWhatSavesTheDataIsJudgedAsBeforeIt() {
    Instance retained = retained();
    Decision hold = accepted(SHELF, retained, Event.of(Operation.HOLD, day(40)));
    assertThat(hold.from()).isEqualTo(RETAINED);
    assertThat(hold.to()).isEqualTo(RETAINED);
    Decision rebuilt =
        accepted(
            SHELF,
            retained,
            Event.builder(Operation.REBUILD, day(40)).newId("n").until(day(99)).build());
    assertThat(rebuilt.to()).isEqualTo(RETAINED);
    Instance sharded = passed(DAILY, subscription(PROMPT, DAILY, START, day(10)), day(10));
    assertThat(sharded.deadline().purges()).isTrue();
    assertThat(accepted(DAILY, sharded, Event.renew(day(40), day(99))).to()).isEqualTo(RUNNING);
  }

  @Test
  @Tag("ALL-07")
  void aLatePaymentIsMarkedAndSetsAHold() {
    Instance retained = retained();
    Verdict.Refused late =
        (Verdict.Refused)
            judge(SHELF, retained, Event.renew(justBefore(day(25)), day(99)), day(26));
    assertThat(late.refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(late.refusal().late()).isTrue();
    assertThat(late.refusal().missed().from()).isEqualTo(LOCKED);
    assertThat(late.refusal().missed().to()).isEqualTo(RETAINED);
    assertThat(late.held().holds().all()).extracting(Hold::name).containsExactly("late-payment");
    assertThat(late.held().holds().anyWithoutEnd()).isTrue();
    assertThat(late.held().version()).isEqualTo(retained.version() + 1);
    assertThat(late.held().recordedAt()).isEqualTo(day(26));
    assertThat(PROMPT.pass(SHELF, late.held(), day(999))).isNull();
  }

  @Test
  @Tag("ALL-07")
  void anEventAtOrAfterTheTransitionIsNotLate() {
    Instance retained = retained();
    for (Instant at : List.of(day(25), justAfter(day(25)))) {
      Verdict.Refused refused =
          (Verdict.Refused) judge(SHELF, retained, Event.renew(at, day(99)), day(26));
      assertThat(refused.refusal().late()).isFalse();
      assertThat(refused.held()).isNull();
    }
  }

  @Test
  @Tag("ALL-07")
  void whatWouldNotHaveBeenPermittedIsNotLateAndWhatIsNoPaymentSetsNoHold() {
    Instance retained = retained();
    // STOP on day 5 would have been permitted: late, but no payment.
    Verdict.Refused stop =
        (Verdict.Refused) judge(SHELF, retained, Event.of(Operation.STOP, day(5)), day(26));
    assertThat(stop.refusal().late()).isTrue();
    assertThat(stop.refusal().missed().to()).isEqualTo(LOCKED);
    assertThat(stop.held()).isNull();
    // A renewal with no until would have been refused at its own instant too.
    Verdict.Refused unfit =
        (Verdict.Refused) judge(SHELF, retained, Event.of(Operation.RENEW, day(20)), day(26));
    assertThat(unfit.refusal().late()).isFalse();
    assertThat(unfit.held()).isNull();
  }

  @Test
  @Tag("ALL-07")
  @Tag("SCN-13")
  void aLateSettlementIsRecordedAndAPersonLooks() {
    Instance owing =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.ARREARS, day(1))).after();
    Instance retained = passed(SHELF, owing, day(16));
    Decision late =
        accepted(SHELF, retained, Event.of(Operation.SETTLE, justBefore(day(16))), day(17));
    assertThat(late.to()).isEqualTo(RETAINED);
    assertThat(late.after().arrearsSince()).isNull();
    assertThat(late.after().holds().all()).extracting(Hold::name).containsExactly("late-payment");
    Decision timely = accepted(SHELF, retained, Event.of(Operation.SETTLE, day(16)), day(17));
    assertThat(timely.after().holds().all()).isEmpty();
    assertThat(timely.after().deadline()).isEqualTo(retained.deadline());
    // One that still finds the lock brings the instance back: nothing was missed.
    Decision back = accepted(SHELF, owing, Event.of(Operation.SETTLE, justBefore(day(1))), day(2));
    assertThat(back.to()).isEqualTo(RUNNING);
    assertThat(back.after().holds().all()).isEmpty();
  }

  @Test
  @Tag("ALL-07")
  void nothingBringsBackWhatIsBeingPurgedButALatePaymentHoldsWhatIsLeft() {
    Instance purging = passed(SHELF, retained(), day(32));
    for (Operation operation :
        List.of(Operation.REBUILD, Operation.DESTROY, Operation.FORGET, Operation.PROTECT)) {
      assertThat(
              refused(SHELF, purging, Event.builder(operation, day(33)).newId("n").build()).code())
          .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    }
    Verdict.Refused late =
        (Verdict.Refused) judge(SHELF, purging, Event.renew(day(20), day(99)), day(33));
    assertThat(late.held().holds().anyInForceAt(day(99))).isTrue();
    assertThat(late.held().state()).isEqualTo(PURGING);
    assertThat(accepted(SHELF, purging, Event.of(Operation.HOLD, day(33))).to()).isEqualTo(PURGING);
    assertThat(accepted(SHELF, purging, Event.of(Operation.UNHOLD, day(33))).to())
        .isEqualTo(PURGING);
    Decision retry = accepted(SHELF, purging, Event.of(Operation.RETRY_PURGE, day(33)));
    assertThat(retry.to()).isEqualTo(PURGING);
    assertThat(retry.rule()).isEqualTo("SAF-15");
    assertThat(retry.after().purge().nextAttempt()).isEqualTo(day(33));
    assertThat(refused(SHELF, purging, Event.of(Operation.FORGET, day(33))).rule())
        .isEqualTo("FGT-01");
  }

  @Test
  void aPurgeIsRetriedOnlyWhileItIsUnderWay() {
    Refusal refusal = refused(SHELF, retained(), Event.of(Operation.RETRY_PURGE, day(26)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(refusal.rule()).isEqualTo("SAF-15");
  }

  // ALL-09

  @Test
  @Tag("ALL-09")
  void everyEffectHasItsKeyItsRuleAndItsPlace() {
    Decision expiry = PROMPT.pass(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    assertThat(expiry.effects())
        .extracting(Effect::key)
        .containsExactly(
            new EffectKey(expiry.after().key(), 2, 0),
            new EffectKey(expiry.after().key(), 2, 1),
            new EffectKey(expiry.after().key(), 2, 2));
    assertThat(expiry.effects()).allMatch(effect -> effect.rule().equals("SH-01"));
    assertThat(expiry.effects().get(0).key()).hasToString("tenant/region/shelf/i1#2.0");
    assertThat(expiry.transition()).isEqualTo("all: RUNNING to LOCKED by EXPIRY");
  }

  @Test
  @Tag("ALL-09")
  void aThirdPartysOperationHasItsOwnEffect() {
    Decision copied =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Policies.SNAPSHOT, day(1)));
    assertThat(copied.to()).isEqualTo(RUNNING);
    assertThat(copied.rule()).isEqualTo("SH-12");
    assertThat(names(copied)).containsExactly("acme:COPY");
    assertThat(
            refused(DAILY, paying(PROMPT, DAILY, START), Event.of(Policies.SNAPSHOT, day(1)))
                .code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_PRODUCT);
  }

  // ALL-10

  @Test
  @Tag("ALL-10")
  void protectionRefusesReleaseAndDestroyAndDoesNotStopTime() {
    Instance protectedOne =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.PROTECT, day(1))).after();
    assertThat(protectedOne.releaseProtected()).isTrue();
    assertThat(refused(SHELF, protectedOne, Event.of(Operation.RELEASE, day(2))).code())
        .isEqualTo(RefusalCode.RELEASE_PROTECTED);
    Instance locked = accepted(SHELF, protectedOne, Event.of(Operation.ARREARS, day(2))).after();
    assertThat(locked.state()).isEqualTo(LOCKED);
    assertThat(refused(SHELF, locked, Event.of(Operation.DESTROY, day(3))).code())
        .isEqualTo(RefusalCode.RELEASE_PROTECTED);
    Instance retained = passed(SHELF, locked, day(17));
    assertThat(passed(SHELF, retained, day(24)).state()).isEqualTo(PURGING);
    Instance open = accepted(SHELF, locked, Event.of(Operation.UNPROTECT, day(3))).after();
    assertThat(accepted(SHELF, open, Event.of(Operation.DESTROY, day(3))).to()).isEqualTo(PURGING);
  }

  @Test
  @Tag("ALL-10")
  void underAHoldStagesPassAndNothingIsPurged() {
    Instance running = held(subscription(PROMPT, SHELF, START, day(10)), null);
    Instance retained = passed(SHELF, passed(SHELF, running, day(10)), day(25));
    assertThat(retained.state()).isEqualTo(RETAINED);
    assertThat(PROMPT.pass(SHELF, retained, day(999))).isNull();
    assertThat(refused(SHELF, retained, Event.of(Operation.DESTROY, day(26))).code())
        .isEqualTo(RefusalCode.HELD);
    Instance lifted = accepted(SHELF, retained, Event.of(Operation.UNHOLD, day(40))).after();
    assertThat(PROMPT.pass(SHELF, lifted, day(40)).to()).isEqualTo(PURGING);
  }

  @Test
  @Tag("ALL-10")
  @Tag("SCN-08")
  void aHoldHoldsUntilItsEndAndNotAtIt() {
    Instance held =
        accepted(
                SHELF,
                retained(),
                Event.builder(Operation.HOLD, day(26)).until(day(40)).name("case 7").build())
            .after();
    assertThat(PROMPT.pass(SHELF, held, justBefore(day(40)))).isNull();
    assertThat(PROMPT.pass(SHELF, held, day(40)).to()).isEqualTo(PURGING);
    assertThat(refused(SHELF, held, Event.of(Operation.DESTROY, justBefore(day(40)))).code())
        .isEqualTo(RefusalCode.HELD);
    assertThat(accepted(SHELF, held, Event.of(Operation.DESTROY, day(40))).to()).isEqualTo(PURGING);
  }

  @Test
  @Tag("ALL-10")
  void aHoldSaysWhoAndWhyAndIsRefusedWhereItMakesNoSense() {
    Instance retained = retained();
    Event hold =
        Event.builder(Operation.HOLD, day(26)).by("ops").why("case 7").until(day(27)).build();
    assertThat(accepted(SHELF, retained, hold).after().holds().all())
        .containsExactly(new Hold("hold", day(27), "ops", "case 7"));
    for (Event unfit :
        List.of(
            Event.builder(Operation.HOLD, day(26)).until(day(26)).build(),
            Event.builder(Operation.HOLD, day(26)).until(justBefore(day(26))).build(),
            Event.builder(Operation.HOLD, day(26)).name(" ").build(),
            Event.builder(Operation.HOLD, day(26)).name("x".repeat(513)).build())) {
      Refusal refusal = refused(SHELF, retained, unfit);
      assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_ARGUMENT);
      assertThat(refusal.rule()).isEqualTo("ALL-10");
    }
    assertThat(
            accepted(
                    SHELF,
                    retained,
                    Event.builder(Operation.HOLD, day(26)).name("x".repeat(512)).build())
                .to())
        .isEqualTo(RETAINED);
    assertThat(accepted(SHELF, retained, Event.of(Operation.UNHOLD, day(26))).rule())
        .isEqualTo("ALL-10");
  }

  // ALL-11

  @Test
  @Tag("ALL-11")
  void afterPayingEveryClockStartsAfresh() {
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    Decision renewed = accepted(SHELF, locked, Event.renew(day(24), day(40)));
    assertThat(renewed.to()).isEqualTo(RUNNING);
    assertThat(names(renewed)).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(renewed.after().deadline())
        .isEqualTo(new Deadline(day(40), false, Cause.EXPIRY, LOCKED, "SH-01"));
    assertThat(PROMPT.pass(SHELF, renewed.after(), justBefore(day(40)))).isNull();
    Instance owing =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.ARREARS, day(1))).after();
    Decision settled = accepted(SHELF, owing, Event.of(Operation.SETTLE, day(2)));
    assertThat(settled.to()).isEqualTo(RUNNING);
    assertThat(settled.after().deadline()).isNull();
    assertThat(settled.after().arrearsSince()).isNull();
    assertThat(names(settled)).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    Instance again = accepted(SHELF, settled.after(), Event.of(Operation.ARREARS, day(3))).after();
    assertThat(again.deadline().at()).isEqualTo(day(18));
  }

  @Test
  @Tag("ALL-11")
  void beforeItsExpiryARenewalExtendsTheOldEnd() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    assertThat(accepted(SHELF, running, Event.renew(day(9), day(40))).after().deadline().at())
        .isEqualTo(day(40));
    assertThat(refused(SHELF, running, Event.renew(day(9), day(10))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(refused(SHELF, running, Event.renew(day(9), day(9))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(refused(SHELF, running, Event.of(Operation.RENEW, day(9))).message())
        .contains("until is missing");
    assertThat(accepted(SHELF, running, Event.renew(day(9), justAfter(day(10)))).to())
        .isEqualTo(RUNNING);
    Instance locked = passed(SHELF, running, day(10));
    assertThat(refused(SHELF, locked, Event.renew(day(12), day(12))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(accepted(SHELF, locked, Event.renew(day(12), justAfter(day(12)))).to())
        .isEqualTo(RUNNING);
  }

  @Test
  @Tag("ALL-11")
  @Tag("SCN-13")
  void aRestoreStartsEveryClockAfreshAndArrearsStayAFact() {
    Instance byDay =
        PROMPT.begin(
            DAILY,
            running(DAILY, BillingMode.PAY_BY_DAILY_CONFIG, START)
                .createdAt(START)
                .attributes(Attributes.ofTexts(Map.of("label", "eip-1")))
                .build());
    Instance owing = accepted(DAILY, byDay, Event.of(Operation.ARREARS, day(1))).after();
    assertThat(owing.state()).isEqualTo(RUNNING);
    assertThat(owing.deadline()).isNull();
    Decision released = accepted(DAILY, owing, Event.of(Operation.RELEASE, day(2)));
    assertThat(names(released))
        .containsExactly("FORCE_STOP", "DETACH_ASSOCIATIONS", "NOTIFY_OWNER");
    Instant end = day(2).plus(Duration.ofHours(2));
    Decision restored = accepted(DAILY, released.after(), Event.of(Operation.RESTORE, end));
    assertThat(restored.to()).isEqualTo(STOPPED);
    assertThat(restored.after().deadline()).isNull();
    assertThat(restored.after().purgeNotBefore()).isNull();
    assertThat(restored.after().arrearsSince()).isEqualTo(day(1));
    assertThat(restored.notCarried()).containsExactly(Map.entry("label", "eip-1"));
    assertThat(restored.after().attributes().text("label")).isNull();
    assertThat(PROMPT.pass(DAILY, restored.after(), day(999))).isNull();
    assertThat(PROMPT.pass(DAILY, released.after(), end)).isNull();
    assertThat(PROMPT.pass(DAILY, released.after(), justAfter(end)).to()).isEqualTo(PURGING);
  }

  /** A policy of a third party that lets what is locked or retained run again. */
  private static RetentionPolicy thawing() {
    Operation thaw = new Operation("acme:THAW");
    return RetentionPolicy.builder("thawing", 1)
        .billing(BillingMode.SUBSCRIPTION)
        .profile(
            "THAWING",
            table(
                    "all",
                    Condition.always(),
                    Handling.builder()
                        .permits(LOCKED, "TH-01", thaw)
                        .to(Target.RUNNING)
                        .permits(RETAINED, "TH-02", Operation.RESTORE)
                        .to(Target.RUNNING)
                        .purging(EffectType.DELETE_DATA)
                        .build())
                .fromDay(1, LOCKED, "TH-03")
                .fromDay(2, RETAINED, "TH-04")
                .fromDay(3, PURGED, "TH-05"))
        .build();
  }

  /** A clock that went on after the return purged what was running. */
  @Test
  @Tag("ALL-11")
  @Tag("ALL-01")
  void whatComesBackByAThirdPartysOperationIsNotTakenAgain() {
    RetentionPolicy thawing = thawing();
    Instance locked = passed(thawing, subscription(PROMPT, thawing, START, day(10)), day(10));
    Decision thawed = accepted(thawing, locked, Event.of(new Operation("acme:THAW"), day(10)));
    assertThat(thawed.to()).isEqualTo(RUNNING);
    assertThat(thawed.after().deadline()).isNull();
    assertThat(PROMPT.pass(thawing, thawed.after(), day(99))).isNull();
    Instance retained = passed(thawing, locked, day(11));
    Decision restored = accepted(thawing, retained, Event.of(Operation.RESTORE, day(11)));
    assertThat(restored.after().deadline()).isNull();
    assertThat(PROMPT.pass(thawing, restored.after(), day(99))).isNull();
    // A term that still lies ahead counts on.
    Instance paidAhead = retained.toBuilder().expiresAt(justAfter(day(11))).build();
    assertThat(
            accepted(thawing, paidAhead, Event.of(Operation.RESTORE, day(11)))
                .after()
                .deadline()
                .at())
        .isEqualTo(justAfter(day(11)));
    Instance justOver = retained.toBuilder().expiresAt(day(11)).build();
    assertThat(accepted(thawing, justOver, Event.of(Operation.RESTORE, day(11))).after().deadline())
        .isNull();
  }

  /** Paid for, and yet on its way to the purge, wherever a table forgot to name SETTLE. */
  @Test
  @Tag("ALL-11")
  @Tag("SCN-12")
  void settlingBringsBackWhatIsLockedWhateverTheTableForgot() {
    RetentionPolicy forgetful =
        RetentionPolicy.builder("forgetful", 1)
            .billing(BillingMode.PAY_AS_YOU_GO)
            .profile(
                "FORGETFUL",
                table(
                        "all",
                        Condition.always(),
                        Handling.builder()
                            .entering(LOCKED, EffectType.LOCK_ACCESS, EffectType.SUSPEND_BILLING)
                            .purging(EffectType.DELETE_DATA)
                            .build())
                    .fromDay(1, LOCKED, "FO-01")
                    .fromDay(2, PURGED, "FO-02"))
            .build();
    Instance locked =
        accepted(forgetful, paying(PROMPT, forgetful, START), Event.of(Operation.ARREARS, day(1)))
            .after();
    Decision settled = accepted(forgetful, locked, Event.of(Operation.SETTLE, day(9)));
    assertThat(settled.to()).isEqualTo(RUNNING);
    assertThat(settled.after().deadline()).isNull();
    assertThat(settled.after().arrearsSince()).isNull();
    assertThat(names(settled)).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
  }

  @Test
  @Tag("SCN-12")
  void payingBringsBackTheStateBeforeTheLock() {
    Instance stopped =
        accepted(
                SHELF,
                subscription(PROMPT, SHELF, START, day(10)),
                Event.of(Operation.STOP, day(1)))
            .after();
    assertThat(stopped.state()).isEqualTo(STOPPED);
    assertThat(stopped.deadline().at()).isEqualTo(day(10));
    Instance locked = passed(SHELF, stopped, day(10));
    assertThat(accepted(SHELF, locked, Event.renew(day(11), day(40))).to()).isEqualTo(STOPPED);
    assertThat(accepted(SHELF, stopped, Event.renew(day(2), day(40))).to()).isEqualTo(STOPPED);
  }

  @Test
  @Tag("BIL-01")
  @Tag("ALL-11")
  void payAsYouGoBecomesASubscriptionWithATermOfItsOwn() {
    Instance paying = paying(PROMPT, SHELF, START);
    Event change = Event.builder(Operation.CHANGE_BILLING_MODE, day(1)).until(day(31)).build();
    Decision changed = accepted(SHELF, paying, change);
    assertThat(changed.after().billing()).isEqualTo(BillingMode.SUBSCRIPTION);
    assertThat(changed.after().expiresAt()).isEqualTo(day(31));
    assertThat(changed.after().deadline())
        .isEqualTo(new Deadline(day(31), false, Cause.EXPIRY, LOCKED, "SH-01"));
    assertThat(changed.rule()).isEqualTo("BIL-01");
    assertThat(refused(SHELF, changed.after(), change).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE);
    assertThat(refused(SHELF, paying, Event.of(Operation.CHANGE_BILLING_MODE, day(1))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    Instance stopped = accepted(SHELF, paying, Event.of(Operation.STOP, day(1))).after();
    Refusal inState = refused(SHELF, stopped, change);
    assertThat(inState.code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(inState.rule()).isEqualTo("BIL-01");
    Instance daily = paying(PROMPT, DAILY, START);
    assertThat(refused(DAILY, daily, change).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_PRODUCT);
    // In arrears and still running, where the profile lets it run on.
    RetentionPolicy kept = Policies.box();
    assertThat(kept.billingChangeRule()).isNull();
    Instance owing = paying.toBuilder().arrearsSince(day(1)).build();
    Refusal inArrears = refused(SHELF, owing, change);
    assertThat(inArrears.code()).isEqualTo(RefusalCode.IN_ARREARS);
    assertThat(inArrears.rule()).isEqualTo("BIL-01");
  }

  // ALL-13

  @Test
  @Tag("ALL-13")
  void whatNoTableRulesIsAnErrorAndNeverADefault() {
    Instance bare = running(BOX, BillingMode.PAY_AS_YOU_GO, START).build();
    assertThatThrownBy(() -> PROMPT.begin(BOX, bare))
        .isInstanceOf(UnruledInstanceException.class)
        .hasMessageContaining("i1")
        .hasMessageContaining("PAY_AS_YOU_GO")
        .hasMessageContaining("BOX");
    Instance unreadable =
        bare.toBuilder().attributes(Attributes.ofTexts(Map.of("keeping", "MAYBE"))).build();
    assertThatThrownBy(() -> PROMPT.offers(BOX, unreadable, day(1)))
        .isInstanceOf(UnruledInstanceException.class);
    assertThatThrownBy(
            () -> PROMPT.begin(BOX, kept(Keeping.KEEP).toBuilder().profile("OTHER").build()))
        .isInstanceOf(UnruledInstanceException.class);
  }

  // ALL-14

  @Test
  @Tag("ALL-14")
  void promisedSpansAreServedInFullFromWhenTheyWereCarriedOut() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Instance locked = passed(SHELF, running, day(100));
    assertThat(locked.deadline().at()).isEqualTo(day(115));
    Instance retained = passed(SHELF, locked, day(200));
    assertThat(retained.deadline().at()).isEqualTo(day(207));
  }

  @Test
  @Tag("ALL-14")
  void aHostMaySwitchThatOffForTheLockAndNeverForRetention() {
    Interpreter nominal = new Interpreter(Bench.PROMPT.withLockServedInFull(false));
    Instance running = subscription(nominal, SHELF, START, day(10));
    Instance locked = nominal.pass(SHELF, running, day(100)).after();
    assertThat(locked.deadline().at()).isEqualTo(day(25));
    Instance retained = nominal.pass(SHELF, locked, day(100)).after();
    assertThat(retained.deadline().at()).isEqualTo(day(107));
  }

  @Test
  @Tag("ALL-14")
  void aStageThatRunsOnCountsFromT() {
    RetentionPolicy runner = Policies.runner();
    Instance running = subscription(PROMPT, runner, START, day(10));
    Decision expiry = PROMPT.pass(runner, running, day(12));
    assertThat(expiry.to()).isEqualTo(RUNNING);
    assertThat(expiry.cause()).isEqualTo(Cause.EXPIRY);
    assertThat(names(expiry)).containsExactly("NOTIFY_OWNER");
    assertThat(expiry.dueAt()).isEqualTo(day(10));
    assertThat(expiry.after().deadline().at()).isEqualTo(day(25));
    assertThat(expiry.after().deadline().to()).isEqualTo(LOCKED);
    Instance stopped = accepted(runner, expiry.after(), Event.of(Operation.STOP, day(13))).after();
    assertThat(passed(runner, stopped, day(25)).state()).isEqualTo(LOCKED);
  }

  // ALL-16

  @Test
  @Tag("ALL-16")
  void anOpenRebuildIsRecordedWithTheEffectThatEndsIt() {
    Event rebuild = Event.builder(Operation.REBUILD, day(26)).newId("i2").until(day(60)).build();
    Decision rebuilt = accepted(SHELF, retained(), rebuild);
    assertThat(names(rebuilt)).containsExactly("CREATE_INSTANCE");
    assertThat(rebuilt.after().openRebuilds()).containsExactly(rebuilt.effects().get(0).key());
    assertThat(PROMPT.pass(SHELF, rebuilt.after(), day(99))).isNull();
    assertThat(rebuilt.after().deadline().at()).isEqualTo(day(32));
    Instance fresh = rebuilt.created().after();
    assertThat(fresh.key().id()).isEqualTo("i2");
    assertThat(fresh.state()).isEqualTo(RUNNING);
    assertThat(fresh.createdAt()).isEqualTo(day(26));
    assertThat(fresh.expiresAt()).isEqualTo(day(60));
    assertThat(fresh.deadline().at()).isEqualTo(day(60));
    assertThat(fresh.version()).isEqualTo(1);
    assertThat(rebuilt.created().from()).isNull();
    Decision second =
        accepted(
            SHELF,
            rebuilt.after(),
            Event.builder(Operation.REBUILD, day(27)).newId("i3").until(day(60)).build());
    assertThat(second.after().openRebuilds()).hasSize(2);
  }

  /** A third party's rebuild without CREATE_INSTANCE did not keep the purge waiting. */
  @Test
  @Tag("ALL-16")
  void aThirdPartysRebuildKeepsThePurgeWaitingToo() {
    EffectType fetch = new EffectType("acme:FETCH", false);
    RetentionPolicy own = rebuilding(fetch, EffectType.UNLOCK_ACCESS, Policies.COPY);
    Instance retained = retainedIn(own);
    Event rebuild = Event.builder(Operation.REBUILD, day(3)).newId("i2").until(day(9)).build();
    Decision rebuilt = accepted(own, retained, rebuild);
    assertThat(rebuilt.after().openRebuilds()).containsExactly(rebuilt.effects().get(2).key());
    // What somebody else locked is not unlocked by us: the others move up.
    Decision others = accepted(own, retained.toBuilder().lockedByOthers("quota").build(), rebuild);
    assertThat(names(others)).containsExactly("acme:FETCH", "acme:COPY");
    assertThat(others.after().openRebuilds()).containsExactly(others.effects().get(1).key());
    RetentionPolicy usual = rebuilding(fetch, EffectType.CREATE_INSTANCE, Policies.COPY);
    Decision created = accepted(usual, retainedIn(usual), rebuild);
    assertThat(created.after().openRebuilds()).containsExactly(created.effects().get(1).key());
    RetentionPolicy silent = rebuilding();
    assertThat(accepted(silent, retainedIn(silent), rebuild).after().openRebuilds()).isEmpty();
  }

  private static RetentionPolicy rebuilding(EffectType... effects) {
    return RetentionPolicy.builder("own", 1)
        .billing(BillingMode.SUBSCRIPTION)
        .profile(
            "OWN",
            table(
                    "all",
                    Condition.always(),
                    Handling.builder()
                        .permits(RETAINED, "OW-01", Operation.REBUILD)
                        .doing(effects)
                        .purging(EffectType.DELETE_DATA)
                        .build())
                .fromDay(1, LOCKED, "OW-02")
                .fromDay(2, RETAINED, "OW-03")
                .fromDay(9, PURGED, "OW-04"))
        .build();
  }

  private static Instance retainedIn(RetentionPolicy policy) {
    return passed(
        policy, passed(policy, subscription(PROMPT, policy, START, day(1)), day(1)), day(2));
  }

  @Test
  @Tag("SCN-11")
  void aRebuildNeedsAFreeIdAndAnEnd() {
    Instance retained = retained();
    Event.Builder rebuild = Event.builder(Operation.REBUILD, day(26));
    for (Event unfit :
        List.of(
            rebuild.newId(null).until(day(60)).build(),
            rebuild.newId(" ").until(day(60)).build(),
            rebuild.newId("x".repeat(513)).until(day(60)).build(),
            rebuild.newId("i2").until(null).build(),
            rebuild.newId("i2").until(day(26)).build(),
            rebuild
                .newId("i2")
                .until(day(60))
                .overrides(Attributes.ofTexts(Map.of("releaseProtection", "perhaps")))
                .build())) {
      assertThat(refused(SHELF, retained, unfit).code()).isEqualTo(RefusalCode.INVALID_ARGUMENT);
    }
    Event good =
        Event.builder(Operation.REBUILD, day(26)).newId("i2").until(justAfter(day(26))).build();
    assertThat(accepted(SHELF, retained, good).to()).isEqualTo(RETAINED);
    Verdict.Refused taken =
        (Verdict.Refused)
            PROMPT.judge(SHELF, retained, good, day(26), key -> key.id().equals("i2"));
    assertThat(taken.refusal().code()).isEqualTo(RefusalCode.ID_IN_USE);
  }

  @Test
  @Tag("SCN-11")
  @Tag("RED-07")
  void whatComesBackWithARebuild() {
    Instance retained =
        retained().toBuilder()
            .attributes(Attributes.ofTexts(Map.of("label", "sg-1", "size", "2")))
            .releaseProtected(true)
            .arrearsSince(null)
            .build();
    Event rebuild =
        Event.builder(Operation.REBUILD, day(26))
            .newId("i2")
            .until(day(60))
            .overrides(Attributes.ofTexts(Map.of("size", "4")))
            .build();
    Decision rebuilt = accepted(SHELF, retained, rebuild);
    Instance fresh = rebuilt.created().after();
    assertThat(fresh.attributes().asTexts()).containsExactly(Map.entry("size", "4"));
    assertThat(fresh.releaseProtected()).isFalse();
    assertThat(rebuilt.notCarried()).containsExactly(Map.entry("label", "sg-1"));
    assertThat(rebuilt.created().notCarried()).containsExactly(Map.entry("label", "sg-1"));
    assertThat(rebuilt.effects().get(0).details())
        .containsOnly(
            Map.entry("newId", "i2"),
            Map.entry("override.size", "4"),
            Map.entry("toConfigure", "label"),
            Map.entry("carryOver", "accountPassword"));
    Event guarded =
        Event.builder(Operation.REBUILD, day(26))
            .newId("i2")
            .until(day(60))
            .overrides(Attributes.ofTexts(Map.of("releaseProtection", "true")))
            .build();
    Instance protectedOne = accepted(SHELF, retained, guarded).created().after();
    assertThat(protectedOne.releaseProtected()).isTrue();
    assertThat(protectedOne.attributes().text("releaseProtection")).isNull();
  }

  // ALL-17

  @Test
  @Tag("ALL-17")
  void aFinalReleaseNeedsConfirm() {
    Instance paying = paying(PROMPT, DAILY, START);
    Refusal plain = refused(DAILY, paying, Event.of(Operation.RELEASE, day(1)));
    assertThat(plain.code()).isEqualTo(RefusalCode.CONFIRMATION_REQUIRED);
    assertThat(plain.rule()).isEqualTo("ALL-17");
    Event confirmed = Event.builder(Operation.RELEASE, day(1)).confirm(true).build();
    Decision released = accepted(DAILY, paying, confirmed);
    assertThat(released.to()).isEqualTo(PURGING);
    assertThat(released.rule()).isEqualTo("DA-07");
    assertThat(names(released)).containsExactly("FORCE_STOP", "DELETE_DATA", "NOTIFY_OWNER");
    assertThat(refused(DAILY, held(paying, null), confirmed).code()).isEqualTo(RefusalCode.HELD);
    assertThat(PROMPT.offers(DAILY, paying, day(1)).permitted()).contains(Operation.RELEASE);
    // One that goes to the bin needs none.
    Decision kept =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.RELEASE, day(1)));
    assertThat(kept.to()).isEqualTo(RETAINED);
    assertThat(kept.rule()).isEqualTo("SH-07");
    assertThat(kept.after().deadline())
        .isEqualTo(new Deadline(day(8), false, Cause.DEADLINE, PURGED, "SH-08"));
    assertThat(
            accepted(
                    SHELF,
                    held(paying(PROMPT, SHELF, START), null),
                    Event.of(Operation.RELEASE, day(1)))
                .to())
        .isEqualTo(RETAINED);
  }

  // The order of judging (SPEC 10), and what is offered.

  @Test
  @Tag("SCN-10")
  void theFirstReasonIsTheAnswer() {
    Instance owing =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.ARREARS, day(1))).after();
    assertThat(refused(SHELF, owing, Event.of(Operation.ARREARS, day(2))).code())
        .isEqualTo(RefusalCode.ALREADY_IN_ARREARS);
    assertThat(
            refused(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.SETTLE, day(2))).code())
        .isEqualTo(RefusalCode.NOT_IN_ARREARS);
    Instance subscription = subscription(PROMPT, SHELF, START, day(10));
    assertThat(refused(SHELF, subscription, Event.of(Operation.SETTLE, day(2))).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE);
    assertThat(refused(SHELF, subscription, Event.of(Operation.ARREARS, day(2))).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE);
    assertThat(refused(SHELF, subscription, Event.of(Operation.RELEASE, day(2))).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE);
    assertThat(refused(SHELF, owing, Event.renew(day(2), day(9))).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE);
    Refusal release = refused(SHELF, owing, Event.of(Operation.RELEASE, day(2)));
    assertThat(release.code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(release.rule()).isEqualTo("SH-07");
    assertThat(release.message()).contains("only in [RUNNING, STOPPED]");
    Instance created = running(SHELF, BillingMode.PAY_AS_YOU_GO, START).createdAt(day(1)).build();
    assertThat(refused(SHELF, created, Event.of(Operation.STOP, justBefore(day(1)))).code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
    assertThat(accepted(SHELF, created, Event.of(Operation.STOP, day(1))).to()).isEqualTo(STOPPED);
  }

  @Test
  @Tag("ALL-12")
  @Tag("SCN-10")
  void everyOperationIsOfferedOrRefusedWithItsReason() {
    Offers offers = PROMPT.offers(SHELF, retained(), day(26));
    assertThat(offers.permitted()).contains(Operation.REBUILD, Operation.DESTROY, Operation.HOLD);
    assertThat(offers.permitted()).doesNotContain(Operation.RENEW, Operation.STOP);
    assertThat(offers.whyNot(Operation.RENEW).code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(offers.whyNot(Operation.REBUILD)).isNull();
    assertThat(offers.permitted()).doesNotContainAnyElementsOf(offers.refused().keySet());
    assertThat(offers.permitted().size() + offers.refused().size())
        .isEqualTo(SHELF.operations().size());
    assertThat(List.copyOf(offers.permitted())).isSorted();
    Instance held = held(retained(), null);
    assertThat(PROMPT.offers(SHELF, held, day(26)).whyNot(Operation.DESTROY).code())
        .isEqualTo(RefusalCode.HELD);
  }

  @Test
  @Tag("KEC-03")
  void tooYoungSaysFromWhen() {
    Instance young =
        running(DAILY, BillingMode.PAY_BY_DAILY_CONFIG, START).createdAt(START).build();
    Instant hour = START.plus(Duration.ofHours(1));
    for (Instant at : List.of(justBefore(hour), hour)) {
      Refusal refusal = refused(DAILY, young, Event.of(Operation.RELEASE, at));
      assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_YOUNG);
      assertThat(refusal.permittedFrom()).isEqualTo(hour);
      assertThat(refusal.message()).contains("permitted after " + hour);
    }
    assertThat(accepted(DAILY, young, Event.of(Operation.RELEASE, justAfter(hour))).to())
        .isEqualTo(RETAINED);
    Instance always = running(DAILY, BillingMode.PAY_BY_DAILY_CONFIG, START).build();
    assertThat(accepted(DAILY, always, Event.of(Operation.RELEASE, START)).to())
        .isEqualTo(RETAINED);
  }

  @Test
  @Tag("KEC-09")
  void adviceStandsBesideAReleaseRefusedOrNot() {
    Instance sleepy =
        paying(PROMPT, DAILY, START).toBuilder()
            .attributes(Attributes.ofTexts(Map.of("label", "N1.2B")))
            .build();
    Refusal refusal = refused(DAILY, sleepy, Event.of(Operation.RELEASE, day(1)));
    assertThat(refusal.advice()).extracting("name").containsExactly("acme:SLEEP");
    Decision released =
        accepted(DAILY, sleepy, Event.builder(Operation.RELEASE, day(1)).confirm(true).build());
    assertThat(released.advice()).extracting("name").containsExactly("acme:SLEEP");
    assertThat(accepted(DAILY, sleepy, Event.of(Operation.STOP, day(1))).advice()).isEmpty();
    Instance other = paying(PROMPT, DAILY, START);
    assertThat(refused(DAILY, other, Event.of(Operation.RELEASE, day(1))).advice()).isEmpty();
  }

  @Test
  @Tag("SCN-13")
  void arrearsInTheBinAreRecordedAndMoveNoDeadline() {
    Instance released =
        accepted(SHELF, paying(PROMPT, SHELF, START), Event.of(Operation.RELEASE, day(1))).after();
    Decision owing = accepted(SHELF, released, Event.of(Operation.ARREARS, day(2)));
    assertThat(owing.after().arrearsSince()).isEqualTo(day(2));
    assertThat(owing.after().deadline()).isEqualTo(released.deadline());
    assertThat(owing.effects()).isEmpty();
    assertThat(owing.rule()).isEqualTo("SCN-13");
    Decision settled = accepted(SHELF, owing.after(), Event.of(Operation.SETTLE, day(3)));
    assertThat(settled.after().arrearsSince()).isNull();
    assertThat(settled.after().deadline()).isEqualTo(released.deadline());
    assertThat(settled.effects()).isEmpty();
  }

  @Test
  @Tag("SCN-13")
  void settlingWhatStillRunsClearsTheDeadline() {
    RetentionPolicy runner = Policies.runner();
    Decision owing =
        accepted(
            runner, paying(PROMPT, runner, START), Event.of(Operation.ARREARS, day(1)), day(3));
    assertThat(owing.to()).isEqualTo(RUNNING);
    assertThat(names(owing)).containsExactly("NOTIFY_OWNER");
    assertThat(owing.after().deadline().at()).isEqualTo(day(16));
    Decision settled = accepted(runner, owing.after(), Event.of(Operation.SETTLE, day(4)));
    assertThat(settled.after().deadline()).isNull();
    assertThat(settled.to()).isEqualTo(RUNNING);
    // And where no row names SETTLE and nothing follows from arrears.
    Instance plain = paying(PROMPT, DAILY, START);
    Decision recorded = accepted(DAILY, plain, Event.of(Operation.ARREARS, day(1)));
    assertThat(names(recorded)).containsExactly("NOTIFY_OWNER");
    assertThat(recorded.rule()).isEqualTo("DA-02");
    Decision cleared = accepted(DAILY, recorded.after(), Event.of(Operation.SETTLE, day(2)));
    assertThat(cleared.after().arrearsSince()).isNull();
    assertThat(cleared.rule()).isEqualTo("OWN-02");
    assertThat(cleared.to()).isEqualTo(RUNNING);
  }

  private static Instance kept(Keeping keeping) {
    return running(BOX, BillingMode.PAY_AS_YOU_GO, START)
        .attributes(Attributes.empty().with(Policies.KEEPING, keeping))
        .build();
  }

  private static Event changeTo(String value, Instant at) {
    return Event.builder(Policies.CHANGE_KEEPING, at).value(value).build();
  }

  @Test
  @Tag("SCN-14")
  @Tag("MDB-17")
  void anEndInTheBinComesAtLeastTheNoticeAfterTheChange() {
    Instance endless =
        accepted(BOX, kept(Keeping.KEEP), Event.of(Operation.RELEASE, day(1))).after();
    assertThat(endless.deadline()).isNull();
    assertThat(PROMPT.pass(BOX, endless, day(9999))).isNull();
    Decision shortened = accepted(BOX, endless, changeTo("DELETE", day(100)));
    assertThat(shortened.after().deadline())
        .isEqualTo(new Deadline(day(107), false, Cause.DEADLINE, PURGED, "BO-06"));
    assertThat(shortened.after().attributes().text("keeping")).isEqualTo("DELETE");
    Decision same = accepted(BOX, shortened.after(), changeTo("DELETE", day(101)));
    assertThat(same.after().deadline()).isEqualTo(shortened.after().deadline());
    Decision lengthened = accepted(BOX, shortened.after(), changeTo("KEEP", day(102)));
    assertThat(lengthened.after().deadline()).isNull();
    assertThat(refused(BOX, held(endless, null), changeTo("DELETE", day(100))).code())
        .isEqualTo(RefusalCode.HELD);
    assertThat(accepted(BOX, held(endless, null), changeTo("KEEP", day(100))).to())
        .isEqualTo(RETAINED);
    assertThat(refused(BOX, endless, changeTo("MAYBE", day(100))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(refused(BOX, held(endless, null), changeTo("MAYBE", day(100))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(
            refused(BOX, held(endless, null), Event.of(Policies.CHANGE_KEEPING, day(100))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(refused(BOX, endless, Event.of(Policies.CHANGE_KEEPING, day(100))).code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
    Decision running = accepted(BOX, kept(Keeping.KEEP), changeTo("DELETE", day(1)));
    assertThat(running.after().deadline()).isNull();
    assertThat(running.to()).isEqualTo(RUNNING);
    // Under the ending table already: a hold does not refuse a change that gives no new end.
    Instance ending =
        accepted(BOX, kept(Keeping.DELETE), Event.of(Operation.RELEASE, day(1))).after();
    assertThat(accepted(BOX, held(ending, null), changeTo("KEEP", day(2))).after().deadline())
        .isNull();
  }

  @Test
  @Tag("SCN-14")
  void aLaterEndThatStoodBeforeIsKept() {
    Instance promised =
        accepted(BOX, kept(Keeping.KEEP), Event.of(Operation.RELEASE, day(1))).after().toBuilder()
            .deadline(new Deadline(day(300), false, Cause.DEADLINE, PURGED, "BO-09"))
            .build();
    assertThat(accepted(BOX, promised, changeTo("DELETE", day(100))).after().deadline().at())
        .isEqualTo(day(300));
    Instance sooner =
        promised.toBuilder()
            .deadline(new Deadline(day(107), false, Cause.DEADLINE, PURGED, "BO-09"))
            .build();
    assertThat(accepted(BOX, sooner, changeTo("DELETE", day(100))).after().deadline().rule())
        .isEqualTo("BO-06");
  }

  @Test
  @Tag("RED-17")
  void aRestrictionRefusesWhatTheStatePermits() {
    Instance owing =
        accepted(BOX, kept(Keeping.DELETE), Event.of(Operation.RELEASE, day(1))).after().toBuilder()
            .arrearsSince(day(1))
            .build();
    Event rebuild = Event.builder(Operation.REBUILD, day(2)).newId("n").build();
    Refusal refusal = refused(BOX, owing, rebuild);
    assertThat(refusal.code()).isEqualTo(RefusalCode.IN_ARREARS);
    assertThat(refusal.rule()).isEqualTo("BO-05");
    assertThat(refusal.permittedFrom()).isNull();
    assertThat(accepted(BOX, owing.toBuilder().arrearsSince(null).build(), rebuild).to())
        .isEqualTo(RETAINED);
    // A rebuild with a value that no rule knows is refused, and the message says which.
    Event unfit =
        Event.builder(Operation.REBUILD, day(2))
            .newId("n")
            .overrides(Attributes.ofTexts(Map.of("keeping", "MAYBE")))
            .build();
    Refusal unreadable = refused(BOX, owing.toBuilder().arrearsSince(null).build(), unfit);
    assertThat(unreadable.code()).isEqualTo(RefusalCode.INVALID_ARGUMENT);
    assertThat(unreadable.message()).contains("keeping is \"MAYBE\"");
  }

  @Test
  @Tag("RED-10")
  void renewalIsTriedOnceAheadOfTheExpiryAndNeverAfterIt() {
    RetentionPolicy runner = Policies.runner();
    Instance running = subscription(PROMPT, runner, START, day(10));
    assertThat(PROMPT.pass(runner, running, justBefore(day(3)))).isNull();
    Decision tried = PROMPT.pass(runner, running, day(3));
    assertThat(tried.cause()).isEqualTo(Cause.AUTO_RENEWAL);
    assertThat(names(tried)).containsExactly("TRY_AUTO_RENEW");
    assertThat(tried.rule()).isEqualTo("RO-05");
    assertThat(tried.to()).isEqualTo(RUNNING);
    assertThat(PROMPT.pass(runner, tried.after(), justBefore(day(10)))).isNull();
    assertThat(PROMPT.pass(runner, tried.after(), day(10)).cause()).isEqualTo(Cause.EXPIRY);
    assertThat(PROMPT.pass(runner, running, justBefore(day(10))).cause())
        .isEqualTo(Cause.AUTO_RENEWAL);
    Decision missed = PROMPT.pass(runner, running, day(10));
    assertThat(missed.cause()).isEqualTo(Cause.EXPIRY);
    // It was the expiry that passed, and it was due on day 10.
    assertThat(missed.dueAt()).isEqualTo(day(10));
    assertThat(missed.after().autoRenewAt()).isNull();
    Interpreter without = new Interpreter(Bench.PROMPT.withAutoRenewal(false));
    assertThat(subscription(without, runner, START, day(10)).autoRenewAt()).isNull();
    assertThat(paying(PROMPT, runner, START).autoRenewAt()).isNull();
  }

  // What comes next (SCN-09).

  @Test
  @Tag("SCN-09")
  void nextIsWhatHappensIfNobodyDoesAnything() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    assertThat(PROMPT.next(SHELF, running)).isEqualTo(new NextStep(day(10), LOCKED));
    assertThat(PROMPT.next(SHELF, paying(PROMPT, SHELF, START))).isNull();
    RetentionPolicy runner = Policies.runner();
    assertThat(PROMPT.next(runner, subscription(PROMPT, runner, START, day(10))))
        .isEqualTo(new NextStep(day(10), RUNNING));
    Instance retained = retained();
    assertThat(PROMPT.next(SHELF, retained)).isEqualTo(new NextStep(day(32), PURGED));
    assertThat(PROMPT.next(SHELF, held(retained, day(31))))
        .isEqualTo(new NextStep(day(32), PURGED));
    assertThat(PROMPT.next(SHELF, held(retained, day(40))))
        .isEqualTo(new NextStep(day(40), PURGED));
    assertThat(PROMPT.next(SHELF, held(retained, null))).isNull();
    Instance promised = retained.toBuilder().purgeNotBefore(day(50)).build();
    assertThat(PROMPT.next(SHELF, promised)).isEqualTo(new NextStep(day(50), PURGED));
    Instance overdue = retained.toBuilder().recordedAt(day(60)).build();
    assertThat(PROMPT.next(SHELF, overdue)).isEqualTo(new NextStep(day(60), PURGED));
  }

  // What never ends.

  @Test
  @Tag("ALL-18")
  void aTermWithoutEndIsNoError() {
    Instance forever = subscription(PROMPT, SHELF, START, Instant.MAX);
    assertThat(PROMPT.pass(SHELF, forever, day(99_999))).isNull();
    assertThat(Projection.of(PROMPT, SHELF, forever, day(1)).state()).isEqualTo(RUNNING);
    Instance held = held(retained(), Instant.MAX);
    assertThat(MARGINAL.dueAt(held)).isEqualTo(Instant.MAX);
    assertThat(MARGINAL.pass(SHELF, held, day(99_999))).isNull();
  }

  // What somebody else locked (ADO-03).

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "STOPPED"})
  @Tag("ADO-03")
  void whatSomebodyElseLockedIsNeitherLockedNorUnlocked(InstanceState state) {
    Instance locked =
        subscription(PROMPT, SHELF, START, day(10)).toBuilder()
            .state(state, START)
            .lockedByOthers("disk quota")
            .build();
    Decision expiry = PROMPT.pass(SHELF, locked, day(10));
    assertThat(names(expiry)).containsExactly("SUSPEND_BILLING", "NOTIFY_OWNER");
    assertThat(expiry.effects()).extracting(effect -> effect.key().ordinal()).containsExactly(0, 1);
    Decision renewed = accepted(SHELF, expiry.after(), Event.renew(day(11), day(40)));
    assertThat(names(renewed)).containsExactly("RESUME_BILLING");
    assertThat(renewed.to()).isEqualTo(state);
  }

  @Test
  void aSnapshotWithADeadlineThatItsTableDoesNotHaveIsAnError() {
    Instance odd =
        paying(PROMPT, DAILY, START).toBuilder()
            .deadline(new Deadline(day(1), false, Cause.DEADLINE, LOCKED, "X-01"))
            .build();
    assertThatThrownBy(() -> PROMPT.pass(DAILY, odd, day(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not have");
    assertThat(Holds.none().all()).isEmpty();
  }

  @Test
  @Tag("SCN-09")
  void nextOfALockIsTheBinAndOfAnExpiryTheFirstStage() {
    Instance locked = passed(SHELF, subscription(PROMPT, SHELF, START, day(10)), day(10));
    assertThat(PROMPT.next(SHELF, locked)).isEqualTo(new NextStep(day(25), RETAINED));
    RetentionPolicy runner = Policies.runner();
    Instance stopped =
        accepted(
                runner,
                subscription(PROMPT, runner, START, day(10)),
                Event.of(Operation.STOP, day(1)))
            .after();
    assertThat(PROMPT.next(runner, stopped)).isEqualTo(new NextStep(day(10), STOPPED));
  }

  @Test
  void aRefusalNamesTheRuleThatTheTableHasForIt() {
    // No row anywhere for SETTLE, no stage: the rule on owners. With stages: that of the first.
    Instance plain = paying(PROMPT, DAILY, START);
    Instance locked = passed(DAILY, subscription(PROMPT, DAILY, START, day(10)), day(10));
    assertThat(refused(DAILY, locked, Event.of(Operation.SETTLE, day(11))).rule())
        .isEqualTo("DA-01");
    assertThat(refused(DAILY, plain, Event.renew(day(1), day(2))).rule()).isEqualTo("OWN-02");
    assertThat(refused(DAILY, locked, Event.of(Operation.RELEASE, day(11))).rule())
        .isEqualTo("DA-01");
    assertThat(refused(SHELF, retained(), Event.of(Operation.RESTORE, day(26))).code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_FOR_PRODUCT);
  }

  @Test
  @Tag("SCN-03")
  void aChangeExistsOnlyWhereTheProductHasIt() {
    RetentionPolicy split =
        RetentionPolicy.builder("split", 1)
            .billing(BillingMode.SUBSCRIPTION, BillingMode.PAY_AS_YOU_GO)
            .profile(
                "SPLIT",
                table(
                        "all",
                        Condition.always(),
                        Handling.builder().purging(EffectType.DELETE_DATA).build())
                    .fromDay(1, LOCKED, "SP-01")
                    .fromDay(2, PURGED, "SP-02"))
            .changes(
                Policies.KEEPING,
                Policies.CHANGE_KEEPING,
                Condition.billedBy(BillingMode.PAY_AS_YOU_GO),
                Duration.ofDays(7),
                "SP-03")
            .build();
    Instance subscribed = subscription(PROMPT, split, START, day(10));
    Refusal refusal = refused(split, subscribed, changeTo("KEEP", day(1)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED_FOR_PRODUCT);
    assertThat(refusal.rule()).isEqualTo("SP-03");
    assertThat(accepted(split, paying(PROMPT, split, START), changeTo("KEEP", day(1))).to())
        .isEqualTo(RUNNING);
  }
}
