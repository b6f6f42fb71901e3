package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host completes what is left of a purge from several threads at once. */
class TwoCompletionsTest {

  @RepeatedTest(50)
  @Tag("ALL-02")
  @Tag("ALL-15")
  void noPurgeIsLeftStandingWithNothingOpen() throws InterruptedException {
    Bench bench = new Bench(Policies.shelf());
    InstanceKey key = bench.subscription("shelf", "a", day(1));
    bench.settleAt(day(1));
    bench.report(key, Operation.DESTROY);
    List<EffectKey> open =
        bench.bin.openEffects(key).stream()
            .map(EffectRecord::effect)
            .map(effect -> effect.key())
            .toList();
    assertThat(open).hasSizeGreaterThan(2);
    CountDownLatch together = new CountDownLatch(1);
    List<Thread> hosts =
        open.stream()
            .map(
                effect ->
                    new Thread(
                        () -> {
                          try {
                            together.await(30, TimeUnit.SECONDS);
                          } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                          }
                          bench.engine.complete(effect, EffectResult.done());
                        }))
            .toList();
    hosts.forEach(Thread::start);
    together.countDown();
    for (Thread host : hosts) {
      host.join();
    }

    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
    assertThat(bench.bin.openEffects(key)).isEmpty();
  }

  /** Neither has seen that it was the last, and both die as soon as they have written. */
  @Test
  @Tag("SAF-15")
  void noDeathBetweenTwoCompletionsLeavesAPurgeStanding() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.report(key, Operation.DESTROY);
    List<EffectKey> open =
        bench.bin.openEffects(key).stream().map(record -> record.effect().key()).toList();
    open.stream().skip(2).forEach(effect -> bench.engine.complete(effect, EffectResult.done()));

    Runnable second = () -> completesAndDies(bench, open.get(1), () -> {});
    completesAndDies(bench, open.get(0), second);

    assertThat(bench.bin.openEffects(key)).isEmpty();
    bench.settleAt(day(2));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  /**
   * An engine of its own completes an effect, and reaches the store no more once it has written.
   */
  private static void completesAndDies(GuardBench bench, EffectKey effect, Runnable meanwhile) {
    boolean[] begun = new boolean[1];
    boolean[] dead = new boolean[1];
    RecycleBinRepository untilItHasWritten =
        (RecycleBinRepository)
            Proxy.newProxyInstance(
                RecycleBinRepository.class.getClassLoader(),
                new Class<?>[] {RecycleBinRepository.class},
                (proxy, method, arguments) -> {
                  if (dead[0]) {
                    throw new IllegalStateException("dead");
                  }
                  boolean first = method.getName().equals("commit") && !begun[0];
                  if (first) {
                    begun[0] = true;
                    meanwhile.run();
                  }
                  Object answer = method.invoke(bench.bin, arguments);
                  dead[0] = answer == Commit.Result.COMMITTED;
                  return answer;
                });
    GuardBench dying = new GuardBench(bench, untilItHasWritten, GuardBench.UNLIMITED);
    try {
      dying.engine.complete(effect, EffectResult.done());
    } catch (IllegalStateException died) {
      assertThat(died).hasMessage("dead");
    }
  }
}
