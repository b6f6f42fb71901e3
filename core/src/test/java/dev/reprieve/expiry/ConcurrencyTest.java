package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once: two flushes, growth under a flush, and reads during all of it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrencyTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();

  private static void run(List<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> each : threads.invokeAll(tasks)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Tag("KEY-04")
  @Tag("KEY-07")
  void twoFlushesDuringGrowthLoseNothingAndTellEachKeyOnce() throws Exception {
    int keys = 60_000;
    for (int round = 0; round < 5; round++) {
      AtomicIntegerArray told = new AtomicIntegerArray(keys);
      StripedStore<Integer, Integer> store =
          (StripedStore<Integer, Integer>)
              KeyExpiryStore.<Integer, Integer>builder()
                  .clock(clock)
                  .listener(expired -> told.incrementAndGet(expired.key()), Runnable::run)
                  .build();
      for (int i = 0; i < keys; i++) {
        store.put(i, i, i % 3 == 0 ? HOUR : HOUR.multipliedBy(1000));
      }
      clock.advance(HOUR);
      long micros = clock.instant().getEpochSecond() * 1_000_000;
      AtomicBoolean flushed = new AtomicBoolean();
      AtomicLong removed = new AtomicLong();
      Callable<Void> flush =
          () -> {
            FlushReport report = store.flushExpired();
            assertThat(report.complete()).isTrue();
            for (int i = 0; i < store.stripeCount(); i++) {
              for (Node node : store.nodes(i)) {
                long word = node.word;
                if (word == Word.DEAD || Word.deadline(word) > micros) {
                  continue;
                }
                throw new AssertionError("An expired key is held when a flush returns");
              }
            }
            removed.addAndGet(report.removed());
            flushed.set(true);
            return null;
          };
      Callable<Void> grow =
          () -> {
            for (int i = keys; i < 3 * keys; i++) {
              store.put(i, i);
            }
            return null;
          };
      Callable<Void> read =
          () -> {
            SplittableRandom random = new SplittableRandom(3);
            do {
              for (int n = 0; n < 1000; n++) {
                int i = random.nextInt(keys);
                Integer value = store.get(i);
                if (i % 3 == 0) {
                  assertThat(value).as("expired").isNull();
                } else {
                  assertThat(value).as("live").isEqualTo(i);
                }
              }
            } while (!flushed.get());
            return null;
          };
      run(List.of(flush, flush, grow, read));
      for (int i = 0; i < keys; i++) {
        assertThat(told.get(i)).isEqualTo(i % 3 == 0 ? 1 : 0);
      }
      ExpiryStats stats = store.stats();
      assertThat(removed.get()).isEqualTo(stats.expiredByFlush());
      assertThat(stats.expiredPassively() + removed.get()).isEqualTo(keys / 3);
      assertThat(store.size()).isEqualTo(3 * keys - keys / 3);
      ((StripedStore<?, ?>) store).validate();
    }
  }

  /**
   * Every value is put once, and leaves once: replaced, removed, expired, or still there at the
   * end.
   */
  @Test
  @Tag("KEY-01")
  @Tag("KEY-07")
  void noValueIsLostOrToldTwiceUnderMixedLoad() throws Exception {
    int threads = 4;
    int operations = 60_000;
    ConcurrentLinkedQueue<Long> expired = new ConcurrentLinkedQueue<>();
    StripedStore<HashKey, Long> store =
        (StripedStore<HashKey, Long>)
            KeyExpiryStore.<HashKey, Long>builder()
                .clock(clock)
                .listener(event -> expired.add(event.value()), Runnable::run)
                .build();
    AtomicLong ids = new AtomicLong();
    ConcurrentLinkedQueue<Long> gone = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(t);
      tasks.add(
          () -> {
            try {
              for (int n = 0; n < operations; n++) {
                int id = random.nextInt(200);
                // Few stripes and long chains, so that the threads meet.
                HashKey key = new HashKey(id, id % 5);
                switch (random.nextInt(8)) {
                  case 0, 1 -> {
                    Long old =
                        store.put(
                            key, ids.incrementAndGet(), Duration.ofMillis(1 + random.nextInt(50)));
                    if (old != null) {
                      gone.add(old);
                    }
                  }
                  case 2 -> {
                    Long old = store.put(key, ids.incrementAndGet());
                    if (old != null) {
                      gone.add(old);
                    }
                  }
                  case 3 -> {
                    Long old = store.remove(key);
                    if (old != null) {
                      gone.add(old);
                    }
                  }
                  case 4 -> store.expire(key, Duration.ofMillis(random.nextInt(60)));
                  case 5 -> store.persist(key);
                  case 6 -> {
                    long id2 = ids.incrementAndGet();
                    if (store.putIfAbsent(key, id2, Lifetime.of(Duration.ofMillis(5))) != null) {
                      gone.add(id2);
                    }
                  }
                  default -> store.get(key);
                }
              }
            } finally {
              done.set(true);
            }
            return null;
          });
    }
    tasks.add(
        () -> {
          SplittableRandom random = new SplittableRandom(99);
          while (!done.get()) {
            clock.advance(Duration.ofNanos(random.nextInt(3_000_000)));
            if (random.nextBoolean()) {
              store.flushExpired();
            } else {
              store.expireDue(Duration.ZERO);
            }
          }
          return null;
        });
    run(tasks);
    store.validate();
    List<Long> all = new ArrayList<>(gone);
    all.addAll(expired);
    clock.advance(HOUR);
    expired.clear();
    store.flushExpired();
    all.addAll(expired);
    all.addAll(store.asMap().values());
    assertThat(all).doesNotHaveDuplicates().hasSize((int) ids.get());
    store.validate();
  }

  @Test
  void computeIsAtomic() throws Exception {
    KeyExpiryStore<String, Integer> store =
        KeyExpiryStore.<String, Integer>builder().clock(clock).build();
    Callable<Void> count =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            store.compute("n", (k, v) -> v == null ? 1 : v + 1);
            store.merge("m", 1, Integer::sum, Lifetime.of(HOUR));
          }
          return null;
        };
    run(List.of(count, count, count));
    assertThat(store.get("n")).isEqualTo(60_000);
    assertThat(store.get("m")).isEqualTo(60_000);
  }

  /** Readers while the table grows from nothing: what was put before is always found. */
  @Test
  void growthHidesNoKey() throws Exception {
    for (int round = 0; round < 20; round++) {
      KeyExpiryStore<Integer, Integer> store =
          KeyExpiryStore.<Integer, Integer>builder().clock(clock).build();
      AtomicLong put = new AtomicLong(-1);
      int keys = 60_000;
      Callable<Void> write =
          () -> {
            for (int i = 0; i < keys; i++) {
              store.put(i, i, HOUR);
              put.set(i);
            }
            return null;
          };
      Callable<Void> read =
          () -> {
            SplittableRandom random = new SplittableRandom(1);
            while (put.get() < keys - 1) {
              long until = put.get() + 1;
              if (until > 0) {
                int i = (int) random.nextLong(until);
                assertThat(store.get(i)).isEqualTo(i);
              }
            }
            return null;
          };
      run(List.of(write, read, read));
      ((StripedStore<?, ?>) store).validate();
    }
  }
}
