package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.recyclebin.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How instances come under management, new or already there. */
class RegistrationTest {
  private static final String JUST_1970 = "1970-01-01T00:00:00Z";

  private final Bench bench =
      new Bench(Policies.shelf(), Policies.box(), Policies.daily(), Policies.runner());

  private static Registration.Builder registration(String product, BillingMode billing) {
    return Registration.of(key(product, "i1"), "owner", billing);
  }

  private static Registration.Builder paying() {
    return registration("shelf", BillingMode.PAY_AS_YOU_GO);
  }

  private static Registration.Builder subscribed() {
    return registration("shelf", BillingMode.SUBSCRIPTION).expiresAt(day(10));
  }

  @Test
  @Tag("ALL-13")
  void everythingThatIsMissingOrUnreadableIsSaidAtOnce() {
    Registration bad =
        registration("box", BillingMode.SUBSCRIPTION)
            .profile("NOWHERE")
            .attributes(Attributes.ofTexts(Map.of("keeping", "MAYBE")))
            .unprotected();
    assertThat(bench.engine.problems(bad))
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("expiresAt", RefusalCode.MISSING_ATTRIBUTE),
            org.assertj.core.groups.Tuple.tuple("keeping", RefusalCode.INVALID_ATTRIBUTE),
            org.assertj.core.groups.Tuple.tuple("profile", RefusalCode.INVALID_ATTRIBUTE));
    Answer answer = bench.engine.register(bad);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
    assertThat(answer.refusal().rule()).isEqualTo("ALL-13");
    assertThat(answer.refusal().message())
        .contains("expiresAt")
        .contains("keeping")
        .contains("NOWHERE");
    assertThat(bench.bin.find(key("box", "i1"))).isNull();
  }

  @Test
  @Tag("ALL-13")
  void anUnknownProductBillingOrCreationIsRefused() {
    assertThat(bench.engine.problems(registration("sofa", BillingMode.SPOT).unprotected()))
        .extracting(AttributeProblem::attribute)
        .containsExactly("product");
    assertThat(bench.engine.problems(registration("shelf", BillingMode.SPOT).unprotected()))
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("billing", RefusalCode.INVALID_ATTRIBUTE));
    assertThat(
            bench.engine.problems(
                registration("daily", BillingMode.PAY_BY_DAILY_CONFIG).unprotected()))
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("createdAt", RefusalCode.MISSING_ATTRIBUTE));
    assertThat(bench.engine.problems(registration("box", BillingMode.PAY_AS_YOU_GO).unprotected()))
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("keeping", RefusalCode.MISSING_ATTRIBUTE));
    Registration backwards = subscribed().createdAt(day(10)).unprotected();
    assertThat(bench.engine.problems(backwards))
        .extracting(AttributeProblem::attribute, AttributeProblem::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("expiresAt", RefusalCode.INVALID_ATTRIBUTE));
    assertThat(bench.engine.problems(subscribed().createdAt(justBefore(day(10))).unprotected()))
        .isEmpty();
    assertThat(bench.engine.problems(paying().profile("SHELF").unprotected())).isEmpty();
  }

  @Test
  @Tag("OWN-01")
  void aRegistrationBeginsWithItsClockAndItsLineInTheTrail() {
    bench.at(START.plusNanos(1500));
    Answer answer = bench.engine.register(subscribed().createdAt(day(-1)).releaseProtected());
    assertThat(answer.isApplied()).isTrue();
    Instance row = bench.row(key("shelf", "i1"));
    assertThat(row.state()).isEqualTo(InstanceState.RUNNING);
    assertThat(row.version()).isEqualTo(1);
    assertThat(row.recordedAt()).isEqualTo(justAfter(START));
    assertThat(row.releaseProtected()).isTrue();
    assertThat(row.profile()).isEqualTo("SHELF");
    assertThat(row.deadline().at()).isEqualTo(day(10));
    assertThat(bench.engine.nextSweepAt()).isEqualTo(day(10));
    assertThat(bench.bin.audit(row.key()))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.kind()).isEqualTo(AuditEntry.Kind.DECISION);
              assertThat(line.rule()).isEqualTo("OWN-01");
              assertThat(line.from()).isNull();
              assertThat(line.to()).isEqualTo(InstanceState.RUNNING);
            });
    assertThat(bench.decisions).hasSize(1);
  }

  @Test
  @Tag("ALL-07")
  void whatIsCreatedTooFarAheadIsRefused() {
    Instant limit = START.plus(Duration.ofMinutes(2));
    Answer ahead = bench.engine.register(paying().createdAt(justAfter(limit)).unprotected());
    assertThat(ahead.refusal().code()).isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(bench.engine.register(paying().createdAt(limit).unprotected()).isApplied()).isTrue();
    assertThat(bench.row(key("shelf", "i1")).recordedAt()).isEqualTo(limit);
  }

  @Test
  @Tag("ADO-04")
  void theSameFactsAgainAreAlreadyThereAndOthersAreRefusedWithTheDifferences() {
    bench.engine.register(subscribed().unprotected());
    Answer again = bench.engine.register(subscribed().unprotected());
    assertThat(again.kind()).isEqualTo(Answer.Kind.ALREADY_THERE);
    assertThat(again.steps()).isEmpty();
    Answer other =
        bench.engine.register(
            registration("shelf", BillingMode.SUBSCRIPTION)
                .expiresAt(day(11))
                .attributes(Attributes.ofTexts(Map.of("label", "x")))
                .unprotected());
    assertThat(other.refusal().code()).isEqualTo(RefusalCode.DIFFERENT_FACTS);
    assertThat(other.refusal().message())
        .contains("attribute label")
        .contains("expiresAt=\"" + day(10) + "\" there, \"" + day(11) + "\" now")
        .doesNotContain("billing=");
    assertThat(bench.row(key("shelf", "i1")).version()).isEqualTo(1);
  }

  @Test
  @Tag("ADO-04")
  void adoptingAgainWithTheSameFactsIsAlreadyThere() {
    Adoption adoption =
        Adoption.of(paying().unprotected(), InstanceState.LOCKED).since(day(-3)).build();
    assertThat(bench.engine.adopt(adoption).isApplied()).isTrue();
    assertThat(bench.engine.adopt(adoption).kind()).isEqualTo(Answer.Kind.ALREADY_THERE);
    for (Adoption other :
        java.util.List.of(
            Adoption.of(paying().unprotected(), InstanceState.RETAINED).since(day(-3)).build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED).since(day(-4)).build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .arrearsSince(day(-4))
                .build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .releasedAt(day(-4))
                .build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .promisedPurgeAt(day(99))
                .build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .hold(new Hold("a", null, null, null))
                .build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .lockedByOthers("quota")
                .build(),
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .purgeMayComeSooner("ops", "agreed")
                .build())) {
      assertThat(bench.engine.adopt(other).refusal().code()).isEqualTo(RefusalCode.DIFFERENT_FACTS);
    }
  }

  @Test
  @Tag("ADO-01")
  void anAdoptionRecordsWhatTheHostKnows() {
    Answer answer =
        bench.engine.adopt(
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-3))
                .arrearsSince(day(-4))
                .hold(new Hold("a", day(2), "ops", "case"))
                .hold(new Hold("b", null, null, null))
                .promisedPurgeAt(day(99))
                .by("importer")
                .build());
    Instance row = answer.steps().get(0).after();
    assertThat(row.state()).isEqualTo(InstanceState.LOCKED);
    assertThat(row.since()).isEqualTo(day(-3));
    assertThat(row.arrearsSince()).isEqualTo(day(-4));
    assertThat(row.holds().all()).hasSize(2);
    assertThat(row.purgeNotBefore()).isEqualTo(day(99));
    AuditEntry line = bench.bin.audit(row.key()).get(0);
    assertThat(line.rule()).isEqualTo("ADO-01");
    assertThat(line.by()).isEqualTo("importer");
  }

  @ParameterizedTest
  @EnumSource(names = {"PURGING", "PURGED", "FORGOTTEN"})
  @Tag("ADO-01")
  void whatIsOverIsNotAdopted(InstanceState state) {
    assertThatThrownBy(() -> Adoption.of(paying().unprotected(), state))
        .hasMessageContaining("expected RUNNING, STOPPED, LOCKED or RETAINED");
  }

  private Instance adopted(Adoption.Builder adoption) {
    Answer answer = bench.engine.adopt(adoption.build());
    assertThat(answer.isApplied()).as("%s", answer).isTrue();
    return bench.row(answer.key());
  }

  @Test
  @Tag("ADO-02")
  void aPurgeComesNoSoonerThanAFullSpanAfterTheAdoption() {
    Instance retained =
        adopted(Adoption.of(paying().unprotected(), InstanceState.RETAINED).since(day(-100)));
    assertThat(retained.deadline().at()).isEqualTo(day(7));
    assertThat(retained.deadline().to()).isEqualTo(InstanceState.PURGED);
    assertThat(bench.sweepAt(justBefore(day(7))).steps()).isEmpty();
    assertThat(bench.sweepAt(day(7)).steps()).hasSize(1);
  }

  @Test
  @Tag("ADO-02")
  void aLaterDeadlineByTheRulesStands() {
    // In the bin since a day ahead of the clock of the host that saw it.
    Instance retained =
        adopted(Adoption.of(paying().unprotected(), InstanceState.RETAINED).since(day(1)));
    assertThat(retained.deadline().at()).isEqualTo(day(8));
  }

  @Test
  @Tag("ADO-02")
  void soonerOnlyByAnAuditedFlagAndNeverBeforeWhatWasPromised() {
    Instance retained =
        adopted(
            Adoption.of(paying().unprotected(), InstanceState.RETAINED)
                .since(day(-6))
                .promisedPurgeAt(day(3))
                .purgeMayComeSooner("ops", "the owner was told"));
    assertThat(retained.deadline().at()).isEqualTo(day(1));
    AuditEntry line = bench.bin.audit(retained.key()).get(0);
    assertThat(line.by()).isEqualTo("ops");
    assertThat(line.why()).isEqualTo("the owner was told");
    assertThat(bench.sweepAt(justBefore(day(3))).steps()).isEmpty();
    assertThat(bench.sweepAt(day(3)).steps()).hasSize(1);
  }

  @Test
  @Tag("ADO-02")
  void aLockedOneServesItsLockInFullFromTheAdoption() {
    Instance locked =
        adopted(Adoption.of(subscribedLongAgo(), InstanceState.LOCKED).since(day(-100)));
    assertThat(locked.deadline().at()).isEqualTo(day(15));
    assertThat(locked.deadline().to()).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.renew(locked.key(), day(30)).isApplied()).isTrue();
  }

  private static Registration subscribedLongAgo() {
    return registration("shelf", BillingMode.SUBSCRIPTION).expiresAt(day(-100)).unprotected();
  }

  @Test
  @Tag("ADO-02")
  void withoutSinceTheStartOfCountDecidesAndWithoutEitherTheAdoption() {
    // T is 6 days ahead: the lock begins to count there.
    Registration ahead =
        registration("shelf", BillingMode.SUBSCRIPTION).expiresAt(day(6)).unprotected();
    assertThat(adopted(Adoption.of(ahead, InstanceState.LOCKED)).deadline().at())
        .isEqualTo(day(21));
    Bench other = new Bench(Policies.shelf());
    Answer unknown =
        other.engine.adopt(Adoption.of(paying().unprotected(), InstanceState.RETAINED).build());
    assertThat(unknown.steps().get(0).after().deadline().at()).isEqualTo(day(7));
    Bench third = new Bench(Policies.shelf());
    Answer owing =
        third.engine.adopt(
            Adoption.of(paying().unprotected(), InstanceState.RETAINED)
                .arrearsSince(day(3))
                .build());
    assertThat(owing.steps().get(0).after().deadline().at()).isEqualTo(day(25));
  }

  @Test
  @Tag("ADO-02")
  void aReleasedOneIsKeptAsARelease() {
    Instance released =
        adopted(
            Adoption.of(paying().unprotected(), InstanceState.RETAINED)
                .since(day(-3))
                .releasedAt(day(-2)));
    assertThat(released.deadline().at()).isEqualTo(day(7));
    assertThat(released.deadline().rule()).isEqualTo("SH-08");
    Bench sooner = new Bench(Policies.shelf());
    Answer answer =
        sooner.engine.adopt(
            Adoption.of(paying().unprotected(), InstanceState.RETAINED)
                .releasedAt(day(-2))
                .purgeMayComeSooner("ops", "agreed")
                .build());
    assertThat(answer.steps().get(0).after().deadline().at()).isEqualTo(day(5));
  }

  @Test
  @Tag("ADO-02")
  void whereNoStageSaysItTheReleaseDoesAndOtherwiseNothing() {
    Registration byDay =
        registration("daily", BillingMode.PAY_BY_DAILY_CONFIG).createdAt(day(-9)).unprotected();
    Instance retained = adopted(Adoption.of(byDay, InstanceState.RETAINED).since(day(-1)));
    assertThat(retained.deadline().at()).isEqualTo(START.plus(Duration.ofHours(2)));
    assertThat(retained.deadline().moreThan()).isTrue();
    Bench other = new Bench(Policies.daily());
    Answer noRelease =
        other.engine.adopt(
            Adoption.of(
                    registration("daily", BillingMode.PAY_AS_YOU_GO).unprotected(),
                    InstanceState.RETAINED)
                .build());
    assertThat(noRelease.steps().get(0).after().deadline()).isNull();
    Bench kept = new Bench(Policies.box());
    Answer endless =
        kept.engine.adopt(
            Adoption.of(
                    registration("box", BillingMode.PAY_AS_YOU_GO)
                        .attributes(Attributes.empty().with(Policies.KEEPING, Keeping.KEEP))
                        .unprotected(),
                    InstanceState.RETAINED)
                .since(day(-99))
                .build());
    assertThat(endless.steps().get(0).after().deadline()).isNull();
  }

  /** A lock in a table that has none was taken for the bin, and purged after its release's span. */
  @Test
  @Tag("ADO-02")
  void aLockThatTheTableDoesNotHaveHasNoEnd() {
    Registration byDay =
        registration("daily", BillingMode.PAY_BY_DAILY_CONFIG).createdAt(day(-9)).unprotected();
    Instance locked = adopted(Adoption.of(byDay, InstanceState.LOCKED).since(day(-1)));
    assertThat(locked.deadline()).isNull();
    assertThat(bench.report(locked.key(), Operation.SETTLE).steps().get(0).to())
        .isEqualTo(InstanceState.RUNNING);
  }

  @Test
  @Tag("ADO-01")
  void whatRunsHasTheClockOfItsTermOrOfItsArrears() {
    Instance running =
        adopted(Adoption.of(subscribed().unprotected(), InstanceState.STOPPED).since(day(-9)));
    assertThat(running.state()).isEqualTo(InstanceState.STOPPED);
    assertThat(running.deadline().at()).isEqualTo(day(10));
    Bench runner = new Bench(Policies.runner());
    Answer owing =
        runner.engine.adopt(
            Adoption.of(
                    registration("runner", BillingMode.PAY_AS_YOU_GO).unprotected(),
                    InstanceState.RUNNING)
                .arrearsSince(day(-5))
                .build());
    Instance row = owing.steps().get(0).after();
    assertThat(row.deadline().at()).isEqualTo(day(10));
    assertThat(row.deadline().to()).isEqualTo(InstanceState.LOCKED);
    assertThat(row.deadline().rule()).isEqualTo("RO-02");
    Bench daily = new Bench(Policies.daily());
    Answer recorded =
        daily.engine.adopt(
            Adoption.of(
                    registration("daily", BillingMode.PAY_AS_YOU_GO).unprotected(),
                    InstanceState.RUNNING)
                .arrearsSince(day(-5))
                .build());
    assertThat(recorded.steps().get(0).after().deadline()).isNull();
  }

  @Test
  @Tag("ADO-01")
  void whatIsLockedAndNotASubscriptionIsInArrearsSoThatItCanBeSettled() {
    Instance locked =
        adopted(Adoption.of(paying().unprotected(), InstanceState.LOCKED).since(day(-3)));
    assertThat(locked.arrearsSince()).isEqualTo(day(-3));
    assertThat(bench.report(locked.key(), Operation.SETTLE).steps().get(0).to())
        .isEqualTo(InstanceState.RUNNING);
    Bench other = new Bench(Policies.shelf());
    Answer unknown =
        other.engine.adopt(Adoption.of(paying().unprotected(), InstanceState.LOCKED).build());
    assertThat(unknown.steps().get(0).after().arrearsSince()).isEqualTo(START);
  }

  /** An instance that is paid for, and locked by its disk quota, was on its way to the purge. */
  @Test
  @Tag("ADO-03")
  @Tag("ALL-01")
  void whatSomebodyElseLockedIsNotReleasedForIt() {
    Instance paid =
        adopted(
            Adoption.of(paying().unprotected(), InstanceState.LOCKED)
                .since(day(-30))
                .lockedByOthers("disk quota"));
    assertThat(paid.lockedByOthers()).isEqualTo("disk quota");
    assertThat(paid.arrearsSince()).isNull();
    assertThat(paid.deadline()).isNull();
    Bench other = new Bench(Policies.shelf());
    Answer term =
        other.engine.adopt(
            Adoption.of(subscribed().unprotected(), InstanceState.LOCKED)
                .lockedByOthers("by hand")
                .build());
    Instance row = term.steps().get(0).after();
    assertThat(row.deadline().at()).isEqualTo(day(10));
    assertThat(other.sweepAt(day(10)).steps()).hasSize(1);
    other.engine.deliver();
    assertThat(other.askedNames()).doesNotContain("LOCK_ACCESS");
    assertThat(other.row(row.key()).deadline().at()).isEqualTo(day(25));
  }

  // FGT-01

  @Test
  @Tag("FGT-01")
  void aForgottenIdIsFreeForAdoptionAndItsTrailIsKept() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    assertThat(bench.report(key, Operation.FORGET).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.FORGOTTEN);
    assertThat(bench.engine.nextSweepAt()).isNull();
    assertThat(bench.report(key, Operation.STOP).refusal().code()).isEqualTo(RefusalCode.FORGOTTEN);
    Answer adopted =
        bench.engine.adopt(Adoption.of(subscribed().unprotected(), InstanceState.RUNNING).build());
    assertThat(adopted.isApplied()).isTrue();
    assertThat(bench.row(key).version()).isEqualTo(3);
    assertThat(bench.bin.audit(key)).extracting(AuditEntry::rule).contains("OWN-01", "FGT-01");
  }

  @Test
  @Tag("FGT-01")
  void whatIsForgottenIsNotTouchedAnyMore() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.sweepAt(day(10));
    bench.report(key, Operation.FORGET);
    bench.settleAt(day(11));
    assertThat(bench.asked).isEmpty();
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  @Test
  @Tag("FGT-01")
  void whatIsBeingPurgedIsNotForgotten() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    bench.sweepAt(day(7));
    Answer answer = bench.report(key, Operation.FORGET);
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  @Test
  @Tag("OWN-01")
  void whatIsNotThereIsNoError() {
    assertThat(
            bench
                .engine
                .report(key("shelf", "no"), Event.of(Operation.STOP, START))
                .refusal()
                .code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
    assertThat(bench.engine.view(key("shelf", "no"))).isNull();
  }

  /** An end in 1970 or before was taken at its word, and the instance locked at once. */
  @ParameterizedTest
  @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", JUST_1970})
  @Tag("SAF-13")
  @Tag("ALL-13")
  void anEndThatNobodyCanMeanIsRefusedByNameAndNothingIsLocked(Instant end) {
    Registration implausible = subscribed().expiresAt(end).unprotected();
    assertThat(bench.engine.problems(implausible))
        .containsExactly(
            new AttributeProblem(
                "expiresAt",
                RefusalCode.INVALID_ATTRIBUTE,
                "expiresAt is " + end + ": expected one after 1970-01-01T00:00:00Z"));
    assertThat(bench.engine.register(implausible).refusal().code())
        .isEqualTo(RefusalCode.INVALID_ATTRIBUTE);
    assertThat(
            bench.engine.adopt(Adoption.of(implausible, InstanceState.RUNNING).build()).refusal())
        .returns(RefusalCode.INVALID_ATTRIBUTE, Refusal::code);
    assertThat(bench.bin.find(key("shelf", "i1"))).isNull();
  }

  @Test
  @Tag("SAF-13")
  void theFirstEndThatSomebodyMayMeanAndTheLastThatThereIsAreTaken() {
    Instant first = justAfter(Instant.EPOCH);
    assertThat(bench.engine.problems(subscribed().expiresAt(first).unprotected())).isEmpty();
    bench.engine.register(subscribed().expiresAt(Instant.MAX).unprotected());
    bench.sweepAt(day(36_500));
    assertThat(bench.bin.find(key("shelf", "i1")).state()).isEqualTo(InstanceState.RUNNING);
  }

  /** With a purge that may come sooner, it would have been over as soon as it was adopted. */
  @Test
  @Tag("SAF-13")
  @Tag("ADO-02")
  void anAdoptionWhoseDatesNobodyCanMeanIsRefusedAndNamesThem() {
    Adoption absurd =
        Adoption.of(paying().unprotected(), InstanceState.RETAINED)
            .since(Instant.EPOCH)
            .arrearsSince(Instant.MIN)
            .releasedAt(Instant.EPOCH)
            .promisedPurgeAt(Instant.EPOCH)
            .purgeMayComeSooner("ops", "a mistake")
            .build();
    assertThat(bench.engine.adopt(absurd).refusal())
        .returns(RefusalCode.INVALID_ATTRIBUTE, Refusal::code)
        .satisfies(
            refusal ->
                assertThat(refusal.message())
                    .contains(
                        "arrearsSince is -1000000000-01-01T00:00:00Z: expected one after 1970-01-01",
                        "promisedPurgeAt is 1970-01-01T00:00:00Z",
                        "releasedAt is 1970-01-01T00:00:00Z",
                        "since is 1970-01-01T00:00:00Z"));
    assertThat(bench.bin.find(key("shelf", "i1"))).isNull();
  }

  /** Dated before 1970 itself, so that the end lies after the event. */
  @Test
  @Tag("SAF-13")
  void noNewTermEndsWhereNobodyCanMeanIt() {
    bench.engine.register(paying().unprotected());
    InstanceKey key = key("shelf", "i1");
    Event absurd =
        Event.builder(Operation.CHANGE_BILLING_MODE, Instant.EPOCH.minusSeconds(1))
            .until(Instant.EPOCH)
            .build();
    assertThat(bench.engine.report(key, absurd).refusal())
        .returns(RefusalCode.INVALID_ARGUMENT, Refusal::code)
        .satisfies(
            refusal ->
                assertThat(refusal.message())
                    .endsWith(
                        "until is 1970-01-01T00:00:00Z: expected one after"
                            + " 1970-01-01T00:00:00Z"));
    assertThat(bench.bin.find(key).billing()).isEqualTo(BillingMode.PAY_AS_YOU_GO);
  }
}
