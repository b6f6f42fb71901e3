package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a ticker no read is wrong either: a note that is older than its window is not believed. */
@Tag("KEY-01")
class TickerTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  private final ManualClock manual = new ManualClock();
  private final AtomicInteger readings = new AtomicInteger();
  private final StoreClock clock =
      new StoreClock(
          () -> {
            readings.incrementAndGet();
            return manual.instant();
          },
          ClockPrecision.MICROSECOND);
  private final Ticker ticker = new Ticker(clock, MILLI);

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private long in(Duration span) {
    return micros(manual.instant().plus(span));
  }

  /** A thread that reads all the time, as fast as a lease lets it. */
  private void readBusily(long deadline) {
    for (int i = 0; i < 1000; i++) {
      assertThat(ticker.hasPassed(deadline)).isFalse();
    }
  }

  @Test
  void aBusyReaderReadsTheClockOnceInSixtyFourReads() {
    ticker.tick();
    readings.set(0);
    long deadline = in(Duration.ofHours(1));
    for (int i = 0; i < 64_000; i++) {
      assertThat(ticker.hasPassed(deadline)).isFalse();
    }
    assertThat(readings.get()).isBetween(900, 1010);
  }

  @Test
  void aReaderThatReadsNowAndThenAlwaysReadsTheClock() {
    long deadline = in(Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      ticker.tick();
      readings.set(0);
      assertThat(ticker.hasPassed(deadline)).isFalse();
      assertThat(readings.get()).isPositive();
      manual.advance(MILLI);
    }
  }

  @Test
  void aTickerThatHasStoppedIsNotBelievedByTheNextReadOfAQuietThread() {
    long deadline = in(Duration.ofHours(1));
    ticker.tick();
    assertThat(ticker.hasPassed(deadline)).isFalse();
    manual.advance(Duration.ofHours(1));
    assertThat(ticker.hasPassed(deadline)).isTrue();
  }

  @Test
  void aBusyReaderFindsOutAStoppedTickerBeforeItsNoteIsAsOldAsTheWindow() {
    long deadline = in(Duration.ofMillis(1_500));
    ticker.tick();
    // The ticker is wedged from here on; the reader makes 200 reads a millisecond, and not one may
    // be late.
    for (int read = 0; read < 2_000 * 200; read++) {
      manual.set(ManualClock.START.plusNanos(read * 5_000L));
      assertThat(ticker.hasPassed(deadline))
          .as("after %d reads", read)
          .isEqualTo(micros(manual.instant()) >= deadline);
    }
  }

  @Test
  void aReaderInTheMiddleOfItsLeaseBelievesForAtMostSixtyThreeReadsWhenTimeJumps() {
    long deadline = in(Duration.ofHours(1));
    ticker.tick();
    readBusily(deadline);
    manual.advance(Duration.ofHours(2));
    int late = 0;
    while (!ticker.hasPassed(deadline)) {
      late++;
    }
    assertThat(late).isLessThanOrEqualTo(Ticker.MOST);
    for (int i = 0; i < 10_000; i++) {
      assertThat(ticker.hasPassed(deadline)).isTrue();
    }
  }

  @Test
  void aTickerThatWasEndedIsNotBelievedAtAll() {
    long deadline = in(Duration.ofHours(1));
    ticker.tick();
    readBusily(deadline);
    ticker.stop();
    manual.advance(Duration.ofHours(1));
    assertThat(ticker.hasPassed(deadline)).isTrue();
    ticker.tick();
    readings.set(0);
    for (int i = 0; i < 100; i++) {
      assertThat(ticker.hasPassed(in(Duration.ofHours(9)))).isFalse();
    }
    assertThat(readings.get()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void deadlinesWithinTheWindowAreJudgedByTheClock() {
    ticker.tick();
    long deadline = in(Duration.ofMillis(999));
    readBusily(in(Duration.ofHours(1)));
    manual.advance(Duration.ofMillis(999).minusNanos(1000));
    assertThat(ticker.hasPassed(deadline)).isFalse();
    manual.advance(Duration.ofNanos(1000));
    assertThat(ticker.hasPassed(deadline)).isTrue();
  }

  @Test
  void aClockOfTheHostsOwnIsNeverSecondGuessed() {
    KeyExpiryStore<String, String> store =
        KeyExpiryStore.<String, String>builder().clock(manual).ticker(MILLI).build();
    store.put("a", "1", Duration.ofHours(1));
    for (int i = 0; i < 1000; i++) {
      assertThat(store.get("a")).isEqualTo("1");
    }
    manual.advance(Duration.ofHours(1));
    assertThat(store.get("a")).isNull();
  }

  @Test
  void theThreadTicksAndEnds() throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch(3);
    InstantSource counting =
        () -> {
          ticks.countDown();
          return ManualClock.START;
        };
    Ticker real = new Ticker(new StoreClock(counting, ClockPrecision.MICROSECOND), MILLI);
    Thread thread = SystemTime.daemon("ticker under test", real::run);
    thread.start();
    assertThat(ticks.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.isDaemon()).isTrue();
    real.stop();
    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void theSystemsClockWithATickerServesAStore() {
    KeyExpiryStore<String, String> store =
        KeyExpiryStore.<String, String>builder().ticker(MILLI).build();
    try {
      store.put("a", "1", Duration.ofHours(1));
      for (int i = 0; i < 100_000; i++) {
        assertThat(store.get("a")).isEqualTo("1");
      }
      store.close();
      assertThat(store.get("a")).isEqualTo("1");
      store.expireAt("a", Instant.EPOCH);
      assertThat(store.get("a")).isNull();
    } finally {
      store.close();
    }
  }
}
