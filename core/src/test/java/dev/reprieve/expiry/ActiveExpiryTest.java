package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Active cycles: everything that is due as long as the budget allows, on the host's scheduler or by
 * a call.
 */
class ActiveExpiryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final AtomicLong nanos = new AtomicLong();
  private final ManualScheduler scheduler = new ManualScheduler();

  @AfterEach
  void shutDown() {
    scheduler.shutdownNow();
  }

  private KeyExpiryStoreBuilder<Integer, String> builder() {
    return KeyExpiryStore.<Integer, String>builder().clock(clock).stopwatch(nanos::get);
  }

  private void fill(KeyExpiryStore<Integer, String> store, int keys) {
    for (int i = 0; i < keys; i++) {
      store.put(i, "v", HOUR);
    }
  }

  @Test
  @Tag("KEY-03")
  void aCycleRemovesAllThatIsDueWithoutAReader() {
    KeyExpiryStore<Integer, String> store = builder().build();
    fill(store, 10_000);
    store.put(-1, "stays", HOUR.plusNanos(1000));
    clock.advance(HOUR.minusNanos(1000));
    assertThat(store.expireDue().removed()).isZero();
    clock.advance(Duration.ofNanos(1000));
    CycleReport report = store.expireDue();
    assertThat(report.removed()).isEqualTo(10_000);
    assertThat(report.outOfBudget()).isFalse();
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.stats().expiredActively()).isEqualTo(10_000);
    assertThat(store.stats().cycles()).isEqualTo(2);
    assertThat(store.stats().cyclesOutOfBudget()).isZero();
    ((StripedStore<?, ?>) store).validate();
  }

  @Test
  @Tag("KEY-03")
  void aCycleWithoutBudgetDoesABatchSaysSoAndStarvesNoPart() {
    KeyExpiryStore<Integer, String> store = builder().build();
    fill(store, 10_000);
    clock.advance(HOUR);
    long removed = 0;
    int cycles = 0;
    CycleReport report;
    do {
      report = store.expireDue(Duration.ZERO);
      assertThat(report.removed()).isBetween(0L, 64L);
      removed += report.removed();
      cycles++;
      ((StripedStore<?, ?>) store).validate();
    } while (report.outOfBudget());
    assertThat(removed).isEqualTo(10_000);
    assertThat(store.size()).isZero();
    assertThat(store.stats().cyclesOutOfBudget()).isEqualTo(cycles - 1);
  }

  @Test
  @Tag("KEY-03")
  void aCycleStopsWhenItsBudgetIsSpent() {
    AtomicLong readings = new AtomicLong();
    KeyExpiryStore<Integer, String> store =
        KeyExpiryStore.<Integer, String>builder()
            .clock(clock)
            .stopwatch(() -> readings.incrementAndGet() * 1_000_000)
            .build();
    fill(store, 64_000);
    clock.advance(HOUR);
    // A reading a batch, a millisecond a reading: about 24 batches of 64 keys in 25 ms.
    CycleReport report = store.expireDue();
    assertThat(report.outOfBudget()).isTrue();
    assertThat(report.removed()).isBetween(1000L, 25L * 64);
    assertThat(report.duration()).isBetween(Duration.ofMillis(25), Duration.ofMillis(27));
  }

  @ParameterizedTest
  @CsvSource({"1, 25000000, 1000000", "5, 33000000, 2000000", "10, 43000000, 3250000"})
  @Tag("KEY-03")
  void theBudgetsAreRediss(int effort, long slow, long fast) {
    Drains<Integer, String> drains =
        new Drains<>(
            new Stripe[0],
            new StoreClock(clock, ClockPrecision.MICROSECOND),
            new Notifier<>(List.of(), false, null),
            nanos::get,
            effort);
    assertThat(drains.slowBudget().toNanos()).isEqualTo(slow);
    assertThat(drains.fastBudget().toNanos()).isEqualTo(fast);
  }

  @Test
  @Tag("KEY-03")
  void cyclesRunOnTheHostsSchedulerTenTimesASecond() {
    KeyExpiryStore<Integer, String> store = builder().activeExpiry(scheduler).build();
    fill(store, 100);
    clock.advance(HOUR);
    assertThat(scheduler.delays).containsExactly(100L);
    scheduler.runNext();
    assertThat(store.size()).isZero();
    assertThat(scheduler.delays).containsExactly(100L, 100L);
    store.close();
    scheduler.runNext();
    assertThat(scheduler.delays).hasSize(2);
    assertThat(store.stats().cycles()).isEqualTo(1);
  }

  @Test
  @Tag("KEY-03")
  void shortCyclesComeBetweenWhileOneDoesNotGetDone() {
    AtomicLong step = new AtomicLong();
    KeyExpiryStore<Integer, String> store =
        KeyExpiryStore.<Integer, String>builder()
            .clock(clock)
            .stopwatch(() -> nanos.addAndGet(step.get()))
            .activeExpiry(scheduler)
            .build();
    fill(store, 64_000);
    clock.advance(HOUR);
    step.set(1_000_000);
    for (int i = 0; i < 12; i++) {
      scheduler.runNext();
    }
    assertThat(scheduler.delays)
        .containsExactly(100L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L);
    assertThat(store.stats().cyclesOutOfBudget()).isEqualTo(12);
    step.set(0);
    scheduler.runNext();
    assertThat(store.size()).isZero();
    // Two short cycles since the last full one: the next of those is due in 80 ms.
    assertThat(scheduler.delays.get(13)).isEqualTo(80L);
  }

  @Test
  @Tag("KEY-03")
  void aCycleThatFailsIsFollowedByTheNext() {
    AtomicLong failing = new AtomicLong(1);
    KeyExpiryStore<Integer, String> store =
        KeyExpiryStore.<Integer, String>builder()
            .clock(clock)
            .stopwatch(
                () -> {
                  if (failing.getAndDecrement() > 0) {
                    throw new IllegalStateException("stopwatch");
                  }
                  return 0;
                })
            .activeExpiry(scheduler)
            .build();
    fill(store, 10);
    clock.advance(HOUR);
    scheduler.runNext();
    scheduler.runNext();
    assertThat(store.size()).isZero();
  }

  @Test
  void aSchedulerThatRefusesEndsTheCyclesAndNothingElse() {
    scheduler.refuses = true;
    KeyExpiryStore<Integer, String> store = builder().activeExpiry(scheduler).build();
    fill(store, 10);
    clock.advance(HOUR);
    assertThat(store.flushExpired().removed()).isEqualTo(10);
  }

  /** Keeps what is scheduled until a test runs it. */
  private static final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final List<Long> delays = new ArrayList<>();
    private Runnable next = () -> {};
    private boolean refuses;

    ManualScheduler() {
      super(0);
    }

    void runNext() {
      Runnable task = next;
      next = () -> {};
      task.run();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      if (refuses) {
        throw new RejectedExecutionException("shut");
      }
      delays.add(unit.toMillis(delay));
      next = command;
      return new Pending();
    }
  }

  /** A future that nobody asks. */
  private static final class Pending extends java.util.concurrent.FutureTask<Void>
      implements ScheduledFuture<Void> {
    Pending() {
      super(() -> null);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
