package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Adoption;
import dev.reprieve.BatchAsk;
import dev.reprieve.Observation;
import dev.reprieve.Reconciliation;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.WaitingFor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What has gone wrong elsewhere, done to this engine: {@code docs/safety.md} says when and where,
 * and names these tests.
 */
class IncidentsTest {
  /** Five of a hundred, from twenty instances up. */
  private static final Safeguards SHARE = GuardBench.purges(Limits.PURGES).build();

  private static InstanceKey payAsYouGo(GuardBench bench, String id) {
    Registration registration =
        Registration.of(Snapshots.key("shelf", id), "owner", BillingMode.PAY_AS_YOU_GO)
            .unprotected();
    assertThat(bench.engine.register(registration).isApplied()).isTrue();
    return registration.key();
  }

  private static List<String> destroyed(GuardBench bench) {
    return bench.asked.stream()
        .filter(request -> request.effect().type().destructive())
        .map(request -> request.effect().type().name())
        .toList();
  }

  private static List<Answer> destroyAll(GuardBench bench, List<InstanceKey> keys) {
    List<BatchAsk> asks = new ArrayList<>();
    keys.forEach(
        key -> asks.add(new BatchAsk(key, Event.of(Operation.DESTROY, bench.clock.instant()))));
    return bench.engine.reportAll(asks);
  }

  // A term that nobody gave.

  @Test
  @Tag("ALL-13")
  @Tag("SAF-13")
  void aBlankTermIsNoTerm() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    Registration blank =
        Registration.of(Snapshots.key("shelf", "blank"), "owner", BillingMode.SUBSCRIPTION)
            .unprotected();
    Answer answer = bench.engine.register(blank);
    assertThat(answer.refusal().rule()).isEqualTo("ALL-13");
    assertThat(answer.refusal().message()).contains("expiresAt");
    assertThat(bench.bin.find(blank.key())).isNull();
    // And where no term belongs, none is made up: what nobody ends runs for good.
    InstanceKey endless = payAsYouGo(bench, "endless");
    bench.settleAt(day(366));
    bench.settleAt(day(36_500));
    assertThat(bench.state(endless)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.engine.view(endless).timeline()).isEmpty();
    assertThat(destroyed(bench)).isEmpty();
  }

  // A list of the wrong ids.

  @Test
  @Tag("ALL-02")
  void aListOfWrongIdsDestroysNothingThatIsInUse() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 883, day(900));
    assertThat(destroyAll(bench, keys))
        .hasSize(883)
        .allMatch(answer -> answer.refusal().code() == RefusalCode.NOT_PERMITTED_IN_STATE);
    bench.settleAt(START);
    assertThat(bench.in(InstanceState.RUNNING, keys)).isEqualTo(883);
    assertThat(bench.asked).isEmpty();
  }

  /** 5 % of 40 are 2; the other 38 are asked for, wait, and are saved by whoever notices. */
  @Test
  @Tag("SAF-01")
  void aListOfWrongIdsStopsAtTheShareAndTheRestIsSaved() {
    GuardBench bench = new GuardBench(SHARE);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 40, day(1));
    bench.intoTheBin();
    bench.asked.clear();
    destroyAll(bench, keys);
    bench.settleAt(day(17));
    assertThat(bench.in(InstanceState.PURGED, keys)).isEqualTo(2);
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(38);
    assertThat(bench.engine.safety().health().purging()).isFalse();
    for (InstanceKey key : keys.subList(2, 40)) {
      assertThat(bench.report(key, Operation.HOLD).isApplied()).isTrue();
    }
    bench.settleAt(day(900));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(38);
  }

  // A rare path that destroys more than was meant.

  @Test
  @Tag("ALL-10")
  @Tag("ALL-15")
  void whatIsHeldIsSparedOnEveryPathThatDestroys() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey late = bench.subscription("late", "owner", day(1));
    InstanceKey released = payAsYouGo(bench, "released");
    InstanceKey owing = payAsYouGo(bench, "owing");
    List<InstanceKey> keys = List.of(late, released, owing);
    keys.forEach(key -> assertThat(bench.report(key, Operation.HOLD).isApplied()).isTrue());
    bench.at(day(1));
    bench.report(released, Operation.RELEASE);
    bench.report(owing, Operation.ARREARS);
    for (long day = 1; day < 100; day += 3) {
      bench.settleAt(day(day));
      keys.forEach(
          key ->
              assertThat(bench.report(key, Operation.DESTROY).isApplied()).as("%s", key).isFalse());
    }
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(3);
    assertThat(bench.askedNames()).contains("LOCK_ACCESS", "TAKE_BACKUP");
    assertThat(destroyed(bench)).isEmpty();
  }

  // An authority that cannot be reached.

  @Test
  @Tag("SAF-02")
  @Tag("SAF-13")
  void whatCannotBeReachedIsNotGone() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 30, day(1));
    bench.intoTheBin();
    bench.asked.clear();
    bench.host =
        asked -> {
          throw new IOException("no name server answers");
        };
    for (long hour = 0; hour < 48; hour++) {
      bench.settleAt(day(23).plus(Duration.ofHours(hour)));
    }
    // Back again, and it has forgotten everything that it knew: gone is no order to delete.
    bench.host = asked -> Map.of();
    bench.settleAt(day(26));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(30);
    bench.host =
        asked ->
            asked.stream()
                .collect(Collectors.toMap(each -> each.instance().key(), each -> Sighting.gone()));
    bench.settleAt(day(27));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(30);
    assertThat(keys).allMatch(key -> bench.waitingFor(key) == WaitingFor.FRESH_LOOK);
    assertThat(bench.asked).isEmpty();
  }

  // A retention rule for one that reaches everybody.

  @Test
  @Tag("ALL-08")
  void aShorterRuleForEverybodyMakesNothingDue() {
    Bench bench = new Bench(Policies.shelf());
    List<InstanceKey> keys = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      keys.add(bench.subscription("shelf", "i" + i, day(1)));
    }
    // One more that is locked when the rule changes, and comes into the bin after it.
    bench.at(day(1));
    InstanceKey locked = bench.subscription("shelf", "locked", day(10));
    bench.sweepAt(day(1));
    bench.sweepAt(day(10));
    bench.sweepAt(day(16));
    Bench changed = new Bench(bench, Bench.PROMPT, Policies.shelf(), Policies.shelf(2, 1, 2));
    assertThat(changed.sweepAt(justBefore(day(23))).steps()).isEmpty();
    // Pinned to the new rule by hand, it still keeps what it was promised.
    changed.engine.repin(keys.get(0), "op", "the new rule for this one alone", false);
    assertThat(changed.sweepAt(justBefore(day(23))).steps()).isEmpty();
    assertThat(bench.row(keys.get(0)).deadline().at()).isAfterOrEqualTo(day(23));
    assertThat(bench.row(keys.get(1)).deadline().at()).isEqualTo(day(23));
    changed.sweepAt(day(25));
    assertThat(bench.state(locked)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.row(locked).deadline().at()).isEqualTo(day(32));
  }

  // A scope that is empty, undefined, or half a file.

  @Test
  @Tag("SAF-03")
  @Tag("SAF-13")
  void anEmptyScopeIsNothingAndHalfAFileIsAnother() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 6, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    Plan whole = bench.engine.safety().plan();
    assertThat(whole.items()).hasSize(6);
    Plan nothing = new Plan(day(23), List.of());
    assertThat(bench.engine.safety().execute(nothing).steps()).isEmpty();
    assertThatThrownBy(() -> Plan.parse("")).isInstanceOf(IllegalArgumentException.class);
    String text = whole.toText();
    String cut = text.substring(0, text.length() / 2);
    assertThatThrownBy(() -> Plan.parse(cut)).isInstanceOf(IllegalArgumentException.class);
    String fewer = text.substring(0, cut.lastIndexOf('\n') + 1);
    assertThat(Plan.parse(fewer).digest()).isNotEqualTo(whole.digest());
    assertThat(destroyAll(bench, List.of())).isEmpty();
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(6);
    // What protects nothing is an error, and never "everything may go".
    assertThatThrownBy(() -> Safeguards.builder().protectTag("", "production"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Data that is gone underneath.

  @Test
  @Tag("ADO-05")
  void whatIsMissingAtTheHostIsNotTakenForDeleted() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 5, day(1));
    bench.intoTheBin();
    bench.asked.clear();
    Reconciliation found = bench.engine.reconcile(Stream.of());
    assertThat(found.onlyHere()).containsExactlyInAnyOrderElementsOf(keys);
    keys.forEach(key -> bench.sightings.put(key, Sighting.gone()));
    bench.settleAt(day(23));
    bench.settleAt(day(60));
    assertThat(bench.in(InstanceState.RETAINED, keys)).isEqualTo(5);
    assertThat(bench.asked).isEmpty();
  }

  // A decision on what was true before.

  /** The payment comes in at the host while this worker still has the old list in its hands. */
  @Test
  @Tag("SAF-02")
  @Tag("SAF-03")
  void aListFromBeforeAPaymentPurgesNobodyWhoPaid() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.at(day(23));
    Plan stale = bench.engine.safety().plan();
    assertThat(stale.items()).hasSize(3);
    bench.sightings.put(keys.get(1), Sighting.wanted());
    bench.engine.safety().execute(stale);
    bench.settleAt(day(23));
    assertThat(bench.state(keys.get(1))).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.in(InstanceState.PURGED, keys)).isEqualTo(2);
    assertThat(bench.asked)
        .filteredOn(request -> request.effect().type().name().equals("DELETE_DATA"))
        .extracting(request -> request.instance().key())
        .doesNotContain(keys.get(1));
  }

  /** It has looked, and is slow; somebody holds the instance; then it writes. */
  @Test
  @Tag("SAF-14")
  void aSlowWorkerDoesNothingByWhatIsNoLongerTrue() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.asked.clear();
    bench.at(day(23));
    int[] commits = {0};
    GuardBench slow =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit") && commits[0]++ == 0) {
                    bench.report(key, Operation.HOLD);
                  }
                }),
            GuardBench.UNLIMITED);
    slow.engine.sweep();
    slow.engine.deliver();
    bench.settleAt(day(40));
    assertThat(commits[0]).isPositive();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.asked).isEmpty();
    assertThat(slow.asked).isEmpty();
  }

  // A clean-up that catches real ones.

  @Test
  @Tag("SAF-18")
  void aCleanUpOfTestInstancesSparesWhatIsTaggedAsReal() {
    GuardBench bench =
        new GuardBench(GuardBench.purges(Limits.NONE).protectTag("stage", "production").build());
    InstanceKey test = bench.subscription("test", "owner", day(1));
    Registration real =
        Registration.of(Snapshots.key("shelf", "real"), "owner", BillingMode.SUBSCRIPTION)
            .attributes(Attributes.ofTexts(Map.of("tag.stage", "production")))
            .expiresAt(day(1))
            .unprotected();
    assertThat(bench.engine.register(real).isApplied()).isTrue();
    bench.intoTheBin();
    destroyAll(bench, List.of(test, real.key()));
    bench.settleAt(day(23));
    assertThat(bench.state(test)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.state(real.key())).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(real.key())).isEqualTo(WaitingFor.PROTECTION);
  }

  // An account that failed a verification, and a dry run that was none.

  @Test
  @Tag("ALL-01")
  @Tag("OWN-02")
  void aFailedPaymentTakesNothingOfThePromisedDays() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = payAsYouGo(bench, "i");
    bench.at(day(1));
    bench.report(key, Operation.ARREARS);
    for (long day = 1; day < 23; day++) {
      bench.settleAt(day(day));
      assertThat(bench.report(key, Operation.ARREARS).isApplied()).isFalse();
    }
    bench.settleAt(justBefore(day(23)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.askedNames())
        .contains("TAKE_BACKUP")
        .doesNotContain("DELETE_ALL_BACKUPS", "DELETE_DATA");
  }

  @Test
  @Tag("RED-15")
  void aDryRunDestroysNothing() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.asked.clear();
    Event destroy = Event.builder(Operation.DESTROY, day(16)).confirm(true).build();
    assertThat(bench.engine.dryRun(key, destroy).isApplied()).isTrue();
    bench.settleAt(day(16));
    assertThat(bench.engine.safety().plan().items()).isEmpty();
    bench.settleAt(justBefore(day(23)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.asked).isEmpty();
  }

  // A state that was lost.

  @Test
  @Tag("ADO-02")
  @Tag("ADO-05")
  void anEmptyStoreIsNoEmptyWorld() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = Snapshots.key("shelf", "i");
    bench.at(day(100));
    assertThat(destroyAll(bench, List.of(key)).get(0).refusal().code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
    bench.settleAt(day(100));
    Observation there =
        new Observation(key, InstanceState.RETAINED, null, null, null, Attributes.empty());
    assertThat(bench.engine.reconcile(Stream.of(there)).onlyThere()).containsExactly(key);
    assertThat(bench.asked).isEmpty();
    // Taken in again, long after it would have been purged: the 7 days of the bin begin anew.
    Registration facts =
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(1)).unprotected();
    Answer adopted =
        bench.engine.adopt(
            Adoption.of(facts, InstanceState.RETAINED).since(day(16)).by("op").build());
    assertThat(adopted.isApplied()).isTrue();
    bench.settleAt(justBefore(day(107)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(destroyed(bench)).isEmpty();
  }

  // Clocks.

  /** A fresh process that has nothing to compare: 5 % of 40 go at the most. */
  @Test
  @Tag("SAF-01")
  void aPassThatWouldTakeEverythingIsStoppedWhateverTheClockSays() {
    GuardBench bench = new GuardBench(SHARE);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 40, day(1));
    bench.intoTheBin();
    GuardBench restarted = new GuardBench(bench, SHARE);
    restarted.settleAt(day(500));
    restarted.settleAt(day(501));
    assertThat(bench.in(InstanceState.PURGED, keys)).isLessThanOrEqualTo(2);
    assertThat(restarted.engine.safety().health().purging()).isFalse();
  }

  /**
   * Ten days back from day 20. What is dated rightly is refused rather than written with an early
   * end, what was due is not purged, and when the clock is right every day is served.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-07")
  void aStepBackWritesNoEarlyEndForWhatIsDatedRightly() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey released = payAsYouGo(bench, "released");
    InstanceKey kept = bench.subscription("kept", "owner", day(1));
    bench.intoTheBin();
    bench.settleAt(day(20));
    bench.step(Duration.ofDays(-10));
    bench.engine.sweep();
    assertThat(bench.engine.safety().health().purging()).isFalse();
    Event dated = Event.of(Operation.RELEASE, day(20));
    assertThat(bench.engine.report(released, dated).refusal().code())
        .isEqualTo(RefusalCode.IN_THE_FUTURE);
    bench.step(Duration.ofDays(10));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "the time server is mended");
    assertThat(bench.engine.report(released, dated).isApplied()).isTrue();
    bench.settleAt(day(20));
    bench.settleAt(justBefore(day(23)));
    assertThat(bench.state(kept)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(justBefore(day(27)));
    assertThat(bench.state(kept)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.state(released)).isEqualTo(InstanceState.RETAINED);
  }

  @Test
  @Tag("SAF-05")
  void aSecondJumpIsNotHiddenByTheFirst() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.step(Duration.ofHours(1));
    bench.engine.sweep();
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "an hour more is right");
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.engine.safety().health().purging()).isFalse();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
    // And one that is no longer than an outage may be, so that the mark alone does not tell.
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "that was none");
    bench.engine.sweep();
    bench.step(Duration.ofHours(6 * 24 + 23));
    assertThat(bench.clock.instant()).isEqualTo(day(23));
    bench.engine.sweep();
    assertThat(bench.engine.safety().health().purging()).isFalse();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
  }

  private static Reprieve withAClockOfItsOwn(GuardBench bench, InstantSource workers) {
    return Reprieve.builder(bench)
        .repository(bench.bin)
        .policies(Policies.shelf())
        .settings(Bench.PROMPT)
        .safeguards(GuardBench.UNLIMITED)
        .freshLook(bench)
        .elapsedNanos(() -> 0)
        .workersClock(workers)
        .build();
  }

  /** No mark, no earlier reading, and the store's clock is a year ahead of the machine's. */
  @Test
  @Tag("SAF-05")
  void aFirstStartUnderAWrongClockIsStoppedByTheMachinesOwn() {
    GuardBench bench = new GuardBench(Safeguards.none());
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.at(day(365));
    Reprieve first = withAClockOfItsOwn(bench, InstantSource.fixed(day(17)));
    first.sweep();
    assertThat(bench.bin.guard().clockHalt().why()).contains("this worker's");
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
  }

  /** The machine is a year ahead and the store is right: nothing is due by the machine's clock. */
  @Test
  @Tag("SAF-05")
  void aMachinesOwnClockMakesNothingDue() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    Reprieve ahead = withAClockOfItsOwn(bench, InstantSource.fixed(day(365)));
    ahead.sweep();
    ahead.deliver();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.asked).isEmpty();
    assertThat(bench.engine.safety().health().purging()).isFalse();
  }

  @Test
  @Tag("SAF-16")
  void aRowFarAheadIsCounted() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    bench.subscription("soon", "owner", day(900));
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
    bench.subscription("never", "owner", Instant.parse("2226-01-02T00:00:00Z"));
    assertThat(bench.engine.safety().gauges().implausible()).isEqualTo(1);
  }

  /** A thousand refusals are a thousand lines and no instances: 5 % of 20 stay one. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-07")
  void whatIsWrittenAboutThemDoesNotWidenTheShare() {
    GuardBench bench = new GuardBench(SHARE);
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 20, day(1));
    bench.intoTheBin();
    for (int i = 0; i < 1_000; i++) {
      bench.report(keys.get(i % 20), Operation.RENEW);
    }
    assertThat(bench.bin.audit(keys.get(0))).hasSizeGreaterThan(50);
    bench.settleAt(day(23));
    assertThat(bench.in(InstanceState.PURGED, keys)).isEqualTo(1);
  }

  @Test
  @Tag("ALL-18")
  void noDayIsRoundedDown() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1).plusNanos(1));
    bench.settleAt(day(1));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.settleAt(justAfter(day(1)));
    bench.settleAt(day(16));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(justAfter(day(16)));
    bench.settleAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.sweepAt(justAfter(day(23)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** Beyond 2038, the year 9999, the last instant that there is: none wraps round and is past. */
  @Test
  @Tag("SAF-13")
  void anEndFarAheadNeverWrapsRound() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    int i = 0;
    for (Instant end :
        List.of(
            Instant.parse("2038-01-19T03:14:08Z"),
            Instant.parse("2106-02-07T06:28:16Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.MAX)) {
      Registration far =
          Registration.of(Snapshots.key("shelf", "i" + i++), "o", BillingMode.SUBSCRIPTION)
              .expiresAt(end)
              .unprotected();
      Answer answer = bench.engine.register(far);
      bench.settleAt(day(4_000));
      if (answer.isApplied()) {
        assertThat(bench.state(far.key())).as("%s", end).isEqualTo(InstanceState.RUNNING);
      } else {
        assertThat(end).isEqualTo(Instant.MAX);
        assertThat(bench.bin.find(far.key())).isNull();
      }
    }
    assertThat(destroyed(bench)).isEmpty();
  }
}
