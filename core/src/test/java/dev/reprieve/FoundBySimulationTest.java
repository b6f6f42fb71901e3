package dev.reprieve;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the simulated worlds of testkit have found, each in as few steps as it takes. */
class FoundBySimulationTest {
  private final Bench bench = new Bench(Policies.shelf(), Policies.daily());

  private InstanceKey lockedOnDay10() {
    InstanceKey key = bench.at(START).subscription("shelf", "i1", day(10));
    bench.settleAt(day(10));
    bench.asked.clear();
    return key;
  }

  /** It ordered the release of the machine, with the data on it, of what it no longer managed. */
  @Test
  @Tag("FGT-01")
  void forgettingTouchesNothingThatADeadlinePassedOnTheWay() {
    InstanceKey key = lockedOnDay10();
    bench.at(day(26));
    assertThat(bench.report(key, Operation.FORGET).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.FORGOTTEN);
    assertThat(bench.bin.openEffects(key)).isEmpty();
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
  }

  /** A floor of none was not met where no instance was left, and the look at it never ended. */
  @Test
  @Tag("SAF-18")
  void whereNothingMustBeLeftNothingNeedBeThere() {
    Admission free = new Admission(bench.bin.guard().version(), null, List.of(), 0);
    assertThat(bench.bin.commit(Commit.admissionAlone(free))).isEqualTo(Commit.Result.COMMITTED);
    Admission one = new Admission(bench.bin.guard().version(), null, List.of(), 1);
    assertThat(bench.bin.commit(Commit.admissionAlone(one))).isEqualTo(Commit.Result.OVER_LIMIT);
  }

  /** Its reading was so old that the lease of another seemed to end in the implausible future. */
  @Test
  @Tag("SAF-15")
  void aWorkerThatStoodStillTakesNoLeaseOfAnother() {
    InstanceKey key = bench.at(START).subscription("shelf", "i1", day(1));
    bench.sweepAt(day(1));
    bench.at(day(10));
    List<EffectClaim> theirs = bench.bin.claimEffects(day(10), Bench.LEASE, 1);
    assertThat(theirs).hasSize(1);
    assertThat(bench.bin.claimEffects(day(3), Bench.LEASE, 1)).isEmpty();
    assertThat(bench.bin.openEffects(key).get(0).claim()).isEqualTo(theirs.get(0).record().claim());
  }

  /** The rulebook lets no purge begin under a rebuild, whoever asks for it. */
  @Test
  @Tag("ALL-16")
  void aPurgeThatIsAskedForWaitsForARebuild() {
    InstanceKey key = lockedOnDay10();
    bench.settleAt(day(25));
    bench.answers.put(
        "CREATE_INSTANCE", request -> EffectResult.working(day(27), "half of it is there"));
    Event rebuild = Event.builder(Operation.REBUILD, day(25)).newId("i2").until(day(60)).build();
    assertThat(bench.engine.report(key, rebuild).isApplied()).isTrue();
    bench.engine.deliver();
    bench.at(day(26));
    assertThat(bench.report(key, Operation.DESTROY).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.bin.setAside(key)).isNotNull();
    assertThat(bench.bin.setAside(key).waitingFor()).isEqualTo(WaitingFor.EFFECT);
    bench.settleAt(day(26).plus(Duration.ofHours(6)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.answers.remove("CREATE_INSTANCE");
    bench.settleAt(day(27));
    bench.settleAt(day(27).plus(Duration.ofHours(1)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  /**
   * Where a worker died after an operator had dropped the last thing of a purge, nothing was left
   * that would ever have ended it.
   */
  @Test
  @Tag("SAF-15")
  void droppingTheLastThingOfAPurgeEndsItInTheSameCommit() {
    InstanceKey key = lockedOnDay10();
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.impossible("nobody is there"));
    bench.report(key, Operation.DESTROY);
    bench.settleAt(day(11));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    List<Commit> commits = new ArrayList<>();
    RecycleBinRepository watched =
        (RecycleBinRepository)
            Proxy.newProxyInstance(
                RecycleBinRepository.class.getClassLoader(),
                new Class<?>[] {RecycleBinRepository.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("commit")) {
                    commits.add((Commit) arguments[0]);
                  }
                  return method.invoke(bench.bin, arguments);
                });
    Reprieve other = over(watched);
    EffectKey notice = bench.bin.openEffects(key).get(0).effect().key();

    assertThat(other.dismiss(notice, "operator", "nobody is there").isApplied()).isTrue();

    assertThat(commits).hasSize(1);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.bin.audit(key))
        .extracting(AuditEntry::outcome, AuditEntry::by)
        .contains(tuple("DROPPED", "operator"));
    assertThat(bench.bin.audit(key))
        .last()
        .extracting(AuditEntry::cause)
        .isEqualTo("PURGE_CONFIRMED");
  }

  private Reprieve over(RecycleBinRepository store) {
    return Reprieve.builder(bench)
        .repository(store)
        .policies(Policies.shelf(), Policies.daily())
        .safeguards(Safeguards.none())
        .build();
  }

  /**
   * An engine that stands still before its first call of a method, while something else happens.
   */
  private Reprieve standingStill(String before, Runnable meanwhile) {
    AtomicBoolean first = new AtomicBoolean(true);
    return over(
        (RecycleBinRepository)
            Proxy.newProxyInstance(
                RecycleBinRepository.class.getClassLoader(),
                new Class<?>[] {RecycleBinRepository.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals(before) && first.getAndSet(false)) {
                    meanwhile.run();
                  }
                  return method.invoke(bench.bin, arguments);
                }));
  }

  /** Judged while it was locked, written when a purge lay ahead that waits for the notice. */
  @Test
  @Tag("SAF-04")
  void whatIsDroppedIsJudgedByTheRowThatIsThereThen() {
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.impossible("nobody is there"));
    InstanceKey key = lockedOnDay10();
    EffectKey notice = bench.bin.openEffects(key).get(0).effect().key();
    Reprieve slow = standingStill("commit", () -> bench.sweepAt(day(26)));

    Answer answer = slow.dismiss(notice, "operator", "nobody is there");

    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(answer.isApplied()).isFalse();
    assertThat(bench.bin.effect(notice)).isNotNull();
  }

  /** One operator dropped what another had just told to be tried again: both were told yes. */
  @Test
  @Tag("SAF-11")
  void whatIsTriedAgainMeanwhileIsNotDropped() {
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.impossible("nobody is there"));
    InstanceKey key = lockedOnDay10();
    EffectKey notice = bench.bin.openEffects(key).get(0).effect().key();
    Reprieve slow = standingStill("commit", () -> assertThat(bench.engine.retry(notice)).isTrue());

    Answer answer = slow.dismiss(notice, "operator", "nobody is there");

    assertThat(answer.isApplied()).isFalse();
    assertThat(bench.bin.effect(notice).status()).isEqualTo(EffectStatus.WAITING);
  }

  /** It ended the hold on a machine with data on it by a clock that had been put back since. */
  @Test
  @Tag("ALL-15")
  void noHoldEndsByAReadingThatIsAheadOfTheStoresClock() {
    InstanceKey key = lockedOnDay10();
    bench.at(day(26));
    Event hold = Event.builder(Operation.HOLD, day(26)).until(day(30)).by("op").build();
    assertThat(bench.engine.report(key, hold).isApplied()).isTrue();
    bench.engine.sweep();
    bench.engine.deliver();
    assertThat(bench.bin.openEffects(key).get(0).effect().type().destructive()).isTrue();
    // Read on "day 40", by a clock that says 26 again when it claims.
    assertThat(bench.bin.claimEffects(day(40), Bench.LEASE, 9)).isEmpty();
    bench.at(day(30));
    assertThat(bench.bin.claimEffects(day(40), Bench.LEASE, 9)).hasSize(1);
  }

  /** An operator's word that the clock was right, of two days before, ended a later halt. */
  @Test
  @Tag("SAF-05")
  void whatIsSaidOfAClockIsTrueOfTheMinuteInWhichItIsSaid() {
    GuardBench clocks = new GuardBench(GuardBench.UNLIMITED);
    clocks.settleAt(day(20));
    AtomicLong lived = new AtomicLong();
    AtomicBoolean first = new AtomicBoolean(true);
    RecycleBinRepository door =
        (RecycleBinRepository)
            Proxy.newProxyInstance(
                RecycleBinRepository.class.getClassLoader(),
                new Class<?>[] {RecycleBinRepository.class},
                (proxy, method, arguments) -> {
                  if (first.getAndSet(false)) {
                    lived.addAndGet(Duration.ofHours(44).toNanos());
                  }
                  return method.invoke(clocks.bin, arguments);
                });
    Reprieve slow =
        Reprieve.builder(clocks)
            .repository(door)
            .policies(Policies.shelf())
            .safeguards(Safeguards.none())
            .elapsedNanos(lived::get)
            .build();
    clocks.step(Duration.ofDays(-2));
    clocks.engine.sweep();
    assertThat(clocks.bin.guard().clockHalt()).isNotNull();
    first.set(true);
    assertThat(slow.safety().acknowledgeClock("op", "it is right")).isFalse();
    assertThat(clocks.bin.guard().clockHalt()).isNotNull();
    assertThat(clocks.bin.guard().lag()).isEqualTo(Duration.ofDays(2));
    assertThat(clocks.bin.mark()).isEqualTo(day(20));
    assertThat(slow.safety().acknowledgeClock("op", "it is right")).isTrue();
  }

  /** The clock had been put back since it was forgotten: its trail went back with it. */
  @Test
  @Tag("ALL-06")
  void whatIsTakenInAnewBeginsNoEarlierThanWhatWasRecordedOfIt() {
    InstanceKey key = lockedOnDay10();
    bench.report(key, Operation.FORGET);
    bench.at(day(3));

    bench.subscription("shelf", "i1", day(20));

    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.row(key).recordedAt()).isEqualTo(day(10));
    assertThat(bench.row(key).since()).isEqualTo(day(10));
  }
}
