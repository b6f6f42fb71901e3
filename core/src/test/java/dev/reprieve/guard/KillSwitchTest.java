package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One flag stops everything destructive at once, everywhere (SAF-12). */
class KillSwitchTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  @Test
  @Tag("SAF-12")
  void noPurgeBeginsByAnyEngineUntilItIsTakenOff() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    assertThat(bench.engine.safety().stopDestroying("op", "an incident")).isTrue();
    assertThat(bench.engine.safety().stopDestroying("op", "again")).isFalse();
    GuardBench restarted = new GuardBench(bench, Safeguards.none());
    restarted.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.KILL_SWITCH);
    assertThat(restarted.engine.safety().health().reasons())
        .singleElement()
        .asString()
        .contains("an incident", "SAF-12");
    bench.report(key, Operation.DESTROY);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThatThrownBy(() -> bench.engine.safety().resumeDestroying("", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(restarted.engine.safety().resumeDestroying("op", "over")).isTrue();
    assertThat(restarted.engine.safety().resumeDestroying("op", "over")).isFalse();
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** It is put on between the fresh look and the commit: the commit finds it. */
  @Test
  @Tag("SAF-12")
  void itIsAskedInTheStatementThatBeginsAPurge() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.at(day(23));
    GuardBench late =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit")) {
                    bench.engine.safety().stopDestroying("op", "now");
                  }
                }),
            GuardBench.UNLIMITED);
    late.engine.sweep();
    late.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
  }

  /** It is put on between the claim of an effect and its hand-out. */
  @Test
  @Tag("SAF-12")
  void whatWasClaimedAndNotHandedOutIsPutBack() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    boolean[] claimed = {false};
    GuardBench late =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (claimed[0] && method.equals("now")) {
                    bench.engine.safety().stopDestroying("op", "now");
                  }
                  claimed[0] |= method.equals("claimEffects");
                }),
            GuardBench.UNLIMITED);
    late.engine.deliver();
    assertThat(late.asked).isEmpty();
    assertThat(bench.bin.openEffects(key).get(0).reason()).contains("SAF-12");
    assertThat(bench.bin.openEffects(key).get(0).attempts()).isZero();
  }

  @Test
  @Tag("SAF-12")
  @Tag("ALL-15")
  void aPurgeUnderWayStandsStillAndGoesOnAfterwards() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    bench.engine.deliver(1);
    bench.asked.clear();
    bench.engine.safety().stopDestroying("op", "stop");
    bench.at(day(30)).engine.deliver();
    assertThat(bench.asked).isEmpty();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.bin.nextEffect()).isNull();
    bench.engine.safety().resumeDestroying("op", "go on");
    bench.at(day(30).plus(Duration.ofMinutes(1))).engine.deliver();
    assertThat(bench.askedNames()).containsExactly("DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
