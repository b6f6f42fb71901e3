package dev.reprieve.schedule;

import static dev.reprieve.model.EffectType.DELETE_DATA;
import static dev.reprieve.model.EffectType.LOCK_ACCESS;
import static dev.reprieve.model.EffectType.NOTIFY_OWNER;
import static dev.reprieve.model.EffectType.UNLOCK_ACCESS;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.policy.RetentionTable.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectHandler;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.schedule.RunnerStatus.Phase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineRunnerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetentionPolicy POLICY =
      RetentionPolicy.builder("box", 1)
          .billing(BillingMode.SUBSCRIPTION)
          .profile(
              "BOX",
              table(
                      "every box",
                      Condition.always(),
                      Handling.builder()
                          .neverReleased("BOX-01")
                          .permits(RUNNING, "BOX-01", Operation.RENEW)
                          .entering(LOCKED, LOCK_ACCESS, NOTIFY_OWNER)
                          .permits(LOCKED, "BOX-01", Operation.RENEW)
                          .doing(UNLOCK_ACCESS)
                          .purging(DELETE_DATA, NOTIFY_OWNER)
                          .build())
                  .fromDay(1, LOCKED, "BOX-01")
                  .fromDay(8, PURGED, "BOX-01"))
          .build();

  private final ManualScheduler scheduler = Scheduler.manual(START);
  private final List<String> handled = new ArrayList<>();
  private final EngineWaker waker = new EngineWaker();
  private EffectHandler handler = request -> EffectResult.done();
  private RuntimeException brokenSweep;
  private Error brokenClock;

  private final RecycleBinRepository bin = breakable(RecycleBinRepository.inMemory(scheduler));
  private final Reprieve engine = engine(bin);

  private Reprieve engine(RecycleBinRepository store) {
    return Reprieve.builder(
            request -> {
              handled.add(
                  request.instance().key().id()
                      + " "
                      + request.effect().type().name()
                      + " "
                      + Duration.between(START, scheduler.now()));
              return handler.handle(request);
            })
        .repository(store)
        .safeguards(Safeguards.none())
        .policies(POLICY)
        .listener(waker)
        .build();
  }

  /** The store, broken while a test says so. */
  private RecycleBinRepository breakable(RecycleBinRepository store) {
    return (RecycleBinRepository)
        Proxy.newProxyInstance(
            RecycleBinRepository.class.getClassLoader(),
            new Class<?>[] {RecycleBinRepository.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("due") && brokenSweep != null) {
                throw brokenSweep;
              }
              if (method.getName().equals("nextDue") && brokenClock != null) {
                throw brokenClock;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private void register(Reprieve engine, String id, Duration expiresIn) {
    Answer answer =
        engine.register(
            Registration.of(new InstanceKey("t", "r", "box", id), "owner", BillingMode.SUBSCRIPTION)
                .createdAt(START.minus(Duration.ofDays(30)))
                .expiresAt(scheduler.now().plus(expiresIn))
                .unprotected());
    assertThat(answer.isApplied()).as(answer.toString()).isTrue();
  }

  private EngineRunner start() {
    return EngineRunner.builder(engine).wokenBy(waker).start(scheduler);
  }

  private Duration untilNext() {
    assertThat(scheduler.pending()).as("one alarm").hasSize(1);
    return Duration.between(scheduler.now(), scheduler.pending().get(0));
  }

  @Test
  void looksAtOnceAndThenAtTheCeiling() {
    EngineRunner runner = start();
    assertThat(untilNext()).isZero();
    scheduler.runDue();
    assertThat(untilNext()).isEqualTo(Duration.ofMinutes(1));
    assertThat(runner.status())
        .isEqualTo(new RunnerStatus(Phase.WAITING, 1, 0, 0, START, START.plusSeconds(60), null));
    scheduler.advanceBy(Duration.ofMinutes(10));
    assertThat(runner.status().passes()).isEqualTo(11);
  }

  @Test
  void aNearerDeadlineWakesItAndAFartherOneDoesNot() {
    start();
    scheduler.runDue();
    register(engine, "later", Duration.ofSeconds(90));
    assertThat(untilNext()).isEqualTo(Duration.ofMinutes(1));
    register(engine, "sooner", Duration.ofSeconds(10));
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(10));
    scheduler.advanceBy(Duration.ofSeconds(100));
    assertThat(handled)
        .containsExactly(
            "sooner LOCK_ACCESS PT10S",
            "sooner NOTIFY_OWNER PT10S",
            "later LOCK_ACCESS PT1M30S",
            "later NOTIFY_OWNER PT1M30S");
  }

  @Test
  void theFloorLiesBetweenTwoPasses() {
    EngineRunner runner = start();
    scheduler.runDue();
    register(engine, "a", Duration.ofMillis(200));
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 1000; i++) {
      runner.wake();
      scheduler.advanceBy(Duration.ofMillis(10));
    }
    // One at the start and one a second.
    assertThat(runner.status().passes()).isEqualTo(11);
    assertThat(handled).containsExactly("a LOCK_ACCESS PT1S", "a NOTIFY_OWNER PT1S");
  }

  @Test
  void whatIsDueAgainAndAgainDoesNotMakeItSpin() {
    handler = request -> EffectResult.retryAt(START.minusSeconds(1), "not yet");
    register(engine, "a", Duration.ofMillis(1));
    EngineRunner runner = EngineRunner.builder(engine).wokenBy(waker).atMost(1, 1).start(scheduler);
    scheduler.advanceBy(Duration.ofSeconds(10));
    // At most one a second, whatever the handler answers.
    assertThat(runner.status().passes()).isBetween(2L, 12L);
  }

  @Test
  void aWakeDuringAPassIsRemembered() {
    EngineRunner runner = start();
    handler =
        request -> {
          Thread other = new Thread(runner::wake);
          other.start();
          other.join();
          return EffectResult.done();
        };
    register(engine, "a", Duration.ofSeconds(5));
    scheduler.advanceTo(START.plusSeconds(5));
    assertThat(handled).hasSize(2);
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(1));
    scheduler.advanceBy(Duration.ofSeconds(1));
    assertThat(untilNext()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whatThePassItselfDecidesNeedsNoSecondPass() {
    EngineRunner runner = start();
    handler =
        request -> {
          runner.wake();
          return EffectResult.done();
        };
    register(engine, "a", Duration.ofSeconds(5));
    scheduler.advanceTo(START.plusSeconds(5));
    assertThat(handled).hasSize(2);
    assertThat(untilNext()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aBacklogIsWorkedOffWithoutPauses() {
    for (int i = 0; i < 7; i++) {
      register(engine, "i" + i, Duration.ofMillis(1));
    }
    scheduler.set(START.plusMillis(1));
    EngineRunner runner = EngineRunner.builder(engine).atMost(2, 2).start(scheduler);
    scheduler.runDue();
    assertThat(handled).hasSize(14).allMatch(line -> line.endsWith(" PT0.001S"));
    assertThat(runner.status().passes()).isGreaterThanOrEqualTo(7);
    assertThat(untilNext()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aFailureStopsNothingAndIsPaused() {
    EngineRunner runner = start();
    register(engine, "a", Duration.ofSeconds(1));
    scheduler.advanceTo(START.plusSeconds(1));
    assertThat(handled).hasSize(2);
    brokenSweep = new IllegalStateException("the store is away");
    scheduler.advanceTo(START.plusSeconds(61));
    assertThat(runner.status().failedInARow()).isEqualTo(1);
    assertThat(runner.status().lastFailure()).contains("the store is away");
    for (int pause : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(untilNext()).isEqualTo(Duration.ofSeconds(pause));
      scheduler.advanceBy(untilNext());
    }
    brokenSweep = null;
    scheduler.advanceBy(untilNext());
    assertThat(runner.status().failedInARow()).isZero();
    assertThat(runner.status().failed()).isEqualTo(9);
    brokenClock = new StackOverflowError("on purpose");
    scheduler.advanceBy(untilNext());
    assertThat(runner.status().failedInARow()).isEqualTo(1);
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aSweepThatFailsDoesNotKeepEffectsBack() {
    register(engine, "a", Duration.ofMillis(1));
    scheduler.set(START.plusMillis(1));
    engine.sweep();
    brokenSweep = new IllegalStateException("the store is away");
    start();
    scheduler.runDue();
    assertThat(handled).hasSize(2);
  }

  @Test
  void whatAnotherNodeWritesIsFoundAtTheCeiling() {
    start();
    scheduler.runDue();
    Reprieve other =
        Reprieve.builder(request -> EffectResult.done())
            .repository(bin)
            .policies(POLICY)
            .safeguards(Safeguards.none())
            .build();
    register(other, "a", Duration.ofSeconds(10));
    scheduler.advanceBy(Duration.ofMinutes(1));
    assertThat(handled).containsExactly("a LOCK_ACCESS PT1M", "a NOTIFY_OWNER PT1M");
  }

  @Test
  void theStoresClockAloneSaysWhatIsDue() {
    ManualScheduler slow = Scheduler.manual(START.minus(Duration.ofHours(1)));
    EngineRunner.builder(engine).wokenBy(waker).start(slow);
    slow.runDue();
    register(engine, "a", Duration.ofSeconds(10));
    assertThat(slow.pending()).containsExactly(START.minus(Duration.ofHours(1)).plusSeconds(10));
    scheduler.set(START.plusSeconds(10));
    slow.advanceBy(Duration.ofSeconds(10));
    assertThat(handled).hasSize(2);
  }

  @Test
  void aClockThatWasPutBackIsPutRightByTheNextDecision() {
    EngineRunner runner = start();
    scheduler.runDue();
    scheduler.set(START.minus(Duration.ofHours(1)));
    runner.wake();
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aSchedulerThatTakesNothingIsTriedAgainAtTheNextWake() {
    boolean[] full = {true};
    Scheduler host =
        new Scheduler() {
          @Override
          public Instant now() {
            return scheduler.now();
          }

          @Override
          public Alarm schedule(Instant at, Runnable work) {
            if (full[0]) {
              throw new IllegalStateException("full");
            }
            return scheduler.schedule(at, work);
          }
        };
    EngineRunner runner = EngineRunner.builder(engine).start(host);
    assertThat(runner.status().phase()).isEqualTo(Phase.STRANDED);
    full[0] = false;
    runner.wake();
    assertThat(runner.status().phase()).isEqualTo(Phase.WAITING);
    scheduler.runDue();
    assertThat(runner.status().passes()).isEqualTo(1);
  }

  @Test
  void closingTwiceIsClosingOnce() {
    EngineRunner runner = start();
    scheduler.runDue();
    runner.close();
    runner.close();
    runner.wake();
    assertThat(scheduler.pending()).isEmpty();
    assertThat(runner.status().phase()).isEqualTo(Phase.CLOSED);
    assertThat(runner.status().passes()).isEqualTo(1);
  }

  @Test
  void closedFromWithinAPassItDoesNotWaitForItself() {
    EngineRunner runner = start();
    handler =
        request -> {
          runner.close();
          return EffectResult.done();
        };
    register(engine, "a", Duration.ofSeconds(5));
    scheduler.advanceTo(START.plusSeconds(5));
    assertThat(handled).hasSize(2);
    assertThat(scheduler.pending()).isEmpty();
  }

  @Test
  void closingWaitsForAPassButNotForEver() throws Exception {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    try {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      handler =
          request -> {
            inside.countDown();
            release.await();
            return EffectResult.done();
          };
      register(engine, "a", Duration.ofMillis(1));
      scheduler.set(START.plusMillis(1));
      EngineRunner runner =
          EngineRunner.builder(engine)
              .closeWithin(Duration.ofMillis(1))
              .start(Scheduler.of(executor));
      assertThat(inside.await(2, TimeUnit.MINUTES)).isTrue();
      runner.close();
      assertThat(runner.status().phase()).isEqualTo(Phase.CLOSED);
      assertThat(runner.status().passes()).isZero();
      release.countDown();
      executor.shutdown();
      assertThat(executor.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      assertThat(runner.status().passes()).isEqualTo(1);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    EngineRunner.Builder builder = EngineRunner.builder(engine);
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.pace(Duration.ZERO, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pace(second, Duration.ofMillis(999)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.atMost(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.atMost(1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.closeWithin(Duration.ofMillis(-1)));
  }

  /** By the first pass, and by the first after each hour; by none where nobody says so. */
  @Test
  @org.junit.jupiter.api.Tag("SAF-07")
  void anchorsTheTrailsAsOftenAsItIsTold() {
    register(engine, "a", Duration.ofDays(90));
    start().close();
    scheduler.advanceBy(Duration.ofHours(3));
    assertThat(bin.anchors(0, 10)).isEmpty();
    EngineRunner runner =
        EngineRunner.builder(engine).anchorEvery(Duration.ofHours(1)).start(scheduler);
    scheduler.runDue();
    assertThat(bin.anchors(0, 10)).hasSize(1);
    scheduler.advanceBy(Duration.ofMinutes(59));
    assertThat(bin.anchors(0, 10)).hasSize(1);
    scheduler.advanceBy(Duration.ofMinutes(1));
    assertThat(bin.anchors(0, 10)).hasSize(2);
    scheduler.advanceBy(Duration.ofHours(2));
    assertThat(bin.anchors(0, 10)).hasSize(4);
    assertThat(runner.status().failed()).isZero();
    assertThat(engine.verifyAudit().problems()).isEmpty();
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThatThrownBy(() -> EngineRunner.builder(engine).anchorEvery(none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("anchor");
    }
  }

  /** Nobody else called it, and every id that was ever sent stayed for good. */
  @Test
  @org.junit.jupiter.api.Tag("ALL-05")
  void forgetsOnceADayTheEventIdsThatNobodyNeedsAnyMore() {
    register(engine, "a", Duration.ofDays(90));
    InstanceKey key = new InstanceKey("t", "r", "box", "a");
    Event forget = Event.builder(Operation.FORGET, bin.now()).id("e1").build();
    assertThat(engine.report(key, forget).isApplied()).isTrue();
    EngineRunner runner =
        EngineRunner.builder(engine)
            .pace(Duration.ofSeconds(1), Duration.ofHours(1))
            .start(scheduler);
    scheduler.advanceBy(Duration.ofDays(30).minusHours(1));
    assertThat(bin.remembered(key, "e1")).isNotNull();
    scheduler.advanceBy(Duration.ofDays(1).plusHours(2));
    assertThat(bin.remembered(key, "e1")).isNull();
    assertThat(runner.status().failed()).isZero();
  }
}
