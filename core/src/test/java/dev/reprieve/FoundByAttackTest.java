package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody found who set out to break the engine, and that concerns no one part of it. */
class FoundByAttackTest {

  /** The host answered for an effect that a worker had in hand, and another worker got it too. */
  @Test
  @Tag("ALL-09")
  void whatAWorkerHasInHandIsNotHandedOutAgainByAnAnswerFromOutside() {
    for (boolean working : new boolean[] {false, true}) {
      Bench bench = new Bench(Policies.shelf());
      bench.subscription("shelf", "i", day(10));
      bench.sweepAt(day(10));
      Instant leaseEnds = day(10).plus(Bench.LEASE);
      List<Instant> handedOut = new ArrayList<>();
      bench.answers.put(
          "LOCK_ACCESS",
          request -> {
            handedOut.add(bench.clock.instant());
            if (handedOut.size() == 1) {
              EffectKey key = request.effect().key();
              Instant soon = day(10).plusSeconds(1);
              bench.engine.complete(
                  key,
                  working ? EffectResult.working(soon, "t") : EffectResult.retryAt(soon, "busy"));
              bench.at(justBefore(leaseEnds));
              bench.engine.deliver();
              assertThat(handedOut).hasSize(1);
              bench.at(leaseEnds);
              bench.engine.deliver();
            }
            return EffectResult.done();
          });
      bench.engine.deliver(1);
      assertThat(handedOut).containsExactly(day(10), leaseEnds);
    }
  }

  /** The new instance was registered, and nobody ever created it. */
  @Test
  @Tag("ALL-16")
  @Tag("FGT-01")
  void noInstanceIsForgottenWhileARebuildFromItIsUnderWay() {
    Bench bench = new Bench(Policies.shelf());
    InstanceKey key = bench.subscription("shelf", "i", day(1));
    bench.settleAt(day(1));
    bench.settleAt(day(16));
    Event rebuild = Event.builder(Operation.REBUILD, day(16)).newId("n").until(day(40)).build();
    assertThat(bench.engine.report(key, rebuild).isApplied()).isTrue();
    Refusal refused = bench.report(key, Operation.FORGET).refusal();
    assertThat(refused.code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(refused.rule()).isEqualTo("ALL-16");
    bench.engine.deliver();
    assertThat(bench.asked)
        .extracting(EffectRequest::effect)
        .extracting(effect -> effect.type().name())
        .contains("CREATE_INSTANCE");
    assertThat(bench.report(key, Operation.FORGET).isApplied()).isTrue();
    assertThat(bench.state(key.withId("n"))).isEqualTo(InstanceState.RUNNING);
  }

  /**
   * Locked for seven days, then purged. A host that counts locks from when they were due came by 19
   * days late: the deadline lay before the lock, and the row was parked for good. A lock that ends
   * in a purge is served in full, whatever the host says.
   */
  @Test
  @Tag("ALL-14")
  void aLockThatEndsInThePurgeIsServedInFull() {
    Bench bench = new Bench(Bench.PROMPT.withLockServedInFull(false), Policies.daily());
    InstanceKey key = bench.subscription("daily", "i", day(1));
    bench.settleAt(day(20));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(justBefore(day(27)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    bench.settleAt(day(27));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
