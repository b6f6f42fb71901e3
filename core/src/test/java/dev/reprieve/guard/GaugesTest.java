package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Gauges;
import dev.reprieve.Registration;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.WaitingFor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures by which a host sees that something is wrong (SAF-16). */
@Tag("SAF-16")
class GaugesTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  @Test
  void whatIsDueAndWhyItWaitsIsCounted() {
    bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    assertThat(bench.engine.safety().gauges().oldestDue()).isNull();
    bench.engine.safety().stopDestroying("op", "an incident");
    bench.sweepAt(day(24));
    Gauges gauges = bench.engine.safety().gauges();
    assertThat(gauges.oldestDue()).isEqualTo(day(23));
    assertThat(gauges.declined()).isEqualTo(Map.of(WaitingFor.KILL_SWITCH, 3L));
    assertThat(gauges.earlyPurges()).isZero();
    assertThat(gauges.implausible()).isZero();
    assertThat(gauges.notRestorable()).isZero();
  }

  /** What answers that it is at work is asked how it goes; what failed is handed out again. */
  @Test
  void anEffectThatIsAtWorkIsNotDeliveredAgain() {
    bench.subscription("i", "owner", day(1));
    bench.answers.put(
        "LOCK_ACCESS",
        request ->
            request.attempt() < 4
                ? EffectResult.working(bench.clock.instant().plusSeconds(60), "token")
                : EffectResult.done());
    bench.answers.put(
        "SUSPEND_BILLING",
        request -> request.attempt() < 2 ? EffectResult.failed("no") : EffectResult.done());
    bench.sweepAt(day(1));
    for (int minute = 0; minute < 10; minute++) {
      bench.at(day(1).plus(Duration.ofMinutes(minute))).engine.deliver();
    }
    assertThat(bench.askedNames())
        .containsExactly(
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "SUSPEND_BILLING",
            "SUSPEND_BILLING",
            "NOTIFY_OWNER");
    assertThat(bench.engine.safety().gauges().redelivered()).isEqualTo(1);
  }

  /** Whatever an adoption with a sooner purge is told, its deadline is one that can be. */
  @Test
  @Tag("ADO-02")
  @Tag("SAF-13")
  void anAdoptionGivesNoDeadlineBeforeItsStageBegan() {
    bench.at(day(40));
    InstanceKey key = Snapshots.key("shelf", "adopted");
    Registration registration =
        Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(0)).unprotected();
    bench.engine.adopt(
        Adoption.of(registration, InstanceState.RETAINED).purgeMayComeSooner("op", "old").build());
    // By the rules it was due on day 22, and nobody knows since when it lies in the bin: day 40.
    assertThat(bench.row(key).since()).isEqualTo(day(40));
    assertThat(bench.row(key).deadline().at()).isEqualTo(day(40));
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
    bench.bin.beat(day(40));
    bench.sweepAt(day(40));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** More than a hundred years ahead; and, written past the engine, an end before its beginning. */
  @Test
  @Tag("SAF-13")
  void deadlinesThatCannotBeAreCounted() {
    bench.subscription("century", "owner", Instant.parse("2126-01-02T00:00:00Z"));
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
    bench.subscription("beyond", "owner", Instant.parse("2126-01-03T00:00:00Z"));
    assertThat(bench.engine.safety().gauges().implausible()).isEqualTo(1);
    InstanceKey key = bench.subscription("broken", "owner", day(1));
    bench.intoTheBin();
    Instance row = bench.row(key);
    Deadline before =
        new Deadline(justBefore(row.since()), false, Cause.DEADLINE, InstanceState.PURGED, "SH-03");
    Instance broken = row.toBuilder().deadline(before).version(row.version() + 1).build();
    bench.bin.commit(
        Commit.builder().row(new RowChange(row.version(), broken, before.at())).build());
    // Sixteen days have passed: what was beyond the hundred years is so no more.
    assertThat(bench.engine.safety().gauges().implausible()).isEqualTo(1);
    bench.sweepAt(day(400));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.REPAIR);
  }

  /** Of "frozen" nothing can be brought back from the bin, of "shelf" it can. */
  @Test
  void whatIsKeptAndCannotBeBroughtBackIsCounted() {
    GuardBench both = new GuardBench(GuardBench.UNLIMITED, Policies.shelf(), frozen());
    both.subscription("i", "owner", day(1));
    for (String id : new String[] {"a", "b"}) {
      Registration registration =
          Registration.of(Snapshots.key("frozen", id), "owner", BillingMode.SUBSCRIPTION)
              .expiresAt(day(1))
              .unprotected();
      assertThat(both.engine.register(registration).isApplied()).isTrue();
    }
    both.settleAt(day(1));
    assertThat(both.engine.safety().gauges().notRestorable()).isZero();
    both.settleAt(day(16));
    assertThat(both.engine.safety().gauges().notRestorable()).isEqualTo(2);
    both.settleAt(day(23));
    assertThat(both.engine.safety().gauges().notRestorable()).isZero();
  }

  private static RetentionPolicy frozen() {
    return RetentionPolicy.builder("frozen", 1)
        .billing(BillingMode.SUBSCRIPTION)
        .profile(
            "FROZEN",
            RetentionTable.table(
                    "all",
                    Condition.always(),
                    Handling.builder()
                        .permits(InstanceState.RUNNING, "FR-01", Operation.RENEW)
                        .permits(InstanceState.LOCKED, "FR-01", Operation.RENEW)
                        .doing(EffectType.UNLOCK_ACCESS)
                        .entering(InstanceState.LOCKED, EffectType.LOCK_ACCESS)
                        .entering(InstanceState.RETAINED, EffectType.NOTIFY_OWNER)
                        .permits(InstanceState.RETAINED, "FR-02", Operation.DESTROY)
                        .neverReleased("FR-03")
                        .purging(EffectType.DELETE_DATA)
                        .build())
                .fromDay(1, InstanceState.LOCKED, "FR-01")
                .fromDay(16, InstanceState.RETAINED, "FR-02")
                .fromDay(23, InstanceState.PURGED, "FR-04"))
        .build();
  }

  /** Of several that are due, the oldest, in whatever order they stand. */
  @Test
  void theOldestOfSeveralThatAreDueIsShown() {
    bench.subscription("a", "owner", day(2));
    bench.subscription("b", "owner", day(1));
    bench.subscription("c", "owner", day(3));
    for (long day : new long[] {1, 2, 3, 16, 17, 18}) {
      bench.settleAt(day(day));
    }
    bench.engine.safety().stopDestroying("op", "an incident");
    bench.sweepAt(day(24));
    assertThat(bench.engine.safety().gauges().oldestDue()).isEqualTo(day(23));
    bench.sweepAt(day(40));
    assertThat(bench.engine.safety().gauges().oldestDue()).isEqualTo(day(23));
  }

  /** A store whose list of what is due tells something else than its rows, row by row. */
  private RecycleBinRepository telling(UnaryOperator<Instance> otherwise) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(bench.bin, arguments);
                return method.getName().equals("due")
                    ? bench.bin.list(BinQuery.everything()).stream()
                        .filter(row -> row.state() == InstanceState.RETAINED)
                        .map(otherwise)
                        .toList()
                    : answer;
              } catch (InvocationTargetException thrown) {
                throw Objects.requireNonNull(thrown.getCause());
              }
            });
  }

  private static Deadline due(Instant at) {
    return new Deadline(at, false, Cause.DEADLINE, InstanceState.PURGED, "SH-03");
  }

  /** How many early purges an engine counts over such a store, at an instant. */
  private long earlyAt(Instant at, UnaryOperator<Instance> otherwise) {
    bench.at(at);
    bench.bin.beat(at);
    GuardBench misled =
        new GuardBench(
            bench,
            telling(otherwise),
            Safeguards.noneBut().build(),
            engine -> engine.settings(Bench.PROMPT.withHoldGrace(Duration.ofHours(72))));
    misled.engine.sweep();
    return misled.engine.safety().gauges().earlyPurges();
  }

  private InstanceKey retained(String id) {
    InstanceKey key = bench.subscription(id, "owner", day(1));
    bench.intoTheBin();
    return key;
  }

  /** The deadline is day 23; at it, it is not early. */
  @Test
  @Tag("ALL-01")
  void aPurgeBeforeTheDeadlineThatStandsWrittenIsCounted() {
    InstanceKey key = retained("i");
    assertThat(earlyAt(justBefore(day(23)), row -> row.toBuilder().deadline(due(day(20))).build()))
        .isEqualTo(1);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    InstanceKey other = bench.subscription("other", "owner", day(24));
    bench.settleAt(day(24));
    bench.settleAt(day(39));
    assertThat(earlyAt(day(46), UnaryOperator.identity())).isZero();
    assertThat(bench.state(other)).isEqualTo(InstanceState.PURGING);
  }

  /** Snoozed to day 25. */
  @Test
  @Tag("ALL-01")
  void aPurgeBeforeItWasMovedToIsCounted() {
    InstanceKey key = retained("i");
    assertThat(bench.engine.snooze(key, day(25), "owner", "holidays").isApplied()).isTrue();
    assertThat(
            earlyAt(
                justBefore(day(25)),
                row -> row.toBuilder().purgeNotBefore(null).deadline(due(day(20))).build()))
        .isEqualTo(1);
  }

  /** Held without an end, until long after, and until day 25, with 72 hours of grace after it. */
  @ParameterizedTest(name = "a hold {0}")
  @ValueSource(strings = {"without an end", "until day 90", "until day 25", "that is over"})
  @Tag("ALL-10")
  @Tag("SAF-17")
  void aPurgeUnderAHoldOrInItsGraceIsCounted(String named) {
    InstanceKey key = retained("i");
    Event.Builder hold = Event.builder(Operation.HOLD, day(16)).by("ann");
    hold =
        switch (named) {
          case "without an end" -> hold;
          case "until day 90" -> hold.until(day(90));
          default -> hold.until(day(25));
        };
    assertThat(bench.engine.report(key, hold.build()).isApplied()).isTrue();
    boolean over = named.equals("that is over");
    assertThat(
            earlyAt(
                over ? day(28) : justBefore(day(28)),
                row -> row.toBuilder().holds(Holds.none()).build()))
        .isEqualTo(over ? 0 : 1);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }
}
