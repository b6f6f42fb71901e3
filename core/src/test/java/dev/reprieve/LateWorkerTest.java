package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A worker that stands still with an effect in hand until its lease has run out: it no longer hands
 * it to the host, who may have been told something else by then (SAF-14).
 */
@Tag("SAF-14")
class LateWorkerTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  /** What happens just after the next claim. */
  private @Nullable Runnable meanwhile;

  private final GuardBench worker = new GuardBench(bench, seen(bench.bin), GuardBench.UNLIMITED);

  /** The first call after a claim is a reading of the clock. */
  private RecycleBinRepository seen(RecycleBinRepository bin) {
    boolean[] claimed = new boolean[1];
    return GuardBench.through(
        bin,
        method -> {
          Runnable happens = meanwhile;
          if (claimed[0] && happens != null) {
            meanwhile = null;
            happens.run();
          }
          claimed[0] = method.equals("claimEffects");
        });
  }

  private EffectRecord first(InstanceKey key) {
    return bench.bin.openEffects(key).get(0);
  }

  @Test
  void whatWasUndoneMeanwhileIsNotDone() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.sweepAt(day(1));
    meanwhile =
        () -> {
          bench.at(day(2));
          Event renewal = Event.builder(Operation.RENEW, day(2)).until(day(40)).build();
          assertThat(bench.engine.report(key, renewal).isApplied()).isTrue();
          bench.engine.deliver();
        };
    worker.engine.deliver();
    assertThat(meanwhile).isNull();
    assertThat(worker.asked).isEmpty();
    assertThat(bench.asked)
        .extracting(EffectRequest::effect)
        .extracting(effect -> effect.type().name())
        .containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  /** A microsecond before its end a lease still holds; at its end it does not. */
  @Test
  void aLeaseHoldsUntilItsVeryEnd() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.sweepAt(day(1));
    Instant end = day(1).plus(Bench.LEASE);
    meanwhile = () -> bench.at(end);
    worker.engine.deliver(1);
    assertThat(worker.asked).isEmpty();
    assertThat(first(key).attempts()).isZero();
    assertThat(first(key).failures()).isZero();
    assertThat(first(key).reason()).contains("lease").contains("ran out");

    Instant again = first(key).notBefore();
    bench.at(again);
    meanwhile = () -> bench.at(justBefore(again.plus(Bench.LEASE)));
    worker.engine.deliver(1);
    assertThat(worker.asked).hasSize(1);
    assertThat(worker.asked.get(0).attempt()).isEqualTo(1);
  }

  /** The host takes longer than the lease to say whether the machine may go. */
  @Test
  @Tag("SAF-02")
  void aLookThatTakesTooLongIsFollowedByNothing() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.sweepAt(day(16));
    worker.engine.deliver(1);
    assertThat(first(key).effect().type().name()).isEqualTo("RELEASE_COMPUTE");
    worker.asked.clear();
    worker.host =
        questions -> {
          // Lived through by this process, while the store's clock stands still.
          worker.stepped = worker.stepped.plus(Bench.LEASE);
          return Map.of(questions.get(0).instance().key(), Sighting.unpaid(null));
        };
    worker.engine.deliver(1);
    assertThat(worker.asked).isEmpty();
    assertThat(first(key).reason()).contains("ran out");

    worker.host = questions -> Map.of(questions.get(0).instance().key(), Sighting.unpaid(null));
    bench.at(first(key).notBefore().plus(Duration.ofMinutes(2)));
    worker.engine.deliver(1);
    assertThat(worker.asked).hasSize(1);
  }
}
