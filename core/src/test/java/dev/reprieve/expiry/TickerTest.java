package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With a ticker no read is wrong either: not when the ticker has stopped, and not when everything
 * stood still for a while.
 */
class TickerTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock manual = new ManualClock();

  private static KeyExpiryStore<String, String> storeWithTicker(InstantSource clock) {
    return KeyExpiryStore.<String, String>builder().clock(clock).ticker(MILLI).build();
  }

  /**
   * Time that has passed since the ticker's last note is a stop of the whole process, to a read.
   */
  @Test
  @Tag("KEY-01")
  void whereverABusyReaderIsStoppedItsNextReadIsOfTheNewTime() {
    try (KeyExpiryStore<String, String> store = storeWithTicker(manual)) {
      for (int reads = 0; reads < 300; reads++) {
        store.put("a", "1", HOUR);
        for (int i = 0; i < reads; i++) {
          assertThat(store.get("a")).isEqualTo("1");
        }
        manual.advance(HOUR);
        assertThat(store.get("a")).as("after %d reads", reads).isNull();
      }
    }
  }

  @Test
  @Tag("KEY-01")
  void aStoppedTickerIsNotBelieved() {
    KeyExpiryStore<String, String> store = storeWithTicker(manual);
    store.put("near", "1", Duration.ofMillis(2));
    store.put("far", "2", HOUR);
    assertThat(store.get("near")).isEqualTo("1");
    store.close();
    // Every microsecond around the deadline, 2,000 microseconds from the start.
    for (int micros = 1; micros < 3000; micros++) {
      manual.advance(Duration.ofNanos(1000));
      assertThat(store.get("near"))
          .as("after %d microseconds", micros)
          .isEqualTo(micros < 2000 ? "1" : null);
      assertThat(store.get("far")).isEqualTo("2");
    }
    manual.set(ManualClock.START.plus(HOUR).minusNanos(1000));
    assertThat(store.get("far")).isEqualTo("2");
    manual.set(ManualClock.START.plus(HOUR));
    assertThat(store.get("far")).isNull();
  }

  @Test
  @Tag("KEY-01")
  void noThreadInTheMiddleOfReadingReturnsAKeyOnceItsDeadlineHasCome() throws Exception {
    for (int round = 0; round < 20; round++) {
      ManualClock clock = new ManualClock();
      KeyExpiryStore<String, String> store = storeWithTicker(clock);
      for (int i = 0; i < 64; i++) {
        store.put("key" + i, "1", HOUR);
      }
      assertThat(lateReads(store, clock)).isZero();
      store.close();
    }
  }

  /**
   * Reads with two threads, moves the clock to the deadline, and counts what is read after that.
   */
  private static int lateReads(KeyExpiryStore<String, String> store, ManualClock clock)
      throws InterruptedException, ExecutionException {
    CountDownLatch reading = new CountDownLatch(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> late = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        late.add(
            pool.submit(
                () -> {
                  int found = 0;
                  boolean over = false;
                  for (int i = 0; !over || i % 64 != 0; i++) {
                    if (i == 640) {
                      reading.countDown();
                    }
                    // Seen before the read begins: then the read must see it, too.
                    over = !clock.instant().isBefore(ManualClock.START.plus(HOUR));
                    String value = store.get("key" + i % 64);
                    found += over && value != null ? 1 : 0;
                  }
                  return found;
                }));
      }
      assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
      clock.advance(HOUR);
      return late.get(0).get() + late.get(1).get();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @Tag("KEY-13")
  void whatExpiredUnseenDoesNotComeBackWhenTheClockStepsBack() throws InterruptedException {
    NotedClock clock = new NotedClock();
    try (KeyExpiryStore<String, String> store = storeWithTicker(clock)) {
      store.put("short", "1", Duration.ofMinutes(30));
      store.put("long", "2", Duration.ofHours(2));
      clock.moveAndAwaitTicks(ManualClock.START.plus(HOUR));
      clock.moveAndAwaitTicks(ManualClock.START);
      assertThat(store.get("short")).isNull();
      assertThat(store.get("long")).isEqualTo("2");
    }
  }

  /** Without a ticker a step that nobody saw is no step. */
  @Test
  @Tag("KEY-13")
  void withoutATickerATimeThatNobodySawHasNotBeen() {
    KeyExpiryStore<String, String> store =
        KeyExpiryStore.<String, String>builder().clock(manual).build();
    store.put("short", "1", Duration.ofMinutes(30));
    manual.advance(HOUR);
    manual.set(ManualClock.START);
    assertThat(store.get("short")).isEqualTo("1");
  }

  @Test
  void theThreadTicksAndEndsWithoutWaitingForItsPeriod() throws InterruptedException {
    NotedClock clock = new NotedClock();
    Ticker ticker = new Ticker(new StoreClock(clock, ClockPrecision.MICROSECOND), MILLI);
    Thread thread = SystemTime.daemon("ticker under test", ticker::run);
    thread.start();
    clock.moveAndAwaitTicks(ManualClock.START);
    assertThat(thread.isDaemon()).isTrue();
    ticker.stop();
    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();

    Ticker slow = new Ticker(new StoreClock(clock, ClockPrecision.MICROSECOND), Duration.ofDays(1));
    Thread sleeper = SystemTime.daemon("slow ticker under test", slow::run);
    sleeper.start();
    slow.stop();
    sleeper.join(30_000);
    assertThat(sleeper.isAlive()).isFalse();
  }

  @Test
  void theSystemsClockWithATickerServesAStore() {
    try (KeyExpiryStore<String, String> store =
        KeyExpiryStore.<String, String>builder().ticker(MILLI).build()) {
      store.put("a", "1", HOUR);
      for (int i = 0; i < 10_000; i++) {
        assertThat(store.get("a")).isEqualTo("1");
      }
      store.expireAt("a", Instant.EPOCH);
      assertThat(store.get("a")).isNull();
    }
  }

  /** A clock that a test moves, and on which it can wait until it has been read. */
  private static final class NotedClock implements InstantSource {
    private volatile Instant now = ManualClock.START;
    private volatile CountDownLatch reads = new CountDownLatch(0);

    /** Returns once a reading that began after the move has been noted. */
    void moveAndAwaitTicks(Instant to) throws InterruptedException {
      now = to;
      // The second of two readings by one thread begins when the first has been noted; one more
      // for a reading that had begun before the move.
      reads = new CountDownLatch(3);
      assertThat(reads.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public Instant instant() {
      Instant reading = now;
      reads.countDown();
      return reading;
    }
  }
}
