package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.EffectClaim;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A handler can tell a stale call, and a lease from a wrong clock binds nobody. */
class FenceTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key =
      bench.registered(
          Registration.of(key("shelf", "i1"), "owner", BillingMode.SUBSCRIPTION)
              .expiresAt(day(10))
              .identity("uuid-1")
              .unprotected());

  @Test
  @Tag("SAF-14")
  void everyCallSaysWhatItWasDecidedOnAndHasAGreaterFence() {
    bench.answers.put("SUSPEND_BILLING", request -> EffectResult.working(day(11), "job"));
    bench.settleAt(day(10));
    bench.answers.clear();
    bench.settleAt(day(11));
    bench.settleAt(day(25));
    assertThat(bench.asked).hasSize(7);
    long fence = 0;
    for (EffectRequest request : bench.asked) {
      assertThat(request.fence()).isGreaterThan(fence);
      fence = request.fence();
      assertThat(request.identity()).isEqualTo("uuid-1");
      assertThat(request.version()).isEqualTo(request.effect().key().version());
    }
    assertThat(bench.asked.get(0).version()).isEqualTo(2);
    assertThat(bench.asked.get(6).version()).isEqualTo(3);
  }

  @Test
  @Tag("SAF-14")
  void whoTakesOverAnExpiredLeaseHasTheGreaterFence() {
    bench.sweepAt(day(10));
    EffectClaim lost = bench.bin.claimEffects(day(10), Bench.LEASE, 1).get(0);
    bench.at(day(11));
    EffectClaim taken = bench.bin.claimEffects(day(11), Bench.LEASE, 1).get(0);
    assertThat(taken.record().effect()).isEqualTo(lost.record().effect());
    assertThat(taken.fence()).isGreaterThan(lost.fence());
  }

  @Test
  @Tag("SAF-15")
  void aLeaseOfAWrongClockHasRunOut() {
    bench.sweepAt(day(10));
    bench.at(day(40_000));
    bench.bin.claimEffects(day(40_000), Bench.LEASE, 1);
    bench.at(day(10));
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(day(10));
    bench.engine.deliver();
    assertThat(bench.askedNames())
        .containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
  }

  @Test
  @Tag("SAF-15")
  void aLeaseWithinTheHourIsBelieved() {
    bench.sweepAt(day(10));
    Duration hour = Duration.ofHours(1);
    bench.at(day(10).plus(hour).minus(Bench.LEASE));
    bench.bin.claimEffects(bench.bin.now(), Bench.LEASE, 1);
    bench.at(day(10));
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(day(10).plus(hour));
    bench.at(day(10).plus(hour));
    bench.engine.deliver();
    assertThat(bench.asked).hasSize(3);
  }

  @Test
  @Tag("SAF-15")
  void aLongLeaseIsBelievedForTwiceItsSpan() {
    bench.sweepAt(day(10));
    Duration long3 = Duration.ofHours(3);
    bench.at(day(10).plus(long3));
    bench.bin.claimEffects(bench.bin.now(), long3, 1);
    bench.at(day(10));
    assertThat(bench.bin.claimEffects(day(10), long3, 1)).isEmpty();
    // Also by a worker whose own is shorter.
    assertThat(bench.bin.claimEffects(day(10), Duration.ofHours(2), 1)).isEmpty();
    bench.at(justBefore(day(10)));
    assertThat(bench.bin.claimEffects(bench.bin.now(), long3, 1)).hasSize(1);
  }
}
