package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A year of churn leaves nothing behind: the structure's own check bounds stale entries and dead
 * nodes.
 */
class ChurnTest {

  @Test
  @Tag("KEY-03")
  void memoryDoesNotGrowOverAYear() {
    ManualClock clock = new ManualClock();
    KeyExpiryStore<Integer, Integer> store =
        KeyExpiryStore.<Integer, Integer>builder().clock(clock).build();
    Random random = new Random(5);
    long most = 0;
    for (int hour = 0; hour < 365 * 24; hour++) {
      for (int i = 0; i < 60; i++) {
        int key = random.nextInt(20_000);
        switch (random.nextInt(6)) {
          case 0 -> store.put(key, hour, Duration.ofDays(365 * 10L));
          case 1 -> store.expire(key, Duration.ofMinutes(1 + random.nextInt(5000)));
          case 2 -> store.remove(key);
          case 3 -> store.persist(key);
          case 4 -> store.expire(key, Duration.ofDays(400));
          default -> store.put(key, hour, Duration.ofMinutes(1 + random.nextInt(5000)));
        }
      }
      clock.advance(Duration.ofHours(1));
      store.expireDue();
      if (hour % 168 == 0) {
        ((StripedStore<?, ?>) store).validate();
        most = Math.max(most, store.size());
      }
    }
    assertThat(most).isLessThanOrEqualTo(20_000);
    store.clear();
    ((StripedStore<?, ?>) store).validate();
  }

  @Test
  @Tag("KEY-04")
  void oneKeyMovedAMillionTimesFillsNothing() {
    ManualClock clock = new ManualClock();
    KeyExpiryStore<String, String> store =
        KeyExpiryStore.<String, String>builder().clock(clock).build();
    for (int i = 0; i < 1_000_000; i++) {
      // Ever earlier, then late again: only an entry that comes too late is left behind.
      store.put("a", "v", Duration.ofSeconds(100_000 - i % 100_000));
    }
    ((StripedStore<?, ?>) store).validate();
    clock.advance(Duration.ofDays(2));
    FlushReport report = store.flushExpired();
    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.examined()).isLessThan(100);
  }
}
