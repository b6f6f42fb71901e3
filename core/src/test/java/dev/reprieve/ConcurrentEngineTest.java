package dev.reprieve;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several sweepers, workers and users at once: everything happens, in order, and once. */
class ConcurrentEngineTest {
  private static final int THREADS = 4;
  private static final int INSTANCES = 60;

  @Test
  @Timeout(120)
  @Tag("ALL-02")
  @Tag("ALL-09")
  void severalSweepersAndWorkersPassEveryStageOnce() throws Exception {
    VirtualClock clock = new VirtualClock(START);
    RecycleBinRepository bin = RecycleBinRepository.inMemory(clock);
    Map<EffectKey, AtomicInteger> done = new ConcurrentHashMap<>();
    Map<InstanceKey, EffectKey> last = new ConcurrentHashMap<>();
    AtomicInteger outOfOrder = new AtomicInteger();
    Reprieve engine =
        Reprieve.builder(
                request -> {
                  EffectKey key = request.effect().key();
                  done.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
                  EffectKey before = last.put(key.instance(), key);
                  if (before != null
                      && (before.version() > key.version()
                          || (before.version() == key.version()
                              && before.ordinal() >= key.ordinal()))) {
                    outOfOrder.incrementAndGet();
                  }
                  return EffectResult.done();
                })
            .safeguards(Safeguards.none())
            .repository(bin)
            .safeguards(Safeguards.none())
            .policies(Policies.shelf())
            .settings(dev.reprieve.fixture.Bench.PROMPT)
            .build();
    List<InstanceKey> keys = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      InstanceKey key = Snapshots.key("shelf", "i" + i);
      engine.register(
          Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(10)).unprotected());
      keys.add(key);
    }
    for (long day : new long[] {10, 25, 32}) {
      clock.set(day(day));
      together(
          () -> {
            for (int i = 0; i < 20; i++) {
              engine.sweep(7);
              engine.deliver(7);
            }
          });
      engine.sweep();
      engine.deliver();
    }
    assertThat(outOfOrder).hasValue(0);
    assertThat(done.values()).allMatch(count -> count.get() == 1);
    assertThat(done).hasSize(INSTANCES * (3 + 3 + 4));
    for (InstanceKey key : keys) {
      Instance row = bin.find(key);
      assertThat(row.state()).isEqualTo(InstanceState.PURGED);
      // A purge of four effects: each that ends writes the row, and with the last it is purged.
      assertThat(row.version()).isEqualTo(8);
      assertThat(bin.audit(key))
          .filteredOn(line -> line.kind() == AuditEntry.Kind.DECISION)
          .extracting(AuditEntry::version)
          .containsExactly(1L, 2L, 3L, 4L, 8L);
    }
  }

  /** The race that costs data: somebody pays while the sweep stands at the deadline. */
  @Test
  @Timeout(120)
  @Tag("ALL-07")
  @Tag("ALL-11")
  void aPaymentAndASweepAtTheSameInstantLeaveOneOfTwoWholeOutcomes() throws Exception {
    for (int round = 0; round < 200; round++) {
      VirtualClock clock = new VirtualClock(START);
      Reprieve engine =
          Reprieve.builder(request -> EffectResult.done())
              .repository(RecycleBinRepository.inMemory(clock))
              .safeguards(Safeguards.none())
              .policies(Policies.daily())
              .settings(dev.reprieve.fixture.Bench.PROMPT)
              .build();
      InstanceKey key = Snapshots.key("daily", "i1");
      engine.register(
          Registration.of(key, "owner", BillingMode.SUBSCRIPTION).expiresAt(day(10)).unprotected());
      clock.set(day(10));
      engine.sweep();
      engine.deliver();
      clock.set(day(17));
      Answer[] renewed = new Answer[1];
      AtomicInteger turn = new AtomicInteger();
      together(
          () -> {
            if (turn.getAndIncrement() == 0) {
              renewed[0] = engine.report(key, Event.renew(day(17), day(40)));
            } else {
              engine.sweep();
              engine.deliver();
            }
          });
      engine.deliver();
      InstanceState state = engine.repository().find(key).state();
      if (renewed[0].isApplied()) {
        assertThat(state).isEqualTo(InstanceState.RUNNING);
        assertThat(engine.repository().find(key).deadline().at()).isEqualTo(day(40));
      } else {
        assertThat(renewed[0].kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(state).isEqualTo(InstanceState.PURGED);
      }
    }
  }

  @Test
  @Timeout(120)
  @Tag("ALL-05")
  void oneEventThatIsSentByManyIsAppliedOnce() throws Exception {
    VirtualClock clock = new VirtualClock(START);
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done())
            .repository(RecycleBinRepository.inMemory(clock))
            .safeguards(Safeguards.none())
            .policies(Policies.shelf())
            .build();
    InstanceKey key = Snapshots.key("shelf", "i1");
    engine.register(Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).unprotected());
    AtomicInteger first = new AtomicInteger();
    AtomicInteger repeated = new AtomicInteger();
    for (int round = 0; round < 50; round++) {
      Event event =
          Event.builder(round % 2 == 0 ? Operation.STOP : Operation.START, START)
              .id("e-" + round)
              .build();
      together(
          () -> {
            Answer answer = engine.report(key, event);
            assertThat(answer.isApplied()).isTrue();
            (answer.repeated() ? repeated : first).incrementAndGet();
          });
    }
    assertThat(first).hasValue(50);
    assertThat(repeated).hasValue(50 * (THREADS - 1));
    assertThat(engine.repository().find(key).version()).isEqualTo(51);
  }

  private static void together(Runnable work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  work.run();
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
