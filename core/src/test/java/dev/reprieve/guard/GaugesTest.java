package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Adoption;
import dev.reprieve.Gauges;
import dev.reprieve.Registration;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}
