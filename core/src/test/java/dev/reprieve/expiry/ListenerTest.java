package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each expiry is told once, with its way, where the host wants it, never under a lock. */
@Tag("KEY-07")
class ListenerTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();

  private KeyExpiryStoreBuilder<String, String> builder() {
    // Budgets are measured by a stopwatch that stands still: no cycle gives up on a slow machine.
    return KeyExpiryStore.<String, String>builder().clock(clock).stopwatch(() -> 0);
  }

  private void log(ExpiredKey<String, String> expired) {
    told.add(expired.key() + "=" + expired.value() + " " + expired.way());
  }

  @Test
  void eachWayHasItsName() {
    KeyExpiryStore<String, String> store = builder().listener(this::log, Runnable::run).build();
    store.put("a", "1", HOUR);
    clock.advance(HOUR);
    store.get("a");
    store.put("b", "2", HOUR);
    clock.advance(HOUR);
    store.expireDue();
    store.put("c", "3", HOUR);
    clock.advance(HOUR);
    store.flushExpired();
    store.put("d", "4", HOUR);
    store.expire("d", Duration.ZERO);
    store.put("e", "5", HOUR);
    clock.advance(HOUR);
    store.put("e", "6");
    assertThat(told)
        .containsExactly("a=1 PASSIVE", "b=2 ACTIVE", "c=3 FLUSH", "d=4 PASSIVE", "e=5 PASSIVE");
  }

  @Test
  void removalAndReplacementAreNoExpiries() {
    KeyExpiryStore<String, String> store = builder().listener(this::log, Runnable::run).build();
    store.put("a", "1", HOUR);
    store.put("a", "2", HOUR);
    store.remove("a");
    store.put("b", "1", HOUR);
    store.clear();
    clock.advance(HOUR.multipliedBy(2));
    store.flushExpired();
    assertThat(told).isEmpty();
  }

  @Test
  void itRunsOnTheExecutorOfTheHostsChoice() {
    Queue<Runnable> queued = new ArrayDeque<>();
    KeyExpiryStore<String, String> store = builder().listener(this::log, queued::add).build();
    store.put("a", "1", HOUR);
    store.put("b", "1", HOUR);
    clock.advance(HOUR);
    store.get("a");
    store.flushExpired();
    assertThat(told).isEmpty();
    queued.forEach(Runnable::run);
    assertThat(told).containsExactly("a=1 PASSIVE", "b=1 FLUSH");
  }

  @Test
  void oneThatThrowsHarmsNothing() {
    KeyExpiryStore<String, String> store =
        builder()
            .listener(
                expired -> {
                  throw new IllegalStateException("listener");
                },
                Runnable::run)
            .listener(
                expired -> {
                  throw new AssertionError("worse");
                },
                Runnable::run)
            .listener(this::log, Runnable::run)
            .build();
    store.put("a", "1", HOUR);
    store.put("b", "1", HOUR);
    clock.advance(HOUR);
    assertThat(store.get("a")).isNull();
    assertThat(store.flushExpired().removed()).isEqualTo(1);
    assertThat(told).containsExactly("a=1 PASSIVE", "b=1 FLUSH");
    assertThat(store.stats().listenerFailures()).isEqualTo(4);
  }

  @Test
  void anExecutorThatRefusesLosesNoEventAndTellsNoneTwice() {
    KeyExpiryStore<String, String> store =
        builder()
            .listener(
                this::log,
                work -> {
                  throw new RejectedExecutionException("shut");
                })
            .listener(
                this::log,
                work -> {
                  work.run();
                  throw new IllegalStateException("after the fact");
                })
            .build();
    store.put("a", "1", HOUR);
    clock.advance(HOUR);
    store.get("a");
    assertThat(told).containsExactly("a=1 PASSIVE", "a=1 PASSIVE");
  }

  @Test
  void itMayCallTheStore() {
    AtomicBoolean done = new AtomicBoolean();
    List<KeyExpiryStore<String, String>> self = new ArrayList<>();
    KeyExpiryStore<String, String> store =
        builder()
            .listener(
                expired -> {
                  log(expired);
                  if (!done.getAndSet(true)) {
                    KeyExpiryStore<String, String> mine = self.get(0);
                    for (int i = 0; i < 1000; i++) {
                      mine.put("new" + i, "v");
                    }
                    mine.flushExpired();
                    mine.put(expired.key(), "again");
                  }
                },
                Runnable::run)
            .build();
    self.add(store);
    store.put("a", "1", HOUR);
    store.put("b", "1", HOUR);
    clock.advance(HOUR);
    assertThat(store.get("a")).isNull();
    assertThat(told).containsExactly("a=1 PASSIVE", "b=1 FLUSH");
    assertThat(store.get("a")).isEqualTo("again");
  }

  @Test
  void noneIsCalledUnderALock() {
    List<KeyExpiryStore<String, String>> self = new ArrayList<>();
    List<String> elsewhere = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    KeyExpiryStore<String, String> store =
        builder()
            .listener(
                expired -> {
                  // Another thread must be able to write to the same key's stripe at once.
                  Thread other =
                      new Thread(
                          () -> {
                            self.get(0).put(expired.key(), "other thread");
                            elsewhere.add(expired.key());
                          });
                  other.start();
                  try {
                    other.join(waiting.isEmpty() ? 10_000 : 1);
                    if (other.isAlive()) {
                      waiting.add(expired.key());
                    }
                  } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                  }
                  log(expired);
                },
                Runnable::run)
            .build();
    self.add(store);
    store.put("a", "1", HOUR);
    store.put("b", "1", HOUR);
    store.put("c", "1", HOUR);
    clock.advance(HOUR);
    store.get("a");
    assertThat(elsewhere).containsExactly("a");
    store.expireDue();
    assertThat(elsewhere).containsExactlyInAnyOrder("a", "b", "c");
    store.put("d", "1", HOUR);
    clock.advance(HOUR);
    store.flushExpired();
    assertThat(waiting).isEmpty();
    assertThat(elsewhere).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(told).hasSize(4);
  }
}
