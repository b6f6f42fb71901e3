package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Registration;
import dev.reprieve.SweepReport;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done more often than is usual stops, until an operator has looked (SAF-01, SAF-18). */
class BreakerTest {
  private static final Duration DAY = Duration.ofHours(24);

  private static Safeguards atMost(long count) {
    return GuardBench.purges(new Limits(count, 100, 0, DAY)).build();
  }

  /** Another engine whose worker has a clock of its own, so that no gap is in doubt. */
  private static GuardBench beside(
      GuardBench bench, RecycleBinRepository through, Safeguards safeguards) {
    return new GuardBench(bench, through, safeguards, engine -> engine.workersClock(bench.clock));
  }

  private static Safeguards share(int percent, int from) {
    return GuardBench.purges(new Limits(Long.MAX_VALUE - 1, percent, from, DAY)).build();
  }

  @Test
  @Tag("SAF-01")
  void asManyAsTheCountArePurgedAndNoneMore() {
    GuardBench bench = new GuardBench(atMost(3));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 5, day(1));
    bench.intoTheBin();
    SweepReport report = bench.sweepAt(day(23));
    assertThat(report.steps()).hasSize(3);
    assertThat(report.setAside()).isEqualTo(2);
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(3);
    assertThat(bench.waitingFor(keys.get(3))).isEqualTo(WaitingFor.BREAKER);
    assertThat(bench.aside(keys.get(4)).reason()).contains("SAF-01", "3 in PT24H", "at most 3");
    assertThat(bench.trips).hasSize(1);
    assertThat(bench.trips.get(0).owner()).isNull();
    assertThat(bench.engine.safety().health().purging()).isFalse();
    assertThat(bench.engine.safety().health().reasons())
        .singleElement()
        .asString()
        .contains("fleet");
  }

  @Test
  @Tag("SAF-01")
  void belowTwentyInstancesOnlyTheCountHolds() {
    GuardBench bench = new GuardBench(share(5, 20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 19, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(19);
    assertThat(bench.trips).isEmpty();
  }

  @Test
  @Tag("SAF-01")
  void fromTwentyInstancesTheShareHoldsToo() {
    GuardBench bench = new GuardBench(share(5, 20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 20, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(1);
    assertThat(bench.trips).hasSize(1);
  }

  /** 5 % of 40 are 2, and the two that went are counted as there: the third is not 5 % of 38. */
  @Test
  @Tag("SAF-01")
  void theShareIsOfWhatThereWasWithThoseBegunInTheWindow() {
    GuardBench bench = new GuardBench(share(5, 20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 40, day(1));
    bench.intoTheBin();
    bench.settleAt(day(23));
    assertThat(bench.in(InstanceState.PURGED, keys)).isEqualTo(2);
    bench.settleAt(day(23).plusSeconds(3600));
    assertThat(bench.in(InstanceState.PURGED, keys)).isEqualTo(2);
  }

  @Test
  @Tag("SAF-01")
  void theStandardLimitsAreThoseOfTheRulebook() {
    assertThat(Limits.PURGES).isEqualTo(new Limits(100, 5, 20, Duration.ofHours(24)));
    assertThat(Limits.LOCKS).isEqualTo(new Limits(Long.MAX_VALUE, 20, 20, Duration.ofHours(1)));
    assertThat(Limits.PURGES.atMost(19)).isEqualTo(100);
    assertThat(Limits.PURGES.atMost(20)).isEqualTo(1);
    assertThat(Limits.PURGES.atMost(39)).isEqualTo(1);
    assertThat(Limits.PURGES.atMost(40)).isEqualTo(2);
    assertThat(Limits.PURGES.atMost(1_000_000)).isEqualTo(100);
    assertThat(new Limits(Long.MAX_VALUE, 5, 0, DAY).atMost(Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE / 100 * 5);
  }

  /** Owner "a" reaches the share of its own; "b" has few, and the fleet's count is not reached. */
  @Test
  @Tag("SAF-01")
  void anOwnerIsStoppedAloneWhileOthersGoOn() {
    GuardBench bench = new GuardBench(share(50, 2));
    List<InstanceKey> a = bench.subscriptions("a", "a", 4, day(1));
    bench.subscriptions("kept", "c", 20, day(900));
    InstanceKey b = bench.subscription("b", "b", day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    assertThat(bench.in(InstanceState.PURGING, a)).isEqualTo(2);
    assertThat(bench.state(b)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.trips).singleElement().extracting(trip -> trip.owner().owner()).isEqualTo("a");
    assertThat(bench.engine.safety().health().purging()).isTrue();
    assertThat(bench.engine.safety().health().reasons()).hasSize(1);
  }

  /** One is due a day: at exactly 24 hours the one before no longer counts. */
  @Test
  @Tag("SAF-01")
  void theWindowSlides() {
    GuardBench bench = new GuardBench(atMost(1));
    InstanceKey first = bench.subscription("i0", "owner", day(1));
    InstanceKey second = bench.subscription("i1", "owner", day(2));
    bench.settleAt(day(1));
    bench.settleAt(day(2));
    bench.settleAt(day(16));
    bench.settleAt(day(17));
    bench.sweepAt(day(23));
    bench.sweepAt(day(24));
    assertThat(bench.state(first)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.state(second)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.trips).isEmpty();
  }

  @Test
  @Tag("SAF-01")
  void withinTheWindowItDoesNot() {
    GuardBench bench = new GuardBench(atMost(1));
    bench.subscription("i0", "owner", day(1));
    InstanceKey second = bench.subscription("i1", "owner", justBefore(day(2)));
    bench.settleAt(day(1));
    bench.settleAt(justBefore(day(2)));
    bench.settleAt(day(16));
    bench.settleAt(justBefore(day(17)));
    bench.sweepAt(day(23));
    bench.sweepAt(justBefore(day(24)));
    assertThat(bench.state(second)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.trips).hasSize(1);
  }

  @Test
  @Tag("SAF-01")
  void aTripOutlivesItsWindowAndTheEngine() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    bench.sweepAt(day(30));
    GuardBench restarted = beside(bench, bench.bin, atMost(100));
    restarted.sweepAt(day(60));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(2);
    assertThat(bench.trips).hasSize(1);
    assertThat(restarted.trips).isEmpty();
    assertThat(restarted.engine.safety().health().purging()).isFalse();
  }

  @Test
  @Tag("SAF-01")
  void whatWasShownAndConfirmedGoesOnUncounted() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    Plan stopped = bench.engine.safety().stopped(Guarded.PURGE);
    assertThat(stopped.items())
        .extracting(Plan.Item::key)
        .containsExactly(keys.get(1), keys.get(2));
    Approval approval =
        bench.engine.safety().confirm(Guarded.PURGE, stopped.digest(), "op", "an old project");
    assertThat(approval).isEqualTo(Approval.done(2));
    assertThat(bench.engine.sweep().steps()).hasSize(2);
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(3);
    assertThat(bench.engine.safety().health().purging()).isTrue();
    assertThat(bench.bin.tallied(Guarded.PURGE, null, START)).isEqualTo(1);
  }

  /**
   * The set grew after it was shown, and the window has slid meanwhile: the new one waits still.
   */
  @Test
  @Tag("SAF-01")
  void whatWasNotShownStaysStoppedEvenWhenTheWindowHasSlid() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    InstanceKey late = bench.subscription("late", "owner", day(3));
    bench.settleAt(day(1));
    bench.settleAt(day(3));
    bench.settleAt(day(16));
    bench.settleAt(day(18));
    bench.sweepAt(day(23));
    String shown = bench.engine.safety().stopped(Guarded.PURGE).digest();
    bench.sweepAt(day(25));
    bench.engine.safety().confirm(Guarded.PURGE, shown, "op", "seen");
    bench.sweepAt(day(25));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(2);
    assertThat(bench.state(late)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.engine.safety().health().purging()).isFalse();
    String rest = bench.engine.safety().stopped(Guarded.PURGE).digest();
    bench.engine.safety().confirm(Guarded.PURGE, rest, "op", "seen, too");
    bench.engine.sweep();
    assertThat(bench.state(late)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.engine.safety().health().purging()).isTrue();
  }

  /** What was empty when it was shown confirms nothing, and lifts no trip. */
  @Test
  @Tag("SAF-01")
  void anEmptySetThatWasShownEarlierLiftsNoTrip() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    String empty = bench.engine.safety().stopped(Guarded.PURGE).digest();
    bench.sweepAt(day(23));
    bench.engine.safety().confirm(Guarded.PURGE, empty, "op", "by mistake");
    bench.sweepAt(day(40));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(1);
  }

  @Test
  @Tag("SAF-01")
  void whatHasChangedSinceItWasShownIsNotConfirmed() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    String shown = bench.engine.safety().stopped(Guarded.PURGE).digest();
    bench.report(keys.get(1), Operation.HOLD);
    bench.report(keys.get(1), Operation.UNHOLD);
    bench.engine.safety().confirm(Guarded.PURGE, shown, "op", "seen");
    bench.sweepAt(day(40));
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.state(keys.get(2))).isEqualTo(InstanceState.PURGING);
  }

  @Test
  @Tag("SAF-01")
  void nothingIsConfirmedThatWasNeverShown() {
    GuardBench bench = new GuardBench(atMost(1));
    bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    // A plan is no showing of what is stopped.
    String planned = bench.engine.safety().plan().digest();
    assertThatThrownBy(
            () -> bench.engine.safety().confirm(Guarded.PURGE, "0".repeat(64), "op", "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not shown");
    assertThat(planned).isNotEqualTo("0".repeat(64));
    String shown = bench.engine.safety().stopped(Guarded.PURGE).digest();
    assertThatThrownBy(() -> bench.engine.safety().confirm(Guarded.LOCK, shown, "op", "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LOCK");
    assertThatThrownBy(() -> bench.engine.safety().confirm(Guarded.PURGE, shown, " ", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bench.engine.safety().confirm(Guarded.PURGE, shown, "op", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("SAF-01")
  void otherLimitsHoldForEveryEngineAtOnce() {
    GuardBench bench = new GuardBench(atMost(1));
    GuardBench other = beside(bench, bench.bin, atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 5, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    Approval approval =
        bench
            .engine
            .safety()
            .changeLimits(Guarded.PURGE, new Limits(3, 100, 0, DAY), "op", "a migration");
    assertThat(approval).isEqualTo(Approval.done(4));
    other.sweepAt(day(23));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(3);
    assertThat(other.trips).hasSize(1);
  }

  @Test
  @Tag("SAF-01")
  @Timeout(120)
  void tenWorkersDoNotGetTenLimits() throws Exception {
    GuardBench bench = new GuardBench(atMost(7));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 60, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    List<GuardBench> workers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      workers.add(beside(bench, bench.bin, atMost(7)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<SweepReport>> sweeps = new ArrayList<>();
      for (GuardBench worker : workers) {
        sweeps.add(
            threads.submit(
                () -> {
                  start.await();
                  return worker.engine.sweep();
                }));
      }
      start.countDown();
      for (Future<SweepReport> sweep : sweeps) {
        sweep.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    bench.engine.sweep();
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(7);
    assertThat(bench.bin.guard().trips()).hasSize(1);
    assertThat(workers.stream().mapToInt(worker -> worker.trips.size()).sum() + bench.trips.size())
        .isEqualTo(1);
  }

  /** Between the reading of the counts and the commit another worker takes the last place. */
  @Test
  @Tag("SAF-01")
  void theLastPlaceIsTakenOnce() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    boolean[] done = {false};
    RecycleBinRepository raced =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("commit") && !done[0]) {
                done[0] = true;
                bench.engine.sweep(1);
              }
            });
    GuardBench slow = beside(bench, raced, atMost(1));
    slow.engine.sweep();
    slow.engine.sweep();
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(1);
  }

  /** 5 % of 39 are 1: what another begins between two readings must not make them 40. */
  @Test
  @Tag("SAF-01")
  void aShareIsNeverReadTooHigh() {
    for (String between : List.of("population", "tallied")) {
      GuardBench bench = new GuardBench(share(5, 20));
      List<InstanceKey> keys = bench.subscriptions("a", "a", 19, day(1));
      keys.addAll(bench.subscriptions("b", "b", 20, day(900)));
      bench.intoTheBin();
      bench.at(day(23));
      int[] calls = {0};
      GuardBench slow =
          beside(
              bench,
              GuardBench.through(
                  bench.bin,
                  method -> {
                    if (method.equals(between) && calls[0]++ == 0) {
                      Plan all = bench.engine.safety().plan();
                      bench
                          .engine
                          .safety()
                          .execute(new Plan(all.madeAt(), all.items().subList(18, 19)));
                    }
                  }),
              share(5, 20));
      slow.engine.sweep();
      assertThat(bench.in(InstanceState.PURGING, keys)).as(between).isEqualTo(1);
    }
  }

  @Test
  @Tag("SAF-01")
  void aDestroyCountsAndOverTheLimitItIsRecordedAndWaits() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.at(day(17));
    assertThat(bench.report(keys.get(0), Operation.DESTROY).isApplied()).isTrue();
    assertThat(bench.state(keys.get(0))).isEqualTo(InstanceState.PURGING);
    Answer second = bench.report(keys.get(1), Operation.DESTROY);
    assertThat(second.isApplied()).isTrue();
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(keys.get(1))).isEqualTo(WaitingFor.BREAKER);
    assertThat(bench.bin.openEffects(keys.get(1))).isEmpty();
    bench.sweepAt(day(18));
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.RETAINED);
    Plan stopped = bench.engine.safety().stopped(Guarded.PURGE);
    assertThat(stopped.items()).extracting(Plan.Item::key).containsExactly(keys.get(1));
    bench.engine.safety().confirm(Guarded.PURGE, stopped.digest(), "op", "asked for");
    bench.engine.sweep();
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.PURGING);
    assertThat(bench.state(keys.get(2))).isEqualTo(InstanceState.RETAINED);
  }

  // Locks and releases.

  private static Safeguards locks(int percent) {
    return locks(new Limits(Long.MAX_VALUE, percent, 20, Duration.ofHours(1)));
  }

  /** Purges are not limited. */
  private static Safeguards locks(Limits limits) {
    return GuardBench.purges(Limits.NONE).locks(limits).build();
  }

  /** 20 % of 20 are 4: the fifth state moves on, and its lock waits and says why. */
  @Test
  @Tag("SAF-01")
  void tooManyLocksWaitWhileTheStateMovesOn() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 20, day(1));
    bench.sweepAt(day(1));
    bench.engine.deliver();
    assertThat(bench.in(InstanceState.LOCKED, keys)).isEqualTo(20);
    assertThat(bench.askedNames().stream().filter("LOCK_ACCESS"::equals)).hasSize(4);
    assertThat(bench.trips).singleElement().extracting(trip -> trip.kind()).isEqualTo(Guarded.LOCK);
    assertThat(bench.bin.openEffects(keys.get(9)).get(0).reason()).contains("SAF-01", "at most 4");
    assertThat(bench.engine.safety().health().purging()).isTrue();
    bench.at(day(1).plus(Duration.ofHours(5)));
    bench.engine.deliver();
    assertThat(bench.askedNames().stream().filter("LOCK_ACCESS"::equals)).hasSize(4);
    Plan stopped = bench.engine.safety().stopped(Guarded.LOCK);
    assertThat(stopped.items()).hasSize(16);
    bench.engine.safety().confirm(Guarded.LOCK, stopped.digest(), "op", "it is true");
    bench.engine.deliver();
    assertThat(bench.askedNames().stream().filter("LOCK_ACCESS"::equals)).hasSize(20);
    assertThat(bench.bin.tallied(Guarded.LOCK, null, START)).isEqualTo(4);
  }

  /** A limit of one; the lock fails twice and is tried three times: it is counted once. */
  @Test
  @Tag("SAF-01")
  void aRetryOfWhatIsCountedIsNotCountedAgain() {
    Safeguards one = locks(new Limits(1, 100, 0, Duration.ofHours(1)));
    GuardBench bench = new GuardBench(one);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.answers.put(
        "LOCK_ACCESS",
        request -> request.attempt() < 3 ? EffectResult.failed("no") : EffectResult.done());
    bench.sweepAt(day(1));
    bench.engine.deliver();
    bench.at(day(1).plus(Duration.ofMinutes(10))).engine.deliver();
    bench.at(day(1).plus(Duration.ofMinutes(30))).engine.deliver();
    assertThat(bench.askedNames())
        .containsExactly(
            "LOCK_ACCESS", "LOCK_ACCESS", "LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
    assertThat(bench.trips).isEmpty();
    assertThat(bench.bin.tallied(Guarded.LOCK, null, START)).isEqualTo(1);
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  /** A lock that was withheld, and a release behind it, wait at once: both are confirmed. */
  @Test
  @Tag("SAF-01")
  void aConfirmedReleaseDoesNotTakeBackThatOfTheLock() {
    Safeguards none =
        Safeguards.builder()
            .withoutBackupGate()
            .locks(new Limits(0, 100, 0, Duration.ofHours(1)))
            .outageLimit(Duration.ofDays(3650))
            .build();
    GuardBench bench = new GuardBench(none);
    bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.settleAt(day(16));
    Plan stopped = bench.engine.safety().stopped(Guarded.LOCK);
    assertThat(stopped.items())
        .extracting(Plan.Item::to)
        .containsExactly(InstanceState.LOCKED, InstanceState.RETAINED);
    bench.engine.safety().confirm(Guarded.LOCK, stopped.digest(), "op", "it is true");
    bench.settleAt(day(16));
    assertThat(bench.askedNames())
        .containsExactly(
            "LOCK_ACCESS",
            "SUSPEND_BILLING",
            "NOTIFY_OWNER",
            "TAKE_BACKUP",
            "RELEASE_COMPUTE",
            "NOTIFY_OWNER");
  }

  // The floor and protection.

  @Test
  @Tag("SAF-18")
  void belowTheFloorNothingIsPurgedWithoutAnOperator() {
    GuardBench bench = new GuardBench(GuardBench.purges(Limits.NONE).floor(3).build());
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 5, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(2);
    assertThat(bench.waitingFor(keys.get(2))).isEqualTo(WaitingFor.FLOOR);
    assertThat(bench.aside(keys.get(2)).reason()).contains("only 2", "SAF-18");
    Plan stopped = bench.engine.safety().stopped(Guarded.PURGE);
    bench.engine.safety().confirm(Guarded.PURGE, stopped.digest(), "op", "closing down");
    bench.engine.sweep();
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(5);
  }

  @Test
  @Tag("SAF-18")
  void ofTwoWorkersOneTakesTheLastAboveTheFloor() {
    Safeguards floor = GuardBench.purges(Limits.NONE).floor(1).build();
    GuardBench bench = new GuardBench(floor);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    boolean[] done = {false};
    GuardBench slow =
        beside(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit") && !done[0]) {
                    done[0] = true;
                    assertThat(bench.bin.takeUpAgain(keys.get(0))).isFalse();
                    bench.engine.safety().execute(bench.engine.safety().plan());
                  }
                }),
            floor);
    slow.engine.sweep();
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(1);
  }

  @Test
  @Tag("SAF-18")
  void whatIsProtectedByIdIsNeverPurgedNorDestroyed() {
    InstanceKey kept = Snapshots.key("shelf", "i0");
    GuardBench bench = new GuardBench(GuardBench.purges(Limits.NONE).protect(kept).build());
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    bench.sweepAt(day(400));
    assertThat(bench.state(kept)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(kept)).isEqualTo(WaitingFor.PROTECTION);
    assertThat(bench.aside(kept).parked()).isTrue();
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.PURGING);
    bench.report(kept, Operation.DESTROY);
    bench.sweepAt(day(500));
    assertThat(bench.state(kept)).isEqualTo(InstanceState.RETAINED);
  }

  /** A lock counted under a clock 33 days ahead does not wipe out what was counted before it. */
  @Test
  @Tag("SAF-01")
  void aClockThatIsFarAheadForgetsNothingThatWasCounted() {
    GuardBench bench = new GuardBench(locks(20));
    bench.subscriptions("i", "owner", 20, day(1));
    bench.subscription("later", "owner", day(34));
    bench.settleAt(day(1));
    assertThat(bench.bin.tallied(Guarded.LOCK, null, START)).isEqualTo(4);
    bench.engine.safety().changeLimits(Guarded.LOCK, Limits.NONE, "op", "all of it is true");
    bench.engine.deliver();
    bench
        .engine
        .safety()
        .changeLimits(Guarded.LOCK, new Limits(99, 100, 0, Duration.ofHours(1)), "op", "as usual");
    bench.step(Duration.ofDays(33));
    bench.engine.sweep();
    bench.engine.deliver();
    bench.step(Duration.ofDays(-33));
    assertThat(bench.bin.tallied(Guarded.LOCK, null, START)).isEqualTo(5);
    assertThat(bench.bin.tallied(Guarded.LOCK, null, day(2))).isEqualTo(1);
  }

  /** Who has paid is not locked out by what a limit withheld. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-11")
  void aPaymentDropsALockThatWasWithheld() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 20, day(1));
    bench.settleAt(day(1));
    InstanceKey withheld =
        keys.stream()
            .filter(key -> !bench.bin.openEffects(key).isEmpty())
            .findFirst()
            .orElseThrow();
    bench.engine.report(withheld, Event.renew(day(1), day(90)));
    bench.engine.safety().changeLimits(Guarded.LOCK, Limits.NONE, "op", "all of it is true");
    bench.settleAt(day(1).plus(Duration.ofHours(1)));
    assertThat(bench.state(withheld)).isEqualTo(InstanceState.RUNNING);
    assertThat(
            bench.asked.stream()
                .filter(request -> request.instance().key().equals(withheld))
                .map(request -> request.effect().type().name()))
        .doesNotContain("LOCK_ACCESS");
  }

  /** The tag protects to the end; what has none goes. */
  @Test
  @Tag("SAF-18")
  void aProtectedTagKeepsFromBeingPurged() {
    GuardBench bench =
        new GuardBench(GuardBench.purges(Limits.NONE).protectTag("keep", "yes").build());
    InstanceKey kept = Snapshots.key("shelf", "kept");
    bench.engine.register(
        Registration.of(kept, "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(1))
            .attributes(Attributes.ofTexts(Map.of("tag.keep", "yes")))
            .unprotected());
    InstanceKey other = bench.subscription("other", "owner", day(1));
    bench.intoTheBin();
    bench.settleAt(day(23));
    bench.settleAt(day(99));
    assertThat(bench.state(kept)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(kept)).isEqualTo(WaitingFor.PROTECTION);
    assertThat(bench.state(other)).isEqualTo(InstanceState.PURGED);
  }

  private static long countOf(GuardBench bench, String effect) {
    return bench.askedNames().stream().filter(effect::equals).count();
  }

  /**
   * 20 % of 20 are 4: the fifth machine stays, and the plan that is confirmed names its release.
   */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-03")
  void tooManyReleasesWaitAndArePlannedAsWhatTheyAre() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 20, day(1));
    bench.settleAt(day(1));
    String locked = bench.engine.safety().stopped(Guarded.LOCK).digest();
    bench.engine.safety().confirm(Guarded.LOCK, locked, "op", "it is true");
    bench.settleAt(day(1));
    assertThat(countOf(bench, "LOCK_ACCESS")).isEqualTo(20);
    assertThat(bench.bin.guard().trips()).isEmpty();
    bench.settleAt(day(16));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(20);
    assertThat(countOf(bench, "TAKE_BACKUP")).isEqualTo(20);
    assertThat(countOf(bench, "RELEASE_COMPUTE")).isEqualTo(4);
    assertThat(bench.bin.guard().trips()).hasSize(1);
    Plan stopped = bench.engine.safety().stopped(Guarded.LOCK);
    assertThat(stopped.items())
        .hasSize(16)
        .allMatch(item -> item.to() == InstanceState.RETAINED && item.rule().equals("SH-02"));
    assertThat(Plan.parse(stopped.toText()).digest()).isEqualTo(stopped.digest());
    bench.engine.safety().confirm(Guarded.LOCK, stopped.digest(), "op", "an old project");
    bench.settleAt(day(16));
    assertThat(countOf(bench, "RELEASE_COMPUTE")).isEqualTo(20);
    assertThat(bench.bin.guard().trips()).isEmpty();
  }

  private static List<InstanceKey> owing(GuardBench bench, int count) {
    List<InstanceKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Registration registration =
          Registration.of(
                  Snapshots.key("shelf", "p" + (i + 10)), "owner", BillingMode.PAY_AS_YOU_GO)
              .unprotected();
      assertThat(bench.engine.register(registration).isApplied()).isTrue();
      keys.add(registration.key());
    }
    keys.forEach(key -> bench.report(key, Operation.ARREARS));
    return keys;
  }

  private static List<String> askedOf(GuardBench bench, InstanceKey key) {
    return bench.asked.stream()
        .filter(request -> request.instance().key().equals(key))
        .map(request -> request.effect().type().name())
        .toList();
  }

  /** It was shown, then paid for, then confirmed: what was shown is no more. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-11")
  void whoSettlesIsNotLockedOutByWhatWasShownBefore() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = owing(bench, 20);
    bench.engine.deliver();
    InstanceKey paid = keys.get(19);
    assertThat(askedOf(bench, paid)).isEmpty();
    Plan shown = bench.engine.safety().stopped(Guarded.LOCK);
    assertThat(shown.items()).hasSize(16);
    assertThat(bench.report(paid, Operation.SETTLE).isApplied()).isTrue();
    bench.engine.safety().confirm(Guarded.LOCK, shown.digest(), "op", "it is true");
    bench.settleAt(START.plus(Duration.ofDays(1)));
    assertThat(askedOf(bench, paid)).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(countOf(bench, "LOCK_ACCESS")).isEqualTo(19);
    assertThat(bench.state(paid)).isEqualTo(InstanceState.RUNNING);
  }

  /** The payment comes between the worker's claim and its putting the lock back. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-11")
  void whoSettlesWhileALockIsBeingWithheldIsUnlockedAtOnce() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = owing(bench, 20);
    bench.engine.deliver();
    InstanceKey paid = keys.get(19);
    bench.at(START.plus(Duration.ofMinutes(15)));
    boolean[] done = {false};
    GuardBench slow =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit")
                      && !done[0]
                      && bench.bin.openEffects(paid).get(0).isUnderWay(bench.clock.instant())) {
                    done[0] = true;
                    bench.report(paid, Operation.SETTLE);
                  }
                }),
            locks(20));
    slow.engine.deliver();
    assertThat(done[0]).isTrue();
    assertThat(askedOf(slow, paid)).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.openEffects(paid)).isEmpty();
    bench.engine.safety().changeLimits(Guarded.LOCK, Limits.NONE, "op", "all of it is true");
    bench.settleAt(START.plus(Duration.ofHours(1)));
    assertThat(askedOf(bench, paid)).isEmpty();
  }

  /** A lock that failed waits its pause, and one whose host asked for time gets it. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-11")
  void confirmingTheBreakerDoesNotCutThePauseOfWhatWasTried() {
    GuardBench bench = new GuardBench(locks(20));
    List<InstanceKey> keys = owing(bench, 20);
    bench.answers.put(
        "LOCK_ACCESS",
        request ->
            request.instance().key().equals(keys.get(0))
                ? EffectResult.failed("no route")
                : EffectResult.retryAt(START.plus(Duration.ofMinutes(40)), "busy"));
    bench.engine.deliver();
    assertThat(bench.asked).hasSize(4);
    bench.asked.clear();
    Approval approval =
        bench.engine.safety().changeLimits(Guarded.LOCK, Limits.NONE, "op", "all of it is true");
    assertThat(approval).isEqualTo(Approval.done(16));
    bench.engine.deliver();
    assertThat(bench.asked).extracting(request -> request.instance().key()).hasSize(16);
    assertThat(bench.asked)
        .extracting(request -> request.instance().key())
        .doesNotContainAnyElementsOf(keys.subList(0, 4));
    assertThat(bench.bin.openEffects(keys.get(0)).get(0).failures()).isEqualTo(1);
  }

  /** 5 of 25 is a fifth of its owner's, and of 225 far below a fifth of the fleet's. */
  @Test
  @Tag("SAF-01")
  void anOwnersLocksAreStoppedAloneWhileAnothersGoOut() {
    GuardBench bench =
        new GuardBench(
            Safeguards.builder()
                .withoutBackupGate()
                .purges(Limits.NONE)
                .outageLimit(Duration.ofDays(3650))
                .build());
    bench.subscriptions("a", "ann", 25, day(1));
    bench.subscriptions("c", "carl", 199, day(900));
    InstanceKey ben = bench.subscription("z", "ben", day(1));
    bench.settleAt(day(1));
    assertThat(bench.asked)
        .filteredOn(request -> request.effect().type().name().equals("LOCK_ACCESS"))
        .extracting(request -> request.instance().owner())
        .hasSize(6)
        .filteredOn("ann"::equals)
        .hasSize(5);
    assertThat(bench.asked).anyMatch(request -> request.instance().key().equals(ben));
    assertThat(bench.trips)
        .singleElement()
        .satisfies(trip -> assertThat(trip.kind()).isEqualTo(Guarded.LOCK))
        .extracting(trip -> trip.owner().owner())
        .isEqualTo("ann");
  }

  /** That a breaker stopped something, and what it kept of an instance, stand in the trail. */
  @Test
  @Tag("SAF-07")
  void whatTheBreakerStopsIsWrittenDown() {
    GuardBench bench = new GuardBench(atMost(1));
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    bench.sweepAt(day(23).plus(Duration.ofMinutes(15)));
    assertThat(bench.in(InstanceState.PURGING, keys)).isEqualTo(1);
    assertThat(bench.bin.storeTrail().lines())
        .extracting(AuditLine::entry)
        .filteredOn(line -> line.cause().equals("TRIP"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.kind()).isEqualTo(AuditEntry.Kind.GUARD);
              assertThat(line.rule()).isEqualTo("SAF-01");
              assertThat(line.outcome()).isEqualTo("PURGE");
              assertThat(line.at()).isEqualTo(day(23));
              assertThat(line.why()).isEqualTo(bench.trips.get(0).why());
            });
    InstanceKey stopped =
        bench.state(keys.get(0)) == InstanceState.PURGING ? keys.get(1) : keys.get(0);
    assertThat(bench.bin.audit(stopped))
        .filteredOn(line -> line.kind() == AuditEntry.Kind.GUARD)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.cause()).isEqualTo("DECLINE");
              assertThat(line.outcome()).isEqualTo("BREAKER");
              assertThat(line.at()).isEqualTo(day(23));
              assertThat(line.why()).contains("SAF-01");
              assertThat(line.from()).isEqualTo(InstanceState.RETAINED);
              assertThat(line.to()).isEqualTo(InstanceState.RETAINED);
            });
    assertThat(bench.engine.verifyAudit().problems()).isEmpty();
  }
}
