package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.Plan;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Courses of events that need two or three rare things in one order, and that chance finds too
 * seldom: each is played through once, by hand. What is purged here is locked on day 1, released on
 * day 16 and due on day 23.
 */
class DirectedScenariosTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  private static InstanceKey inTheBin(GuardBench bench, String id) {
    InstanceKey key = bench.subscription(id, "owner", day(1));
    bench.intoTheBin();
    return key;
  }

  /**
   * The clock falls back by an hour while the mark is stale, and a deadline is written; it is put
   * right, and steps forward by less than the limit where a fresh worker reads it. The machine that
   * was in bin since one o'clock on day 16, by the true time, goes on day 23 at one at the
   * earliest.
   */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void anHourBackUnderAStaleMarkAndAStepForwardAtAFreshWorker() {
    Duration margin = Duration.ofHours(1);
    GuardBench[] worker = new GuardBench[1];
    worker[0] =
        new GuardBench(
            bench,
            GuardBench.UNLIMITED,
            engine ->
                engine
                    .settings(Bench.PROMPT.withPurgeMargin(margin))
                    .workersClock(() -> bench.clock.instant().plus(worker[0].stepped)));
    InstanceKey key = worker[0].subscription("i", "owner", day(1));
    worker[0].settleAt(day(1));
    // The mark says day 1: it shows nothing of an hour on day 16. The worker's own clock does.
    bench.at(day(16));
    worker[0].step(Duration.ofHours(1).negated());
    worker[0].settleAt(day(16));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    worker[0].step(Duration.ofHours(1));
    worker[0].engine.sweep();
    assertThat(worker[0].engine.safety().acknowledgeClock("op", "mended")).isTrue();
    Duration ahead = Duration.ofMinutes(14);
    Instant soonest = day(23).plus(Duration.ofHours(1));
    for (Instant truth = day(23); !truth.isAfter(day(24)); truth = truth.plusSeconds(600)) {
      Instant now = truth;
      bench.at(truth.plus(ahead));
      GuardBench fresh =
          new GuardBench(
              bench,
              GuardBench.UNLIMITED,
              engine ->
                  engine.settings(Bench.PROMPT.withPurgeMargin(margin)).workersClock(() -> now));
      fresh.engine.sweep();
      if (truth.isBefore(soonest)) {
        assertThat(bench.state(key)).as("at %s", truth).isEqualTo(InstanceState.RETAINED);
      }
    }
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /**
   * Nova's: what is brought back in two writes is taken between them. The rebuild is ordered after
   * the sweep has read that the purge is due, and its machine is made for seven days.
   */
  @Test
  @Tag("ALL-16")
  @Tag("ALL-07")
  void aSweepBetweenTheTwoWritesOfARebuildTakesNothing() {
    InstanceKey key = inTheBin(bench, "i");
    bench.answers.put(
        "CREATE_INSTANCE",
        request ->
            bench.clock.instant().isBefore(day(30))
                ? EffectResult.working(bench.clock.instant().plus(Duration.ofHours(6)), "job")
                : EffectResult.done());
    bench.at(day(23));
    bench.bin.beat(day(23));
    boolean[] asked = {false};
    GuardBench sweeper =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit") && !asked[0]) {
                    asked[0] = true;
                    Event rebuild =
                        Event.builder(Operation.REBUILD, day(23))
                            .newId("new")
                            .until(day(90))
                            .build();
                    assertThat(bench.engine.report(key, rebuild).isApplied()).isTrue();
                  }
                }),
            GuardBench.UNLIMITED);
    sweeper.engine.sweep();
    assertThat(asked[0]).isTrue();
    for (long hour = 0; hour < 24 * 7; hour += 6) {
      bench.settleAt(day(23).plus(Duration.ofHours(hour)));
      assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    }
    bench.settleAt(day(30));
    bench.settleAt(day(31));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.state(Snapshots.key("shelf", "new"))).isEqualTo(InstanceState.RUNNING);
  }

  /**
   * A worker stands still between its claim and its first effect; the instance is brought back; the
   * worker goes on, and stops nothing that runs again.
   */
  @Test
  @Tag("SAF-14")
  @Tag("SAF-11")
  void aWorkerThatStandsStillWhileItsInstanceIsRestoredDoesNothing() {
    GuardBench daily = new GuardBench(GuardBench.UNLIMITED, Policies.daily());
    InstanceKey key = Snapshots.key("daily", "i");
    Registration registration =
        Registration.of(key, "owner", BillingMode.PAY_BY_DAILY_CONFIG)
            .createdAt(day(0))
            .unprotected();
    assertThat(daily.engine.register(registration).isApplied()).isTrue();
    daily.at(day(1));
    assertThat(daily.report(key, Operation.RELEASE).isApplied()).isTrue();
    assertThat(daily.state(key)).isEqualTo(InstanceState.RETAINED);
    boolean[] claimed = {false};
    boolean[] restored = {false};
    GuardBench slow =
        new GuardBench(
            daily,
            GuardBench.through(
                daily.bin,
                method -> {
                  if (claimed[0] && !restored[0]) {
                    restored[0] = true;
                    daily.at(daily.clock.instant().plus(Bench.LEASE));
                    assertThat(daily.report(key, Operation.RESTORE).isApplied()).isTrue();
                    daily.engine.deliver();
                  }
                  claimed[0] |= method.equals("claimEffects");
                }),
            GuardBench.UNLIMITED,
            engine -> engine.policies(Policies.daily()));
    slow.engine.deliver();
    assertThat(restored[0]).isTrue();
    assertThat(slow.asked).isEmpty();
    assertThat(daily.state(key)).isEqualTo(InstanceState.STOPPED);
    assertThat(daily.bin.openEffects(key)).isEmpty();
    daily.settleAt(day(90));
    assertThat(daily.state(key)).isEqualTo(InstanceState.STOPPED);
    assertThat(slow.askedNames()).doesNotContain("FORCE_STOP", "DELETE_DATA");
  }

  /** The store, through which each commit is written, and the answer to one of them is lost. */
  private static RecycleBinRepository losingTheAnswerTo(
      RecycleBinRepository bin, int which, int[] commits) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              if (commits[0] > which) {
                throw new IllegalStateException("it is dead");
              }
              try {
                Object answer = method.invoke(bin, arguments);
                boolean written =
                    method.getName().equals("commit") || method.getName().equals("claimEffects");
                if (written && commits[0]++ == which) {
                  throw new IllegalStateException("the answer is lost");
                }
                return answer;
              } catch (InvocationTargetException thrown) {
                throw Objects.requireNonNull(thrown.getCause());
              }
            });
  }

  /**
   * Whatever a worker wrote last, of a whole purge: it is written, the worker never hears of it and
   * dies, and another one takes over. Each effect goes out under one key, in order, and all are
   * done.
   */
  @Test
  @Tag("SAF-15")
  @Tag("ALL-09")
  void ofEachStepOfAPurgeTheAnswerIsLostAndAnotherWorkerTakesOver() {
    int which = 0;
    boolean died = true;
    for (; died; which++) {
      GuardBench each = new GuardBench(GuardBench.UNLIMITED);
      InstanceKey key = inTheBin(each, "i");
      each.asked.clear();
      each.at(day(23));
      each.bin.beat(day(23));
      int[] commits = {0};
      GuardBench dying =
          new GuardBench(each, losingTheAnswerTo(each.bin, which, commits), GuardBench.UNLIMITED);
      try {
        dying.engine.sweep();
        dying.engine.deliver();
        died = false;
      } catch (IllegalStateException dead) {
        assertThat(each.state(key)).isNotEqualTo(InstanceState.RUNNING);
      }
      died = commits[0] > which;
      for (int minutes = 0; minutes < 60; minutes += 3) {
        each.settleAt(day(23).plus(Duration.ofMinutes(minutes)));
      }
      assertThat(each.state(key)).as("died after write %d", which).isEqualTo(InstanceState.PURGED);
      assertThat(each.bin.openEffects(key)).isEmpty();
      List<EffectRequest> both = new ArrayList<>(dying.asked);
      both.addAll(each.asked);
      Set<EffectKey> keys = new LinkedHashSet<>();
      Set<String> names = new LinkedHashSet<>();
      both.forEach(
          request -> {
            keys.add(request.effect().key());
            names.add(request.effect().type().name());
          });
      assertThat(names)
          .as("died after write %d", which)
          .containsExactly("DELETE_ALL_BACKUPS", "DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
      assertThat(keys).hasSize(4);
      assertThat(each.bin.audit(key))
          .filteredOn(line -> line.kind() == AuditEntry.Kind.DECISION)
          .filteredOn(line -> line.to() == InstanceState.PURGING)
          .as("died after write %d", which)
          .hasSize(1);
      assertThat(each.engine.verifyAudit().problems()).isEmpty();
    }
    assertThat(which).isGreaterThan(8);
  }

  /**
   * The store's clock is 60 days ahead for six hours, in which instances are taken in, released and
   * claimed by a worker that dies. Then it is put back: nothing is early, everything comes to its
   * end, and what was written meanwhile is counted and said.
   */
  @Test
  @Tag("SAF-05")
  @Tag("SAF-15")
  @Tag("SAF-16")
  @Tag("ALL-01")
  void aClockSixtyDaysAheadForSixHours() {
    InstanceKey before = inTheBin(bench, "before");
    InstanceKey paying = Snapshots.key("shelf", "paying");
    assertThat(
            bench
                .engine
                .register(Registration.of(paying, "owner", BillingMode.PAY_AS_YOU_GO).unprotected())
                .isApplied())
        .isTrue();
    InstanceKey locks = bench.subscription("locks", "owner", day(18));
    bench.settleAt(day(17));
    Duration wrong = Duration.ofDays(60);
    bench.step(wrong);
    bench.engine.sweep();
    bench.bin.claimEffects(bench.bin.now(), Duration.ofMinutes(5), 100);
    InstanceKey taken = bench.subscription("taken", "owner", bench.clock.instant().plusSeconds(60));
    assertThat(bench.report(paying, Operation.RELEASE).isApplied()).isTrue();
    bench.settleAt(bench.clock.instant().plus(Duration.ofHours(6)));
    assertThat(bench.state(taken)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.state(before)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.engine.safety().health().purging()).isFalse();
    bench.step(wrong.negated());
    bench.engine.sweep();
    assertThat(bench.engine.safety().acknowledgeClock("op", "the time server is mended")).isTrue();
    // Locked, taken in, released: three say that they are of day 77.
    assertThat(bench.engine.safety().gauges().implausible()).isEqualTo(3);
    assertThat(bench.engine.safety().health().purging()).isTrue();
    for (long hour = 17 * 24 + 7; hour < 130 * 24; hour++) {
      Instant now = day(0).plus(Duration.ofHours(hour));
      bench.settleAt(now);
      for (InstanceKey key : List.of(before, paying, locks, taken)) {
        boolean gone = bench.state(key) == InstanceState.PURGED;
        Instant soonest =
            key.equals(before) ? day(23) : key.equals(paying) ? day(24) : day(18 + 22);
        assertThat(gone && now.isBefore(soonest)).as("%s at %s", key, now).isFalse();
      }
    }
    for (InstanceKey key : List.of(before, paying, locks, taken)) {
      assertThat(bench.state(key)).as("%s", key).isEqualTo(InstanceState.PURGED);
      assertThat(bench.bin.openEffects(key)).isEmpty();
    }
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
    assertThat(bench.engine.safety().health().reasons()).isEmpty();
  }

  /**
   * Nobody sweeps from day 20 to noon on day 23, when 30 are due; they wait three days and a half
   * more, and then they go by the limit, with an operator for the rest.
   */
  @Test
  @Tag("SAF-05")
  @Tag("SAF-01")
  void afterThreeDaysWithoutAWorkerThePileGoesByTheLimit() {
    Safeguards limited =
        Safeguards.builder()
            .withoutBackupGate()
            .purges(new Limits(5, 100, 0, Duration.ofHours(24)))
            .locks(Limits.NONE)
            .outageLimit(Duration.ofDays(1))
            .build();
    GuardBench pile = new GuardBench(limited);
    List<InstanceKey> keys = pile.subscriptions("i", "owner", 30, day(1));
    for (long day = 0; day <= 20; day++) {
      pile.settleAt(day(day));
    }
    Instant back = day(23).plus(Duration.ofHours(12));
    Instant soonest = day(26).plus(Duration.ofHours(12));
    for (Instant at = back; at.isBefore(soonest); at = at.plus(Duration.ofHours(6))) {
      pile.settleAt(at);
      assertThat(pile.in(InstanceState.RETAINED, keys)).as("at %s", at).isEqualTo(30);
    }
    pile.settleAt(soonest);
    assertThat(pile.in(InstanceState.PURGED, keys)).isEqualTo(5);
    pile.settleAt(soonest.plus(Duration.ofHours(12)));
    assertThat(pile.in(InstanceState.PURGED, keys)).isEqualTo(5);
    assertThat(pile.engine.safety().health().purging()).isFalse();
    Plan stopped = pile.engine.safety().stopped(Guarded.PURGE);
    assertThat(stopped.items()).hasSize(25);
    pile.engine.safety().confirm(Guarded.PURGE, stopped.digest(), "op", "we were down");
    pile.settleAt(soonest.plus(Duration.ofHours(12)));
    assertThat(pile.in(InstanceState.PURGED, keys)).isEqualTo(30);
  }

  /** Whatever is asked of the host fails, for all; stages pass, nothing is lost, nothing spins. */
  @Test
  @Tag("SAF-11")
  void whereEverythingIsPoisonStagesPassAndNothingIsLost() {
    GuardBench poison =
        new GuardBench(
            Safeguards.builder()
                .purges(Limits.NONE)
                .locks(Limits.NONE)
                .outageLimit(Duration.ofDays(3650))
                .build());
    for (String effect : List.of("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER", "TAKE_BACKUP")) {
      poison.answers.put(effect, request -> EffectResult.failed("poison"));
    }
    List<InstanceKey> keys = poison.subscriptions("i", "owner", 10, day(1));
    for (long day = 1; day <= 40; day++) {
      poison.settleAt(day(day));
    }
    assertThat(poison.in(InstanceState.RETAINED, keys)).isEqualTo(10);
    for (InstanceKey key : keys) {
      assertThat(poison.bin.openEffects(key).get(0).status()).isEqualTo(EffectStatus.GIVEN_UP);
    }
    assertThat(poison.askedNames()).doesNotContain("RELEASE_COMPUTE", "DELETE_DATA");
    int asked = poison.asked.size();
    poison.settleAt(day(60));
    assertThat(poison.asked).hasSize(asked);
    // Who comes after them is served at once.
    poison.answers.clear();
    InstanceKey sound = poison.subscription("sound", "owner", day(61));
    poison.settleAt(day(61));
    assertThat(poison.askedNames().subList(asked, poison.asked.size()))
        .containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
    assertThat(poison.state(sound)).isEqualTo(InstanceState.LOCKED);
  }

  /** A store that reads what was, and writes by comparing with what is. */
  private static RecycleBinRepository stale(
      RecycleBinRepository bin, Map<InstanceKey, Instance> copy) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "find" -> {
                  return copy.get((InstanceKey) arguments[0]);
                }
                case "due", "list" -> {
                  return List.copyOf(copy.values());
                }
                default -> {
                  try {
                    return method.invoke(bin, arguments);
                  } catch (InvocationTargetException thrown) {
                    throw Objects.requireNonNull(thrown.getCause());
                  }
                }
              }
            });
  }

  /** After a failover a copy answers that is ten seconds old; in them somebody has paid or held. */
  @ParameterizedTest
  @ValueSource(strings = {"RENEW", "HOLD"})
  @Tag("ALL-15")
  @Tag("ALL-06")
  void whatIsDecidedFromAStaleCopyIsNotWritten(String act) {
    boolean renews = act.equals("RENEW");
    InstanceKey key = bench.subscription("i", "owner", day(1));
    if (!renews) {
      bench.intoTheBin();
    }
    Instant due = renews ? day(1) : day(23);
    bench.at(due.minusSeconds(10));
    Map<InstanceKey, Instance> copy = new HashMap<>();
    copy.put(key, bench.row(key));
    Event event =
        renews
            ? Event.renew(due.minusSeconds(5), day(40))
            : Event.builder(Operation.HOLD, due.minusSeconds(5)).by("ann").build();
    bench.at(due.minusSeconds(5));
    assertThat(bench.engine.report(key, event).isApplied()).isTrue();
    Instance written = bench.row(key);
    bench.at(due);
    bench.bin.beat(due);
    GuardBench misled = new GuardBench(bench, stale(bench.bin, copy), GuardBench.UNLIMITED);
    SweepReport report = misled.engine.sweep();
    assertThat(report.steps()).isEmpty();
    assertThat(report.lostRaces()).isPositive();
    assertThat(misled.decisions).isEmpty();
    assertThat(bench.row(key)).isEqualTo(written);
    // Nor is an event that is judged by the old row.
    Answer answer = misled.engine.report(key, Event.of(Operation.PROTECT, due));
    assertThat(answer.isApplied()).isFalse();
    assertThat(bench.row(key)).isEqualTo(written);
    misled.engine.deliver();
    assertThat(misled.askedNames()).doesNotContain("LOCK_ACCESS", "DELETE_DATA");
  }

  /**
   * Los Angeles puts its clocks forward on 8 March and back on 1 November 2026, and 2016 ended with
   * a leap second: a day is 24 hours all the same. What an instant knows of the leap second is the
   * second before it, and a span that begins with either ends at one and the same instant.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-08T09:30:00Z",
        "2026-03-08T10:00:00Z",
        "2026-10-31T09:00:00Z",
        "2026-11-01T08:30:00Z",
        "2028-02-29T23:59:59.999999Z",
        "2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60Z",
        "2017-01-01T00:00:00Z",
        "2038-01-19T03:14:07Z"
      })
  @Tag("ALL-03")
  @Tag("ALL-14")
  void noDayIsShorterOrLongerThan24Hours(String ends) {
    Instant end = Instant.parse(ends);
    Instant begin = end.minus(Duration.ofDays(10));
    // By hand: 15 and 22 days of 86,400 seconds.
    Instant retained = end.plusSeconds(1_296_000);
    Instant purged = end.plusSeconds(1_900_800);
    Bench plain = new Bench(Policies.shelf());
    plain.at(begin);
    InstanceKey key = plain.subscription("shelf", "i", end);
    plain.settleAt(justBefore(end));
    assertThat(plain.state(key)).isEqualTo(InstanceState.RUNNING);
    plain.settleAt(end);
    assertThat(plain.state(key)).isEqualTo(InstanceState.LOCKED);
    plain.settleAt(justBefore(retained));
    assertThat(plain.state(key)).isEqualTo(InstanceState.LOCKED);
    plain.settleAt(retained);
    assertThat(plain.state(key)).isEqualTo(InstanceState.RETAINED);
    plain.settleAt(justBefore(purged));
    assertThat(plain.state(key)).isEqualTo(InstanceState.RETAINED);
    plain.settleAt(purged);
    assertThat(plain.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
