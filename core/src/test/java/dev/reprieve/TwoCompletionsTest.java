package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.EffectRecord;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

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
}
