package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A final release that the safeguards keep waiting. */
class WaitingReleaseTest {
  private final Bench bench = new Bench(Policies.daily());

  /** Found by simulation: a stop made its deadline older than its state, and parked it for ever. */
  @Test
  @Tag("SAF-13")
  @Tag("ALL-17")
  void isNotForgottenWhenItsUserStopsTheMachineMeanwhile() {
    InstanceKey key = bench.at(START).paying("daily", "i1");
    bench.at(day(1));
    bench.engine.safety().stopDestroying("op", "an incident");
    Event release = Event.builder(Operation.RELEASE, day(1)).confirm(true).build();
    assertThat(bench.engine.report(key, release).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.at(day(2));
    assertThat(bench.report(key, Operation.STOP).isApplied()).isTrue();
    bench.engine.safety().resumeDestroying("op", "it is over");
    bench.settleAt(day(3));
    bench.settleAt(day(3));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
