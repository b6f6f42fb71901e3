package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.EffectClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who paid is let in: what locked him out is not waited for, and does not come after. */
@Tag("SAF-11")
class UndoneEffectTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key = bench.subscription("shelf", "i1", day(10));

  private List<String> dropped() {
    return bench.bin.audit(key).stream()
        .filter(line -> "DROPPED".equals(line.outcome()))
        .map(AuditEntry::cause)
        .toList();
  }

  @Test
  void aFailingLockIsDroppedAndTheUnlockGoesOutAtOnce() {
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no route"));
    bench.settleAt(day(10));
    bench.renew(key, day(40));
    assertThat(dropped()).containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
    bench.asked.clear();
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  @Test
  void aLockThatWasGivenUpIsDroppedToo() {
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.impossible("no such host"));
    bench.settleAt(day(10));
    bench.renew(key, day(40));
    bench.engine.deliver();
    assertThat(bench.askedNames()).endsWith("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  @Test
  void aLockThatIsUnderWayIsNotTriedAgainWhenItFails() {
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.working(day(11), "job"));
    bench.settleAt(day(10));
    bench.renew(key, day(40));
    bench.asked.clear();
    bench.engine.deliver();
    // The host is still at it: unlocking now could be overtaken by its lock.
    assertThat(bench.askedNames()).isEmpty();
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no route"));
    bench.at(day(11));
    bench.engine.deliver();
    assertThat(bench.askedNames())
        .containsExactly("LOCK_ACCESS", "RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(dropped()).contains("LOCK_ACCESS");
  }

  @Test
  void aLockThatIsUnderWayAndIsDoneIsDone() {
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.working(day(11), "job"));
    bench.settleAt(day(10));
    bench.renew(key, day(40));
    bench.answers.clear();
    bench.at(day(11));
    bench.engine.deliver();
    assertThat(bench.askedNames()).endsWith("LOCK_ACCESS", "RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(dropped()).containsExactly("SUSPEND_BILLING", "NOTIFY_OWNER");
  }

  @Test
  @Tag("SAF-15")
  void whoseWorkerIsLostIsDroppedWhenTheLeaseHasRunOut() {
    bench.sweepAt(day(10));
    EffectClaim lost = bench.bin.claimEffects(day(10), Bench.LEASE, 1).get(0);
    bench.renew(key, day(40));
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
    bench.at(day(10).plus(Bench.LEASE));
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(dropped()).contains(lost.record().effect().type().name());
  }

  @Test
  void aWorkerThatFailsWhileItsStepIsUndoneLeavesNothingBehind() {
    bench.answers.put(
        "LOCK_ACCESS",
        request -> {
          bench.renew(key, day(40));
          return EffectResult.failed("no route");
        });
    bench.settleAt(day(10));
    assertThat(bench.askedNames())
        .containsExactly("LOCK_ACCESS", "RESUME_BILLING", "UNLOCK_ACCESS");
    assertThat(bench.bin.openEffects(key)).isEmpty();
    assertThat(dropped())
        .containsExactlyInAnyOrder("SUSPEND_BILLING", "NOTIFY_OWNER", "LOCK_ACCESS");
  }

  @Property(tries = 1000)
  @net.jqwik.api.Tag("SAF-11")
  void whoHasPaidIsNeverLeftLockedOut(
      @ForAll @Size(min = 4, max = 30) List<@IntRange(min = 0, max = 9_999) Integer> seeds) {
    Bench random = new Bench(Policies.shelf());
    InstanceKey payer = random.subscription("shelf", "i1", day(10));
    int[] luck = {0};
    boolean[] locked = {false};
    long[] unlockedBy = {0};
    random.answers.put(
        "LOCK_ACCESS",
        request -> {
          assertThat(request.effect().key().version()).isGreaterThan(unlockedBy[0]);
          luck[0] = luck[0] * 31 + 7;
          switch (Math.floorMod(luck[0], 4)) {
            case 0:
              locked[0] = true;
              return EffectResult.done();
            case 1:
              return EffectResult.retryAt(random.clock.instant().plusSeconds(90), "busy");
            case 2:
              return EffectResult.working(random.clock.instant().plusSeconds(30), "job");
            default:
              return EffectResult.failed("no route");
          }
        });
    random.answers.put(
        "UNLOCK_ACCESS",
        request -> {
          locked[0] = false;
          unlockedBy[0] = request.effect().key().version();
          return EffectResult.done();
        });
    Instant now = day(10);
    for (int seed : seeds) {
      luck[0] = seed;
      now = now.plus(Duration.ofMinutes(seed % 300));
      random.at(now);
      if (seed % 3 == 0 && random.state(payer) == InstanceState.LOCKED) {
        random.renew(payer, now.plus(Duration.ofMinutes(1 + seed % 200)));
      }
      random.engine.sweep();
      random.engine.deliver(1 + seed % 3);
    }
    random.renew(payer, now.plus(Duration.ofDays(90)));
    random.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no route"));
    random.settleAt(now.plus(Duration.ofMinutes(6)));
    assertThat(random.bin.openEffects(payer)).isEmpty();
    assertThat(random.state(payer)).isEqualTo(InstanceState.RUNNING);
    assertThat(locked[0]).isFalse();
  }
}
