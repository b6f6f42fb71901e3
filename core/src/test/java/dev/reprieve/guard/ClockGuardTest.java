package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One clock decides, and a jump of it stops purging and not locking (SAF-05). */
class ClockGuardTest {
  /** Sweeps come days apart here, and are no outage unless a test says so. */
  private static final Safeguards RARE = GuardBench.UNLIMITED;

  /** Nobody has swept for longer than a day: an outage. */
  private static final Safeguards DAILY =
      Safeguards.builder()
          .withoutBackupGate()
          .purges(Limits.NONE)
          .locks(Limits.NONE)
          .outageLimit(Duration.ofDays(1))
          .build();

  /** Swept each day up to an instant. */
  private static void daily(GuardBench bench, long from, long to) {
    for (long day = from; day <= to; day++) {
      bench.settleAt(day(day));
    }
  }

  @Test
  @Tag("SAF-05")
  void aStepForwardStopsPurgingAndNotLockingUntilSomebodyHasLooked() {
    GuardBench bench = new GuardBench(RARE);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    InstanceKey locks = bench.subscription("locks", "owner", day(50));
    bench.intoTheBin();
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
    assertThat(bench.state(locks)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.engine.safety().health().purging()).isFalse();
    // Back again: still halted, by whichever engine, until somebody says so.
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    new GuardBench(bench, RARE).sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThatThrownBy(() -> bench.engine.safety().acknowledgeClock("op", " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.engine.safety().acknowledgeClock("op", "the time server is mended")).isTrue();
    assertThat(bench.engine.safety().acknowledgeClock("op", "twice")).isFalse();
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** The limit is 15 minutes: exactly so much is believed, and a microsecond more is not. */
  @Test
  @Tag("SAF-05")
  void upToTheLimitAStepIsBelieved() {
    for (Duration step : List.of(Duration.ofMinutes(15), Duration.ofMinutes(-15))) {
      GuardBench bench = new GuardBench(RARE);
      bench.engine.sweep();
      bench.step(step);
      bench.engine.sweep();
      assertThat(bench.bin.guard().clockHalt()).as("%s", step).isNull();
    }
    for (Duration step :
        List.of(Duration.ofMinutes(15).plusNanos(1000), Duration.ofMinutes(-15).minusNanos(1000))) {
      GuardBench bench = new GuardBench(RARE);
      bench.engine.sweep();
      bench.step(step);
      bench.engine.sweep();
      assertThat(bench.bin.guard().clockHalt()).as("%s", step).isNotNull();
    }
  }

  /** A fresh process knows no elapsed time: the mark that is kept with the data shows it. */
  @Test
  @Tag("SAF-05")
  void aStepBackIsFoundByTheMarkAfterARestart() {
    GuardBench bench = new GuardBench(RARE);
    bench.sweepAt(day(10));
    GuardBench restarted = new GuardBench(bench, RARE);
    restarted.sweepAt(day(9));
    assertThat(bench.bin.guard().clockHalt()).isNotNull();
    assertThat(bench.bin.mark()).isEqualTo(day(10));
    restarted.engine.safety().acknowledgeClock("op", "right as it is");
    assertThat(bench.bin.mark()).isEqualTo(day(9));
    restarted.engine.sweep();
    assertThat(bench.bin.guard().clockHalt()).isNull();
  }

  /** What destroys and was ordered already stands still, too. */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void nothingDestructiveGoesOutUnderAClockThatIsNotBelieved() {
    GuardBench bench = new GuardBench(RARE);
    bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.step(Duration.ofDays(15));
    bench.engine.sweep();
    bench.engine.deliver();
    assertThat(bench.askedNames()).contains("TAKE_BACKUP").doesNotContain("RELEASE_COMPUTE");
  }

  // Outages.

  /** Nobody swept from day 20 to day 23.5: what was due on day 23 is due 3.5 days later. */
  @Test
  @Tag("SAF-05")
  void anOutagePushesWhatFellIntoItByItsLengthAndOnce() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    Instant back = day(23).plus(Duration.ofHours(12));
    bench.sweepAt(back);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    Instant pushed = day(26).plus(Duration.ofHours(12));
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(pushed);
    bench.sweepAt(day(24));
    bench.sweepAt(day(25));
    bench.sweepAt(day(26));
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(pushed);
    bench.sweepAt(pushed.minusNanos(1000));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.sweepAt(pushed);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** 20 days long: 7 days are added to the deadline and no more, and it is not pushed again. */
  @Test
  @Tag("SAF-05")
  void aLongOutagePushesBySevenDaysAtMostAndNeverIntoItself() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey early = bench.subscription("early", "owner", day(1));
    InstanceKey later = bench.subscription("later", "owner", day(18));
    daily(bench, 0, 22);
    bench.engine.report(later, Event.renew(day(22), day(900)));
    bench.sweepAt(day(42));
    assertThat(bench.row(early).purgeNotBefore()).isEqualTo(justAfter(day(42)));
    assertThat(
            bench.decisions.stream().filter(step -> step.cause().name().equals("OUTAGE")).count())
        .isEqualTo(1);
    bench.sweepAt(justAfter(day(42)));
    assertThat(bench.state(early)).isEqualTo(InstanceState.PURGING);
  }

  /** The worker that finds the outage dies before it has written it down. */
  @Test
  @Tag("SAF-05")
  void anOutageIsFoundAgainByTheNextWhenItsFinderDies() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    bench.at(day(24));
    RecycleBinRepository dying =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("changeGuard")) {
                throw new IllegalStateException("killed here");
              }
            });
    GuardBench dead =
        new GuardBench(bench, dying, DAILY, engine -> engine.workersClock(bench.clock));
    assertThatThrownBy(dead.engine::sweep).hasMessage("killed here");
    new GuardBench(bench, DAILY, engine -> engine.workersClock(bench.clock)).engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(27));
  }

  /** A step forward looks like an outage: when the clock is right again it was none. */
  @Test
  @Tag("SAF-05")
  void whatTheClockShowedWronglyIsNoOutage() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.row(key).purgeNotBefore()).isNull();
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "mended");
    daily(bench, 20, 22);
    bench.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.row(key).purgeNotBefore()).isNull();
  }

  @Test
  @Tag("SAF-05")
  void theFirstSweepEverIsNoOutage() {
    GuardBench bench = new GuardBench(DAILY);
    bench.sweepAt(day(500));
    assertThat(bench.bin.guard().outages()).isEmpty();
    assertThat(bench.bin.guard().clockHalt()).isNull();
    assertThat(bench.bin.mark()).isEqualTo(day(500));
  }

  // What a process finds that has just begun.

  /** The acts of the guards in the store's own trail. */
  private static List<String> acts(GuardBench bench) {
    return bench.bin.storeTrail().lines().stream().map(line -> line.entry().cause()).toList();
  }

  /**
   * Down since day 20, back on day 21 with a clock 60 days ahead: what is due on day 23 must not go
   * two days early, and the clock alone does not tell that it is wrong.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void aFreshProcessHaltsOverAGapForWhichNobodyVouches() {
    GuardBench bench = new GuardBench(RARE);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    GuardBench restarted = new GuardBench(bench, RARE);
    restarted.sweepAt(day(81));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
    assertThat(bench.aside(key).reason()).contains("no worker's clock");
    // Nor does the next one, to which the mark says that all is well.
    new GuardBench(bench, RARE).sweepAt(day(81).plusSeconds(60));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    restarted.step(Duration.ofDays(-60));
    restarted.engine.safety().acknowledgeClock("op", "the time server is mended");
    restarted.sweepAt(justBefore(day(23)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    restarted.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** As far as clocks may lie apart, a gap is believed; a microsecond more is not. */
  @Test
  @Tag("SAF-05")
  void aGapUpToTheLimitIsBelieved() {
    Instant limit = day(10).plus(Duration.ofMinutes(15));
    for (Instant back : List.of(limit, justAfter(limit))) {
      GuardBench bench = new GuardBench(RARE);
      bench.sweepAt(day(10));
      new GuardBench(bench, RARE).sweepAt(back);
      assertThat(bench.bin.guard().clockHalt() == null).as("%s", back).isEqualTo(back == limit);
    }
  }

  /**
   * Down since day 20, back at once with a clock five days ahead: that is less than an outage may
   * push, and what is due on day 26 would go five days early.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void aFreshProcessDoesNotTakeAJumpForAnOutage() {
    GuardBench bench = new GuardBench(RARE);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 19);
    bench.settleAt(day(20));
    GuardBench restarted = new GuardBench(bench, RARE);
    restarted.sweepAt(day(25));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
    assertThat(bench.aside(key).reason()).contains("give this engine one (workersClock)");
  }

  /**
   * A host without a worker's clock that was down, and was acknowledged once, sweeps on: its own
   * elapsed time says how long nobody swept, although it sweeps once a day.
   */
  @Test
  @Tag("SAF-05")
  void whatWasAcknowledgedAfterARestartIsNoGapAtTheNextSweep() {
    GuardBench bench = new GuardBench(RARE);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    GuardBench restarted = new GuardBench(bench, RARE);
    restarted.sweepAt(day(21));
    assertThat(bench.bin.guard().clockHalt()).isNotNull();
    restarted.engine.safety().acknowledgeClock("op", "it was down for a day");
    restarted.sweepAt(day(22));
    assertThat(bench.bin.guard().clockHalt()).isNull();
    restarted.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** A worker's clock that says the same makes it an outage, however long. */
  @Test
  @Tag("SAF-05")
  void aWorkersClockVouchesForALongGapAndFindsAJump() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    GuardBench vouched = new GuardBench(bench, DAILY, engine -> engine.workersClock(() -> day(40)));
    vouched.sweepAt(day(40).plus(Duration.ofMinutes(15)));
    assertThat(bench.bin.guard().clockHalt()).isNull();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.row(key).purgeNotBefore())
        .isEqualTo(justAfter(day(40).plus(Duration.ofMinutes(15))));
    GuardBench apart =
        new GuardBench(
            bench,
            DAILY,
            engine ->
                engine.workersClock(() -> day(40).minus(Duration.ofMinutes(1)).minusNanos(1_000)));
    apart.sweepAt(day(40).plus(Duration.ofMinutes(14)));
    assertThat(bench.bin.guard().clockHalt().why()).contains("this worker's");
  }

  /**
   * A first start with no mark and a clock that is wrong already: what was adopted with a purge on
   * day 23 is not due on day 20, whatever the clock says.
   */
  @Test
  @Tag("SAF-05")
  void aFirstSweepThatFindsAPurgeDueHaltsUnlessAWorkersClockVouches() {
    for (boolean vouched : new boolean[] {false, true}) {
      GuardBench bench = new GuardBench(RARE);
      InstanceKey key = inTheBinAlready(bench);
      GuardBench fresh =
          new GuardBench(
              bench,
              RARE,
              engine -> {
                if (vouched) {
                  engine.workersClock(bench.clock);
                }
              });
      fresh.sweepAt(day(80));
      assertThat(bench.bin.guard().clockHalt() == null)
          .as("vouched %s", vouched)
          .isEqualTo(vouched);
      assertThat(bench.state(key))
          .isEqualTo(vouched ? InstanceState.PURGING : InstanceState.RETAINED);
    }
  }

  private static InstanceKey inTheBinAlready(GuardBench bench) {
    InstanceKey key = Snapshots.key("shelf", "adopted");
    Registration registration =
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(0).minus(Duration.ofDays(16)))
            .unprotected();
    assertThat(
            bench
                .engine
                .adopt(Adoption.of(registration, InstanceState.RETAINED).build())
                .isApplied())
        .isTrue();
    return key;
  }

  // More than one thing at once.

  /** Each anomaly is written down, also while the first one halts; what lasts is so once. */
  @Test
  @Tag("SAF-05")
  @Tag("SAF-07")
  void aSecondAnomalyDuringAHaltIsWrittenDown() {
    GuardBench bench = new GuardBench(RARE);
    bench.sweepAt(day(10));
    bench.step(Duration.ofHours(-2));
    bench.engine.sweep();
    bench.engine.sweep();
    assertThat(acts(bench)).containsExactly("HALT");
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    bench.engine.sweep();
    assertThat(acts(bench)).containsExactly("HALT", "ANOMALY");
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    bench.engine.sweep();
    // It stepped, and is behind its mark again: both are news.
    assertThat(acts(bench)).containsExactly("HALT", "ANOMALY", "ANOMALY", "ANOMALY");
    assertThat(bench.bin.guard().clockHalt().why()).contains("while PT0S passed");
  }

  /** Who acknowledges a step has looked at that step: no worker halts once more for it. */
  @Test
  @Tag("SAF-05")
  void whatIsAcknowledgedHaltsNoWorkerAgain() {
    GuardBench bench = new GuardBench(RARE);
    GuardBench other = new GuardBench(bench, RARE);
    bench.sweepAt(day(10));
    other.engine.sweep();
    bench.step(Duration.ofHours(-2));
    other.stepped = bench.stepped;
    bench.engine.sweep();
    // Stepped once more, and nobody has swept since.
    bench.step(Duration.ofHours(-1));
    other.stepped = bench.stepped;
    bench.engine.safety().acknowledgeClock("op", "right as it is now");
    bench.engine.sweep();
    other.engine.sweep();
    assertThat(bench.bin.guard().clockHalt()).isNull();
    // The next step is another one.
    bench.step(Duration.ofHours(-1));
    bench.engine.sweep();
    assertThat(bench.bin.guard().clockHalt()).isNotNull();
  }

  /** An engine whose worker's clock is so far behind the store's. */
  private static GuardBench behind(GuardBench bench, Duration[] by) {
    return new GuardBench(
        bench, RARE, engine -> engine.workersClock(() -> bench.clock.instant().minus(by[0])));
  }

  private static boolean halted(GuardBench bench) {
    return bench.bin.guard().clockHalt() != null;
  }

  /** The store's clock went an hour ahead of every worker's: one cause, one acknowledgement. */
  @Test
  @Tag("SAF-05")
  void oneAcknowledgementDoesForEveryWorkerThatIsAsFarApart() {
    GuardBench bench = new GuardBench(RARE);
    Duration[] ones = {Duration.ofHours(1)};
    Duration[] others = {Duration.ofHours(1).plus(Duration.ofMinutes(15))};
    GuardBench one = behind(bench, ones);
    GuardBench other = behind(bench, others);
    one.sweepAt(day(10));
    assertThat(halted(bench)).isTrue();
    one.engine.safety().acknowledgeClock("op", "the store's is right");
    one.engine.sweep();
    other.engine.sweep();
    behind(bench, ones).engine.sweep();
    assertThat(halted(bench)).isFalse();
    assertThat(bench.bin.guard().acknowledged()).isEqualTo(1);
    // What was not there when it was acknowledged is something new.
    others[0] = Duration.ofHours(2);
    other.engine.sweep();
    assertThat(halted(bench)).isTrue();
    assertThat(bench.bin.guard().clockHalt().why()).contains("this worker's");
  }

  /**
   * A worker whose own clock is wrong is told of once, through whichever engine it is looked at.
   */
  @Test
  @Tag("SAF-05")
  void aWorkerWhoseOwnClockIsWrongHaltsOnce() {
    GuardBench bench = new GuardBench(RARE);
    Duration[] wrong = {Duration.ofHours(-3)};
    GuardBench skewed = behind(bench, wrong);
    GuardBench right = behind(bench, new Duration[] {Duration.ZERO});
    skewed.sweepAt(day(10));
    assertThat(halted(bench)).isTrue();
    right.engine.safety().acknowledgeClock("op", "that machine's is wrong");
    skewed.engine.sweep();
    right.engine.sweep();
    skewed.sweepAt(day(11));
    assertThat(halted(bench)).isFalse();
    // It is put right, and goes wrong as before: that is something new.
    wrong[0] = Duration.ZERO;
    skewed.engine.sweep();
    assertThat(halted(bench)).isFalse();
    wrong[0] = Duration.ofHours(-3);
    skewed.engine.sweep();
    assertThat(halted(bench)).isTrue();
  }

  /** Once the clocks agree, what an operator knew of their difference is forgotten in the store. */
  @Test
  @Tag("SAF-05")
  void aDifferenceThatComesBackIsSomethingNew() {
    GuardBench bench = new GuardBench(RARE);
    Duration[] by = {Duration.ofDays(2)};
    GuardBench worker = behind(bench, by);
    worker.sweepAt(day(10));
    worker.engine.safety().acknowledgeClock("op", "the store's is right");
    assertThat(bench.bin.guard().apart()).isEqualTo(Duration.ofDays(2));
    by[0] = Duration.ZERO;
    worker.engine.sweep();
    assertThat(bench.bin.guard().apart()).isNull();
    by[0] = Duration.ofDays(2);
    behind(bench, by).engine.sweep();
    assertThat(halted(bench)).isTrue();
  }

  /** It read the clock before it was put right, and comes to its conclusion afterwards. */
  @Test
  @Tag("SAF-05")
  void whoeverReadTheClockBeforeItWasAcknowledgedLooksAnew() {
    GuardBench bench = new GuardBench(RARE);
    bench.sweepAt(day(10));
    bench.step(Duration.ofHours(-2));
    bench.engine.sweep();
    assertThat(halted(bench)).isTrue();
    boolean[] put = new boolean[1];
    RecycleBinRepository through =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("mark") && !put[0]) {
                put[0] = true;
                bench.step(Duration.ofHours(2));
                bench.engine.safety().acknowledgeClock("op", "mended");
              }
            });
    new GuardBench(bench, through, RARE).engine.sweep();
    assertThat(put[0]).isTrue();
    assertThat(halted(bench)).isFalse();
    assertThat(bench.bin.guard().lag()).isZero();
  }

  /**
   * Fifteen minutes back while a deadline is written, then forward by fifteen at a worker that has
   * just begun: each step for itself is within the limit, and their sum is within the margin of an
   * hour. An hour back is beyond it: DirectedScenariosTest.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void stepsThatAreEachBelievedStayWithinTheMargin() {
    GuardBench bench = new GuardBench(RARE);
    Duration step = Duration.ofMinutes(15);
    GuardBench margin =
        new GuardBench(
            bench,
            RARE,
            engine -> engine.settings(Bench.PROMPT.withPurgeMargin(Duration.ofHours(1))));
    InstanceKey key = margin.subscription("i", "owner", day(1));
    margin.settleAt(day(1));
    // Written by a clock that is 15 minutes behind: the deadline is as much too early.
    margin.step(step.negated());
    margin.settleAt(day(16));
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(23));
    // A fresh worker, by a clock that is 15 minutes ahead of the true time.
    margin.at(day(23).plus(step));
    GuardBench fresh =
        new GuardBench(
            bench,
            RARE,
            engine -> {
              engine.settings(Bench.PROMPT.withPurgeMargin(Duration.ofHours(1)));
              engine.workersClock(() -> bench.clock.instant().minus(step));
            });
    fresh.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    // The true deadline is 15 minutes after the written one; the true time is 15 minutes behind.
    fresh.sweepAt(day(23).plus(step).plus(step));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    fresh.sweepAt(day(23).plus(Duration.ofHours(1)));
    assertThat(bench.bin.guard().clockHalt()).isNull();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  @Test
  @Tag("SAF-05")
  void clocksMayNotLieFurtherApartThanTheMarginMakesGood() {
    Safeguards half = Safeguards.builder().clockLimit(Duration.ofMinutes(30)).build();
    Interpreter.Settings hour = Bench.PROMPT.withPurgeMargin(Duration.ofMinutes(61));
    GuardBench bench = new GuardBench(RARE);
    assertThatThrownBy(() -> new GuardBench(bench, half, engine -> engine.settings(hour)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("clockLimit", "PT30M", "PT1M", "purgeMargin", "PT1H1M", "SAF-05");
    new GuardBench(
        bench,
        half,
        engine ->
            engine.settings(Bench.PROMPT.withPurgeMargin(Duration.ofMinutes(61).plusNanos(1_000))));
    // Nothing is compared, or there is no margin to keep.
    new GuardBench(bench, Safeguards.none(), engine -> engine.settings(hour));
    new GuardBench(bench, half);
  }
}
