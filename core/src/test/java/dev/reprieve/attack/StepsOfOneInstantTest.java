package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A clock may be coarse, and one that was put back makes all that follows bear the last instant
 * recorded (ALL-06): which step ordered an effect is not told by its instant.
 */
class StepsOfOneInstantTest {
  private final Bench bench = new Bench(Policies.shelf());

  private InstanceKey stopped() {
    InstanceKey key = bench.subscription("shelf", "i", day(10));
    bench.report(key, Operation.STOP);
    bench.engine.deliver();
    return key;
  }

  private void paidAndStarted(InstanceKey key) {
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.renew(key, day(40)).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RUNNING);
    bench.engine.deliver();
    assertThat(bench.askedNames())
        .containsExactly("STOP_INSTANCE", "START_INSTANCE", "RESUME_BILLING", "UNLOCK_ACCESS");
  }

  /** Its start was dropped with its lock: it was paid for, running by the row, and stood still. */
  @Test
  @Tag("SAF-11")
  void aStartAtTheInstantOfTheLockIsNotTakenBackByTheRenewal() {
    InstanceKey key = stopped();
    bench.at(day(10));
    Event start = Event.of(Operation.START, day(10).minusSeconds(1));
    assertThat(bench.engine.report(key, start).isApplied()).isTrue();
    bench.engine.sweep();
    paidAndStarted(key);
  }

  @Test
  @Tag("SAF-11")
  @Tag("ALL-06")
  void norIsOneBeforeTheClockWasPutBack() {
    InstanceKey key = stopped();
    bench.at(day(10).plus(Duration.ofMinutes(10)));
    Event start = Event.of(Operation.START, day(10).minusSeconds(1));
    assertThat(bench.engine.report(key, start).isApplied()).isTrue();
    bench.sweepAt(day(10).plus(Duration.ofMinutes(1)));
    bench.at(day(10).plus(Duration.ofMinutes(11)));
    paidAndStarted(key);
  }
}
