package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Projection;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a sweep passes, in which order, and what it leaves alone; and what a read says. */
class SweepTest {
  private final Bench bench = new Bench(Policies.shelf());

  @Test
  @Tag("ALL-01")
  @Tag("ALL-03")
  void aWholeLifeAtItsInstants() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.settleAt(justBefore(day(10)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.settleAt(day(10));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(justBefore(day(25)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(day(25));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(justBefore(day(32)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(32));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.row(key).since()).isEqualTo(day(32));
    // A purge of four effects: each that ends writes the row, and with the last it is purged.
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> line.kind() == AuditEntry.Kind.DECISION)
        .extracting(AuditEntry::version)
        .containsExactly(1L, 2L, 3L, 4L, 8L);
  }

  @Test
  @Tag("ALL-14")
  void afterAnOutageEveryStageIsServedInFull() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.settleAt(day(100));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.engine.nextSweepAt()).isEqualTo(day(115));
    bench.settleAt(day(115));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.engine.nextSweepAt()).isEqualTo(day(122));
  }

  @Test
  @Tag("ALL-14")
  void aStageThatCountsFromTIsPassedInTheSameSweep() {
    Bench runner = new Bench(Policies.runner());
    InstanceKey key = runner.subscription("runner", "i1", day(10));
    SweepReport report = runner.sweepAt(day(40));
    assertThat(report.steps())
        .extracting(step -> step.cause().name())
        .containsExactly("EXPIRY", "DEADLINE");
    assertThat(report.more()).isFalse();
    assertThat(runner.state(key)).isEqualTo(InstanceState.LOCKED);
    assertThat(runner.engine.nextSweepAt()).isEqualTo(day(55));
  }

  @Test
  void theEarliestComesFirstAndEqualOnesInTheOrderOfTheirRegistration() {
    InstanceKey c = bench.subscription("shelf", "c", day(10));
    InstanceKey a = bench.subscription("shelf", "a", day(10));
    InstanceKey b = bench.subscription("shelf", "b", day(9));
    bench.subscription("shelf", "later", day(11));
    SweepReport report = bench.sweepAt(day(10));
    assertThat(report.steps()).extracting(step -> step.after().key()).containsExactly(b, c, a);
    assertThat(report.more()).isFalse();
  }

  @Test
  void aSweepTakesNoMoreThanItIsAllowed() {
    for (int i = 0; i < 5; i++) {
      bench.subscription("shelf", "i" + i, day(10));
    }
    bench.at(day(10));
    SweepReport none = bench.engine.sweep(0);
    assertThat(none.steps()).isEmpty();
    assertThat(none.more()).isTrue();
    SweepReport two = bench.engine.sweep(2);
    assertThat(two.steps()).hasSize(2);
    assertThat(two.more()).isTrue();
    SweepReport three = bench.engine.sweep(3);
    assertThat(three.steps()).hasSize(3);
    assertThat(three.more()).isFalse();
    assertThat(bench.engine.sweep(3).more()).isFalse();
  }

  @Test
  void manyThatAreDueAtOnceArePassedAtOnce() {
    for (int i = 0; i < 1030; i++) {
      bench.subscription("shelf", "i" + i, day(10));
    }
    SweepReport report = bench.sweepAt(day(10));
    assertThat(report.steps()).hasSize(1030);
    assertThat(report.more()).isFalse();
    assertThat(report.lostRaces()).isZero();
  }

  // Rows that cannot be handled.

  private InstanceKey broken(String id) {
    Bench box = new Bench(bench, Bench.PROMPT, Policies.box());
    InstanceKey key =
        box.registered(
            Registration.of(key("box", id), "owner", BillingMode.SUBSCRIPTION)
                .expiresAt(day(9))
                .attributes(Attributes.empty().with(Policies.KEEPING, Keeping.KEEP))
                .unprotected());
    Instance row = bench.row(key);
    Instance unreadable = row.toBuilder().attributes(Attributes.empty()).version(2).build();
    bench.bin.commit(Commit.builder().row(new RowChange(1, unreadable, day(9))).build());
    return key;
  }

  @Test
  @Tag("ALL-13")
  @Tag("SAF-11")
  void aRowThatCannotBeHandledIsSetAsideWithBackoffAndHoldsUpNoOther() {
    Bench both = new Bench(bench, Bench.PROMPT, Policies.shelf(), Policies.box());
    InstanceKey poison = broken("poison");
    InstanceKey good = bench.subscription("shelf", "good", day(10));
    SweepReport report = both.sweepAt(day(10));
    assertThat(report.setAside()).isEqualTo(1);
    assertThat(report.steps()).extracting(step -> step.after().key()).containsExactly(good);
    assertThat(both.setAside).containsExactly("poison");
    SetAside aside = both.engine.setAside().get(0);
    assertThat(aside.key()).isEqualTo(poison);
    assertThat(aside.reason()).contains("ALL-13");
    assertThat(aside.lookAgainAt()).isEqualTo(day(10).plus(Duration.ofMinutes(1)));
    assertThat(aside.attempts()).isEqualTo(1);
    assertThat(aside.parked()).isFalse();
    assertThat(both.engine.sweep().setAside()).isZero();
    both.sweepAt(day(10).plus(Duration.ofMinutes(1)));
    assertThat(both.engine.setAside().get(0).lookAgainAt())
        .isEqualTo(day(10).plus(Duration.ofMinutes(3)));
    both.sweepAt(day(11));
    assertThat(both.engine.setAside().get(0).parked()).isTrue();
    assertThat(both.engine.setAside().get(0).attempts()).isEqualTo(3);
    assertThat(both.sweepAt(day(99)).setAside()).isZero();
    assertThat(both.engine.takeUpAgain(poison)).isTrue();
    assertThat(both.engine.takeUpAgain(poison)).isFalse();
    assertThat(both.engine.sweep().setAside()).isEqualTo(1);
    Answer answer = both.report(poison, Operation.HOLD);
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.INVALID_ATTRIBUTE);
    assertThat(answer.refusal().rule()).isEqualTo("ALL-13");
  }

  /** Hosts are upgraded one after the other: the old one parked for good what only others know. */
  @Test
  @Tag("ALL-08")
  void whatOneEngineDoesNotKnowAnotherThatDoesGoesOnWith() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    Bench stranger = new Bench(bench, Bench.PROMPT, Policies.daily());
    stranger.sweepAt(day(10));
    Instant again = day(10).plus(Duration.ofMinutes(15));
    bench.sweepAt(justBefore(again));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.sweepAt(again);
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
  }

  @Test
  @Tag("ALL-08")
  void aRowWhosePolicyIsUnknownIsParkedAndNeverTouched() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    Bench stranger = new Bench(bench, Bench.PROMPT, Policies.daily());
    Instance before = bench.row(key);
    SweepReport report = stranger.sweepAt(day(10));
    assertThat(report.setAside()).isEqualTo(1);
    assertThat(stranger.engine.setAside().get(0).lookAgainAt())
        .isEqualTo(day(10).plus(Duration.ofMinutes(15)));
    assertThat(stranger.engine.setAside().get(0).reason()).contains("not known to this engine");
    assertThat(stranger.report(key, Operation.STOP).refusal().code())
        .isEqualTo(RefusalCode.UNKNOWN_POLICY);
    assertThat(stranger.row(key)).isEqualTo(before);
    InstanceView view = stranger.engine.view(key);
    assertThat(view.state()).isEqualTo(InstanceState.RUNNING);
    assertThat(view.offers().permitted()).isEmpty();
    assertThat(view.timeline()).isEmpty();
    // The one that knows it takes it up again.
    bench.engine.takeUpAgain(key);
    assertThat(bench.engine.sweep().steps()).hasSize(1);
  }

  @Test
  @Tag("ALL-04")
  void whatIsOverIsRefusedAlsoWhereItsPolicyIsUnknown() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.report(key, Operation.FORGET);
    Bench stranger = new Bench(bench, Bench.PROMPT, Policies.daily());
    assertThat(stranger.report(key, Operation.STOP).refusal().code())
        .isEqualTo(RefusalCode.FORGOTTEN);
    assertThat(stranger.refusals).extracting("rule").containsExactly("FGT-01");
    InstanceKey purged = bench.paying("shelf", "i2");
    bench.report(purged, Operation.RELEASE);
    bench.settleAt(day(7));
    assertThat(bench.state(purged)).isEqualTo(InstanceState.PURGED);
    assertThat(stranger.report(purged, Operation.HOLD).refusal().code())
        .isEqualTo(RefusalCode.PURGED);
    assertThat(bench.engine.view(purged).state()).isEqualTo(InstanceState.PURGED);
    assertThat(bench.engine.view(purged).offers().refused()).isEmpty();
  }

  /** It was parked for good. */
  @Test
  void whatAnEngineWithAShorterMarginIndexedIsLookedAtWhenItIsDue() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    Duration margin = Duration.ofHours(3);
    Bench patient = new Bench(bench, Bench.PROMPT.withPurgeMargin(margin), Policies.shelf());
    assertThat(patient.sweepAt(day(7)).setAside()).isEqualTo(1);
    assertThat(patient.engine.setAside().get(0).lookAgainAt()).isEqualTo(day(7).plus(margin));
    assertThat(patient.sweepAt(justBefore(day(7).plus(margin))).steps()).isEmpty();
    assertThat(patient.sweepAt(day(7).plus(margin)).steps()).hasSize(1);
    assertThat(patient.state(key)).isEqualTo(InstanceState.PURGING);
  }

  // ALL-08

  @Test
  @Tag("ALL-08")
  void aChangedPolicyDoesNotReachBackIntoTheBin() {
    InstanceKey pinned = bench.subscription("shelf", "pinned", day(10));
    bench.sweepAt(day(10));
    InstanceKey running = bench.subscription("shelf", "running", day(30));
    Bench both = new Bench(bench, Bench.PROMPT, Policies.shelf(1, 15, 22), Policies.shelf(2, 1, 2));
    assertThat(both.sweepAt(day(12)).steps()).isEmpty();
    assertThat(both.sweepAt(justBefore(day(25))).steps()).isEmpty();
    both.sweepAt(day(25));
    assertThat(both.state(pinned)).isEqualTo(InstanceState.RETAINED);
    assertThat(both.row(pinned).policy().version()).isEqualTo(1);
    assertThat(both.engine.nextSweepAt()).isEqualTo(day(30));
    assertThat(both.row(pinned).deadline().at()).isEqualTo(day(32));
    both.sweepAt(day(30));
    assertThat(both.row(running).policy().version()).isEqualTo(2);
    assertThat(both.row(running).deadline().at()).isEqualTo(day(31));
    both.sweepAt(day(32));
    assertThat(both.state(pinned)).isEqualTo(InstanceState.PURGING);
  }

  /** RELIABILITY 4.5, 6: nothing becomes due by a shorter policy. */
  @Test
  @Tag("ALL-08")
  void aShorterPolicyMakesNothingDue() {
    for (int i = 0; i < 100; i++) {
      bench.subscription("shelf", "i" + i, day(10));
    }
    bench.sweepAt(day(10));
    Bench both = new Bench(bench, Bench.PROMPT, Policies.shelf(1, 15, 22), Policies.shelf(2, 1, 2));
    assertThat(both.sweepAt(justBefore(day(25))).steps()).isEmpty();
    Bench onlyNew = new Bench(bench, Bench.PROMPT, Policies.shelf(2, 1, 2));
    // Where the plugin has moved on, the store's copy of the old tables rules.
    SweepReport report = onlyNew.sweepAt(day(25));
    assertThat(report.steps()).hasSize(100).allMatch(step -> step.to() == InstanceState.RETAINED);
    assertThat(report.steps()).allMatch(step -> step.after().deadline().at().equals(day(32)));
  }

  // ALL-12

  @Test
  @Tag("ALL-12")
  void aReadIsTrueNowWhetherOrNotASweepHasComeBy() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.at(justBefore(day(10)));
    assertThat(bench.engine.view(key).state()).isEqualTo(InstanceState.RUNNING);
    bench.at(day(10));
    InstanceView view = bench.engine.view(key);
    assertThat(view.state()).isEqualTo(InstanceState.LOCKED);
    assertThat(view.instance().state()).isEqualTo(InstanceState.RUNNING);
    assertThat(view.offers().permitted()).contains(Operation.RENEW, Operation.DESTROY);
    assertThat(view.timeline())
        .extracting(Projection.Step::at, Projection.Step::to, Projection.Step::rule)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(day(25), InstanceState.RETAINED, "SH-02"),
            org.assertj.core.groups.Tuple.tuple(day(32), InstanceState.PURGED, "SH-03"));
    assertThat(view.purgeDueSince()).isNull();
    assertThat(view.now()).isEqualTo(day(10));
    assertThat(bench.row(key).version()).isEqualTo(1);
  }

  @Test
  @Tag("ALL-12")
  void aReadNeverSaysPurgedOfDataThatIsStillThere() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    bench.at(justBefore(day(7)));
    assertThat(bench.engine.view(key).purgeDueSince()).isNull();
    bench.at(day(7));
    InstanceView due = bench.engine.view(key);
    assertThat(due.state()).isEqualTo(InstanceState.RETAINED);
    assertThat(due.purgeDueSince()).isEqualTo(day(7));
    assertThat(due.offers().permitted()).contains(Operation.REBUILD);
    bench.at(day(9));
    assertThat(bench.engine.view(key).state()).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.engine.view(key).timeline())
        .extracting(Projection.Step::at)
        .containsExactly(day(9));
    bench.engine.sweep();
    InstanceView purging = bench.engine.view(key);
    assertThat(purging.state()).isEqualTo(InstanceState.PURGING);
    assertThat(purging.openEffects()).isNotEmpty();
    assertThat(purging.timeline()).isEmpty();
  }

  @Test
  @Tag("ALL-12")
  void theTimelineOfAHeldPurgeNamesTheEndOfTheHold() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    bench.engine.report(key, Event.builder(Operation.HOLD, START).until(day(30)).build());
    assertThat(bench.engine.view(key).timeline())
        .extracting(Projection.Step::at)
        .containsExactly(day(30));
    bench.report(key, Operation.HOLD);
    assertThat(bench.engine.view(key).timeline()).isEmpty();
    assertThat(bench.row(key).holds().all()).extracting(Hold::name).containsExactly("hold");
  }

  // ALL-07, ALL-11 with the engine

  @Test
  @Tag("ALL-07")
  @Tag("ALL-11")
  void aRenewalThatWasDatedInTimeWinsOverALateSweep() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.at(day(50));
    Answer renewed = bench.engine.report(key, Event.renew(justBefore(day(10)), day(80)));
    assertThat(renewed.steps()).hasSize(1);
    assertThat(bench.engine.sweep().steps()).isEmpty();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
  }

  @Test
  @Tag("ALL-07")
  @Tag("SAF-11")
  void whatAnEventPassedIsCommittedWithItAndTold() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.at(day(11));
    bench.decisions.clear();
    Answer renewed = bench.renew(key, day(80));
    assertThat(renewed.steps())
        .extracting(step -> step.to())
        .containsExactly(InstanceState.LOCKED, InstanceState.RUNNING);
    assertThat(bench.decisions).hasSize(2);
    assertThat(bench.row(key).version()).isEqualTo(3);
    bench.engine.deliver();
    // Passed and undone in one breath: who has paid is not locked out first (SAF-11).
    assertThat(bench.askedNames()).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> "DROPPED".equals(line.outcome()))
        .extracting(AuditEntry::cause)
        .containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
  }

  @Test
  @Tag("ALL-07")
  void aLatePaymentHoldsThePurgeUntilAPersonHasLooked() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.sweepAt(day(10));
    bench.sweepAt(day(25));
    bench.engine.deliver();
    bench.at(day(26));
    Answer late = bench.engine.report(key, Event.renew(day(20), day(80)));
    assertThat(late.refusal().late()).isTrue();
    assertThat(bench.refusals).hasSize(1);
    assertThat(bench.row(key).holds().all()).extracting(Hold::name).containsExactly("late-payment");
    assertThat(bench.engine.nextSweepAt()).isNull();
    assertThat(bench.sweepAt(day(99)).steps()).isEmpty();
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> line.kind() == AuditEntry.Kind.REFUSAL)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.outcome()).isEqualTo("NOT_PERMITTED_IN_STATE");
              assertThat(line.version()).isEqualTo(4);
            });
    bench.report(key, Operation.UNHOLD);
    assertThat(bench.engine.sweep().steps()).hasSize(1);
  }

  @Test
  @Tag("ALL-06")
  void aClockThatStepsBackMakesNothingHappen() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.sweepAt(day(12));
    bench.sweepAt(day(1));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.at(day(2));
    assertThat(bench.renew(key, day(80)).steps().get(0).at()).isEqualTo(day(12));
  }

  @Test
  @Tag("SCN-11")
  void aRebuiltInstanceIsThereWithItsSourceAndItsIdIsTaken() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    Event rebuild = Event.builder(Operation.REBUILD, START).newId("i2").by("ann").build();
    assertThat(bench.engine.report(key, rebuild).isApplied()).isTrue();
    Instance fresh = bench.row(key("shelf", "i2"));
    assertThat(fresh.state()).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.bin.audit(fresh.key())).extracting(AuditEntry::by).containsExactly("ann");
    assertThat(bench.decisions).extracting(step -> step.after().key().id()).contains("i2");
    assertThat(bench.engine.report(key, rebuild).refusal().code()).isEqualTo(RefusalCode.ID_IN_USE);
  }

  @Test
  @Tag("SCN-11")
  void theHostKnowsOfOtherIdsInUse() {
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done())
            .repository(bench.bin)
            .policies(Policies.shelf())
            .idsInUse(key -> key.id().equals("elsewhere"))
            .safeguards(Safeguards.none())
            .build();
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    Event rebuild = Event.builder(Operation.REBUILD, START).newId("elsewhere").build();
    assertThat(engine.report(key, rebuild).refusal().code()).isEqualTo(RefusalCode.ID_IN_USE);
  }

  @Test
  @Tag("OWN-02")
  void whatIsRebuiltForAnOwnerInArrearsStartsInArrears() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.report(key, Operation.RELEASE);
    bench.engine.reportForOwner(
        new dev.reprieve.model.OwnerKey("tenant", "owner"), Event.of(Operation.ARREARS, START));
    bench.engine.report(key, Event.builder(Operation.REBUILD, START).newId("i2").build());
    assertThat(bench.row(key("shelf", "i2")).arrearsSince()).isEqualTo(START);
  }

  @Test
  void theEngineTellsWhatItIsMadeOf() {
    assertThat(bench.engine.repository()).isSameAs(bench.bin);
    assertThat(bench.engine.policies().latest()).extracting("id").containsExactly("shelf");
    assertThat(bench.engine.interpreter().settings()).isEqualTo(Bench.PROMPT);
    assertThat(justAfter(START)).isAfter(START);
  }

  @Test
  void whatIsSetAsideCountsAgainstTheLimitToo() {
    InstanceKey poison = broken("poison");
    Bench both = new Bench(bench, Bench.PROMPT, Policies.runner(), Policies.box());
    InstanceKey a = both.subscription("runner", "a", day(10));
    InstanceKey b = both.subscription("runner", "b", day(10));
    both.at(day(40));
    // Both expire, and their locks have been due since day 25: room for one of them is left.
    SweepReport report = both.engine.sweep(4);
    assertThat(report.setAside()).isEqualTo(1);
    assertThat(report.steps()).extracting(step -> step.after().key()).containsExactly(a, b, a);
    assertThat(report.more()).isTrue();
    assertThat(both.engine.setAside()).extracting(SetAside::key).containsExactly(poison);
  }
}
