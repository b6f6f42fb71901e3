package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is recorded while the store's clock lags does not come early once it is put right (SAF-05,
 * ALL-01). Day 20 is the day on which the clock falls back by ten; all days in comments are true.
 */
class LaggingClockTest {
  private static final Duration STEP = Duration.ofDays(10);

  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  private InstanceKey payAsYouGo(String id) {
    InstanceKey key = Snapshots.key("shelf", id);
    Registration registration =
        Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    assertThat(bench.engine.register(registration).isApplied()).isTrue();
    return key;
  }

  private void fallsBackOnDay20() {
    bench.settleAt(day(20));
    bench.step(STEP.negated());
    bench.engine.sweep();
  }

  private void isPutRight() {
    bench.step(STEP);
    bench.engine.sweep();
    assertThat(bench.engine.safety().acknowledgeClock("op", "the time server is mended")).isTrue();
  }

  /** Purged at this instant of the true clock, and not a microsecond before. */
  private void purgedOn(Instant end, InstanceKey key) {
    bench.settleAt(justBefore(end));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(end);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  /** Released on day 20, with seven days in the bin. */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void aReleaseUnderAClockThatLagsHasItsFullSpan() {
    InstanceKey key = payAsYouGo("i");
    fallsBackOnDay20();
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    isPutRight();
    purgedOn(day(27), key);
  }

  /** The mark stood on day 20; the release is of day 25, when the clock says 15. */
  @Test
  @Tag("SAF-05")
  void theLagIsKnownHoweverLongItLasts() {
    InstanceKey key = payAsYouGo("i");
    fallsBackOnDay20();
    bench.at(day(15));
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    isPutRight();
    purgedOn(day(32), key);
  }

  /** The process that saw the step has gone; the next finds in the store how far the clock lags. */
  @Test
  @Tag("SAF-05")
  void theLagOutlivesTheProcessThatFoundIt() {
    InstanceKey key = payAsYouGo("i");
    fallsBackOnDay20();
    bench.at(day(18));
    GuardBench restarted = new GuardBench(bench, GuardBench.UNLIMITED);
    assertThat(restarted.report(key, Operation.RELEASE).isApplied()).isTrue();
    isPutRight();
    purgedOn(day(35), key);
  }

  /** Nobody has swept since it fell back: the mark is enough. */
  @Test
  @Tag("SAF-05")
  void aLagIsKnownBeforeAnySweepHasFoundIt() {
    InstanceKey key = payAsYouGo("i");
    bench.settleAt(day(20));
    bench.step(STEP.negated());
    GuardBench other = new GuardBench(bench, GuardBench.UNLIMITED);
    assertThat(other.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(bench.bin.guard().clockHalt()).isNull();
    bench.engine.sweep();
    isPutRight();
    purgedOn(day(27), key);
  }

  /** The mark is of day 20, the step of day 25: only the worker's own clock knows of five more. */
  @Test
  @Tag("SAF-05")
  void whoeverSaysThatItLagsMostIsBelieved() {
    InstanceKey key = payAsYouGo("i");
    bench.settleAt(day(20));
    bench.at(day(15));
    GuardBench other =
        new GuardBench(bench, GuardBench.UNLIMITED, engine -> engine.workersClock(() -> day(25)));
    assertThat(other.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(32));
  }

  /**
   * What a sweep passes as well: locked on day 14, when the clock says 12, it is locked for 15 days
   * and in the bin for 7.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-14")
  void aLockUnderAClockThatLagsHasItsFullSpan() {
    InstanceKey key = bench.subscription("i", "owner", day(12));
    bench.at(day(11));
    bench.engine.sweep();
    InstanceKey other = bench.subscription("other", "owner", day(15));
    bench.step(Duration.ofDays(-2));
    bench.engine.sweep();
    bench.settleAt(day(12));
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(29));
    bench.step(Duration.ofDays(2));
    bench.engine.sweep();
    assertThat(bench.engine.safety().acknowledgeClock("op", "mended")).isTrue();
    bench.settleAt(day(15));
    assertThat(bench.row(other).deadline().at()).isEqualTo(day(30));
    bench.settleAt(justBefore(day(29)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(day(29));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    purgedOn(day(36), key);
  }

  /** A term until "day 101" that was reckoned while the clock lagged: day 111 may be meant. */
  @Test
  @Tag("SAF-05")
  void aTermThatWasReckonedByTheClockEndsInNoEarlyPurge() {
    InstanceKey key = bench.subscription("i", "owner", day(100));
    fallsBackOnDay20();
    Event renewal = Event.builder(Operation.RENEW, day(10)).until(day(101)).build();
    assertThat(bench.engine.report(key, renewal).isApplied()).isTrue();
    // The term is what was said, and so is its end; the purge is of the end that was meant.
    assertThat(bench.row(key).expiresAt()).isEqualTo(day(101));
    isPutRight();
    bench.settleAt(day(101));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(day(116));
    purgedOn(day(133), key);
  }

  /**
   * Until "day 101", and day 111 may be meant. The table of that day purges after 8 days, the other
   * of the profile after 22, and nobody knows which rules by then.
   */
  @Test
  @Tag("SAF-05")
  void aTermThatWasReckonedByTheClockIsGuardedByTheSlowestTable() {
    GuardBench two = new GuardBench(GuardBench.UNLIMITED, Policies.shelfOfTwoTables());
    InstanceKey key = two.subscription("i", "owner", day(100));
    two.settleAt(day(20));
    two.step(STEP.negated());
    two.engine.sweep();
    Event renewal = Event.builder(Operation.RENEW, day(10)).until(day(101)).build();
    assertThat(two.engine.report(key, renewal).isApplied()).isTrue();
    assertThat(two.row(key).purgeNotBefore()).isEqualTo(day(133));
  }

  /** Arrears that are dated "day 10" on day 20, which start the lock of 15 days on day 20. */
  @Test
  @Tag("SAF-05")
  void arrearsThatAreDatedByTheClockStartTheirStagesWhenTheyAreMeant() {
    InstanceKey key = payAsYouGo("i");
    fallsBackOnDay20();
    assertThat(bench.report(key, Operation.ARREARS).isApplied()).isTrue();
    assertThat(bench.row(key).arrearsSince()).isEqualTo(day(10));
    isPutRight();
    bench.settleAt(justBefore(day(35)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(day(35));
    purgedOn(day(42), key);
  }

  /** Whoever pays is judged by what the clock says, as if it did not lag. */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-07")
  void aPaymentIsNotJudgedLaterByTheLag() {
    InstanceKey key = payAsYouGo("i");
    InstanceKey renews = bench.subscription("renews", "owner", day(9));
    bench.settleAt(day(9));
    fallsBackOnDay20();
    assertThat(bench.state(renews)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.report(key, Operation.ARREARS).isApplied()).isTrue();
    Answer settled = bench.report(key, Operation.SETTLE);
    assertThat(settled.isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    Event renewal = Event.builder(Operation.RENEW, day(10)).until(day(50)).build();
    assertThat(bench.engine.report(renews, renewal).isApplied()).isTrue();
    assertThat(bench.state(renews)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.row(renews).holds().all()).isEmpty();
  }

  /** A hold until "day 20", asked for on day 21 when the clock says 11, may mean day 30. */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-10")
  void aHoldThatWasReckonedByTheClockHoldsThePurgeAsLongAsMayBeMeant() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.settleAt(day(16));
    fallsBackOnDay20();
    bench.at(day(11));
    Event hold = Event.builder(Operation.HOLD, day(11)).until(day(20)).by("op").build();
    assertThat(bench.engine.report(key, hold).isApplied()).isTrue();
    isPutRight();
    purgedOn(day(30), key);
  }

  /** Taken in on day 20, with seven days of the bin before it. */
  @Test
  @Tag("SAF-05")
  @Tag("ADO-02")
  void anAdoptionUnderAClockThatLagsHasItsFullSpan() {
    fallsBackOnDay20();
    InstanceKey key = Snapshots.key("shelf", "adopted");
    Registration registration =
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(-20)).unprotected();
    Adoption adoption = Adoption.of(registration, InstanceState.RETAINED).build();
    assertThat(bench.engine.adopt(adoption).isApplied()).isTrue();
    isPutRight();
    purgedOn(day(27), key);
  }

  /** Day 5 may have meant day 15, and 22 days more day 37: what the host promised is later. */
  @Test
  @Tag("SAF-05")
  @Tag("ADO-02")
  void whatTheHostPromisedStandsWhereOthersHaveLockedAndTheClockLags() {
    fallsBackOnDay20();
    InstanceKey key = Snapshots.key("shelf", "adopted");
    Registration registration =
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(5)).unprotected();
    Adoption adoption =
        Adoption.of(registration, InstanceState.LOCKED)
            .lockedByOthers("its disk is full")
            .promisedPurgeAt(day(90))
            .build();
    assertThat(bench.engine.adopt(adoption).isApplied()).isTrue();
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(90));
    isPutRight();
    bench.settleAt(justBefore(day(90)));
    assertThat(bench.state(key)).isNotEqualTo(InstanceState.PURGED);
  }

  /** It falls back by three more before the first ten are put right: that makes thirteen. */
  @Test
  @Tag("SAF-05")
  void aSecondStepIsAddedToTheFirst() {
    InstanceKey key = payAsYouGo("i");
    GuardBench other = new GuardBench(bench, GuardBench.UNLIMITED);
    other.engine.sweep();
    fallsBackOnDay20();
    other.stepped = bench.stepped;
    other.engine.sweep();
    bench.at(day(15));
    bench.engine.sweep();
    bench.step(Duration.ofDays(-3));
    other.stepped = bench.stepped;
    // Each worker finds it, and it is counted once.
    bench.engine.sweep();
    other.engine.sweep();
    assertThat(bench.bin.guard().lag()).isEqualTo(Duration.ofDays(13));
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    bench.step(Duration.ofDays(13));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "right at last");
    purgedOn(day(32), key);
  }

  /** A step forward that is put back leaves no lag behind: the mark does not follow it. */
  @Test
  @Tag("SAF-05")
  void whatWasAheadAndIsPutBackDoesNotLag() {
    InstanceKey key = payAsYouGo("i");
    bench.settleAt(day(5));
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    bench.at(day(66));
    bench.engine.sweep();
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    assertThat(bench.bin.mark()).isEqualTo(day(6));
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(13));
    bench.engine.safety().acknowledgeClock("op", "put back");
    purgedOn(day(13), key);
  }

  /** What clocks may lie apart is the margin's business: nothing is moved by it. */
  @Test
  @Tag("SAF-05")
  void withinTheLimitNothingLags() {
    InstanceKey key = payAsYouGo("i");
    bench.settleAt(day(20));
    bench.step(Duration.ofMinutes(-15));
    assertThat(bench.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(27).minus(Duration.ofMinutes(15)));
  }
}
