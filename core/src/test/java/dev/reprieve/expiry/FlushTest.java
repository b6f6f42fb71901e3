package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A flush removes every key that was expired at its start, tells what it did, and can be watched
 * and cancelled.
 */
class FlushTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();

  private KeyExpiryStoreBuilder<Integer, String> builder() {
    return KeyExpiryStore.<Integer, String>builder().clock(clock);
  }

  private static void validate(KeyExpiryStore<?, ?> store) {
    ((StripedStore<?, ?>) store).validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 50, 99, 100})
  @Tag("KEY-04")
  void oneCallLeavesNoExpiredKeyWhateverTheirShare(int percent) {
    KeyExpiryStore<Integer, String> store = builder().build();
    int expired = 0;
    for (int i = 0; i < 200_000; i++) {
      boolean due = i % 100 < percent;
      expired += due ? 1 : 0;
      store.put(i, "v", due ? Duration.ofSeconds(i % 3600 + 1) : HOUR.plusSeconds(i + 1));
    }
    clock.advance(HOUR);
    FlushReport report = store.flushExpired();
    assertThat(report.complete()).isTrue();
    assertThat(report.removed()).isEqualTo(expired);
    assertThat(report.asOf()).isEqualTo(clock.instant());
    assertThat(report.examined()).isGreaterThanOrEqualTo(expired);
    assertThat(report.estimatedBytes()).isEqualTo(52L * expired);
    assertThat(store.size()).isEqualTo(200_000 - expired);
    assertThat(store.stats().expiredByFlush()).isEqualTo(expired);
    assertThat(store.stats().heldButExpired()).isZero();
    validate(store);
    for (int i = 0; i < 200_000; i++) {
      assertThat(store.get(i)).isEqualTo(i % 100 < percent ? null : "v");
    }
    assertThat(store.flushExpired().removed()).isZero();
  }

  @Test
  @Tag("KEY-04")
  void whatIsNotDueIsNotEvenLookedAt() {
    KeyExpiryStore<Integer, String> store = builder().build();
    for (int i = 0; i < 100_000; i++) {
      store.put(i, "v", HOUR.multipliedBy(100));
    }
    for (int i = 0; i < 100; i++) {
      store.put(-i - 1, "v", HOUR);
    }
    clock.advance(HOUR);
    FlushReport report = store.flushExpired();
    assertThat(report.removed()).isEqualTo(100);
    assertThat(report.examined()).isLessThan(1000);
  }

  @Test
  @Tag("KEY-04")
  @Tag("KEY-05")
  void aKeyThatWasExtendedGoesAtItsNewDeadline() {
    KeyExpiryStore<Integer, String> store = builder().build();
    store.put(1, "v", HOUR);
    assertThat(store.expire(1, HOUR.multipliedBy(30))).isTrue();
    clock.advance(HOUR);
    assertThat(store.flushExpired().removed()).isZero();
    clock.advance(HOUR.multipliedBy(29).minusNanos(1000));
    assertThat(store.flushExpired().removed()).isZero();
    clock.advance(Duration.ofNanos(1000));
    assertThat(store.flushExpired().removed()).isEqualTo(1);
    validate(store);
  }

  @Test
  @Tag("KEY-04")
  @Tag("KEY-05")
  void aKeyThatWasShortenedGoesAtItsNewDeadline() {
    KeyExpiryStore<Integer, String> store = builder().build();
    store.put(1, "v", HOUR.multipliedBy(30));
    assertThat(store.expire(1, HOUR)).isTrue();
    clock.advance(HOUR.minusNanos(1000));
    assertThat(store.flushExpired().removed()).isZero();
    clock.advance(Duration.ofNanos(1000));
    assertThat(store.flushExpired().removed()).isEqualTo(1);
    validate(store);
  }

  @Test
  @Tag("KEY-04")
  void theReportCountsWhatTheWeigherSays() {
    KeyExpiryStore<Integer, String> store =
        builder()
            .weigher(
                (key, value) -> {
                  if (key == 3) {
                    throw new IllegalStateException("weigher");
                  }
                  return value.length() * 10L;
                })
            .build();
    for (int i = 0; i < 10; i++) {
      store.put(i, "four", HOUR);
    }
    clock.advance(HOUR);
    assertThat(store.flushExpired().estimatedBytes()).isEqualTo(10 * 52 + 9 * 40);
  }

  @Test
  @Tag("KEY-04")
  void theLongestHoldAndTheDurationAreMeasured() {
    AtomicLong nanos = new AtomicLong();
    KeyExpiryStore<Integer, String> store =
        builder().stopwatch(() -> nanos.getAndAdd(1_000)).build();
    store.put(1, "v", HOUR);
    clock.advance(HOUR);
    FlushReport report = store.flushExpired();
    assertThat(report.longestLockHold()).isEqualTo(Duration.ofNanos(1_000));
    // One reading before, two around each of the 64 holds, one after.
    assertThat(report.duration()).isEqualTo(Duration.ofNanos(129_000));
  }

  @Test
  @Tag("KEY-04")
  void itsObserverSeesProgressAndMayCancel() {
    KeyExpiryStore<Integer, String> store = builder().build();
    for (int i = 0; i < 50_000; i++) {
      store.put(i, "v", HOUR);
    }
    clock.advance(HOUR);
    List<FlushProgress> seen = new ArrayList<>();
    FlushReport cancelled =
        store.flushExpired(
            progress -> {
              seen.add(progress);
              return progress.removed() < 1000;
            });
    assertThat(cancelled.complete()).isFalse();
    assertThat(cancelled.removed()).isBetween(1000L, 1064L);
    assertThat(store.size()).isEqualTo(50_000 - cancelled.removed());
    assertThat(seen.get(0).removed()).isBetween(1L, 64L);
    validate(store);
    FlushReport rest = store.flushExpired();
    assertThat(rest.complete()).isTrue();
    assertThat(rest.removed()).isEqualTo(50_000 - cancelled.removed());
    validate(store);
  }

  @Test
  @Tag("KEY-04")
  void anObserverThatThrowsEndsTheFlushAndBreaksNothing() {
    List<ExpiredKey<Integer, String>> told = new ArrayList<>();
    KeyExpiryStore<Integer, String> store = builder().listener(told::add, Runnable::run).build();
    for (int i = 0; i < 10_000; i++) {
      store.put(i, "v", HOUR);
    }
    clock.advance(HOUR);
    assertThatThrownBy(
            () ->
                store.flushExpired(
                    progress -> {
                      throw new UnsupportedOperationException("observer");
                    }))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(told).hasSize(10_000 - (int) store.size()).isNotEmpty();
    validate(store);
    store.flushExpired();
    assertThat(told).hasSize(10_000);
  }

  @Test
  @Tag("KEY-04")
  void theObserverMayWorkOnTheStoreMeanwhile() {
    KeyExpiryStore<Integer, String> store = builder().build();
    for (int i = 0; i < 20_000; i++) {
      store.put(i, "v", HOUR);
    }
    clock.advance(HOUR);
    int[] next = {1_000_000};
    FlushReport report =
        store.flushExpired(
            progress -> {
              for (int i = 0; i < 50; i++) {
                store.put(next[0]++, "new", HOUR);
                store.get(next[0] % 20_000);
                store.expire(next[0] - 7, HOUR.multipliedBy(2));
                store.remove(next[0] - 11);
              }
              return true;
            });
    assertThat(report.complete()).isTrue();
    for (int i = 0; i < 20_000; i++) {
      assertThat(store.containsKey(i)).isFalse();
    }
    assertThat(store.size()).isEqualTo(store.liveSize());
    validate(store);
  }

  @Test
  @Tag("KEY-07")
  void aFlushMayBeToldAsASummary() {
    List<Object> told = new ArrayList<>();
    ExpiryListener<Integer, String> listener =
        new ExpiryListener<>() {
          @Override
          public void onExpired(ExpiredKey<Integer, String> expired) {
            told.add(expired.way());
          }

          @Override
          public void onFlushed(FlushReport report) {
            told.add(report.removed());
          }
        };
    KeyExpiryStore<Integer, String> store =
        builder().listener(listener, Runnable::run).summariseFlushes().build();
    KeyExpiryStore<Integer, String> other = builder().listener(listener, Runnable::run).build();
    for (int i = 0; i < 3; i++) {
      store.put(i, "v", HOUR);
      other.put(i, "v", HOUR);
    }
    clock.advance(HOUR);
    store.get(0);
    store.flushExpired();
    assertThat(told).containsExactly(ExpiryWay.PASSIVE, 2L);
    told.clear();
    other.flushExpired();
    assertThat(told).containsExactly(ExpiryWay.FLUSH, ExpiryWay.FLUSH, ExpiryWay.FLUSH, 3L);
  }
}
