package dev.reprieve.verification.expiry;

import dev.reprieve.expiry.ExpireCondition;
import dev.reprieve.expiry.KeyExpiryStore;
import dev.reprieve.expiry.Lifetime;
import java.time.Duration;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The store is linearizable for each key at the clock reading of the operation. No clock moves
 * among the operations: time stands still, over keys that are live, without end, and expired but
 * held; and deadlines are given as instants, before and after that time. (With a clock that ticks
 * between the steps of an operation no store with deadlines is linearizable.)
 */
@Tag("KEY-01")
class LincheckTest {
  /** More for a long run: {@code -Dreprieve.soak=100}. */
  private static final int SOAK = Integer.getInteger("reprieve.soak", 1);

  /** All keys have the same hash code: one stripe, one chain. */
  public record Key(int id) {
    @Override
    public int hashCode() {
      return 7;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && that.id == id;
    }
  }

  /** Time stands still; the keys 1 and 2 are expired and held, 3 is live. */
  @Param(name = "key", gen = IntGen.class, conf = "1:3")
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  public static class FrozenTime {
    private static final Duration HOUR = Duration.ofHours(1);

    private final KeyExpiryStore<Key, Integer> store;

    public FrozenTime() {
      FrozenClock clock = new FrozenClock();
      store = KeyExpiryStore.<Key, Integer>builder().clock(clock).expectedSize(16).build();
      store.put(new Key(1), 11, HOUR);
      store.put(new Key(2), 12, HOUR);
      store.put(new Key(3), 13, HOUR.multipliedBy(2));
      clock.advance(HOUR);
    }

    @Operation
    public Integer get(@Param(name = "key") int key) {
      return store.get(new Key(key));
    }

    @Operation
    public Integer put(@Param(name = "key") int key, @Param(name = "value") int value) {
      return store.put(new Key(key), value, HOUR);
    }

    @Operation
    public Integer putEndless(@Param(name = "key") int key, @Param(name = "value") int value) {
      return store.put(new Key(key), value);
    }

    @Operation
    public Integer putIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
      return store.putIfAbsent(new Key(key), value, Lifetime.of(HOUR));
    }

    @Operation
    public Integer remove(@Param(name = "key") int key) {
      return store.remove(new Key(key));
    }

    @Operation
    public Integer merge(@Param(name = "key") int key, @Param(name = "value") int value) {
      return store.merge(new Key(key), value, Integer::sum, Lifetime.kept());
    }

    @Operation
    public boolean expireNow(@Param(name = "key") int key) {
      return store.expire(new Key(key), Duration.ZERO);
    }

    @Operation
    public boolean persist(@Param(name = "key") int key) {
      return store.persist(new Key(key));
    }

    @Operation
    public void flush() {
      store.flushExpired();
    }
  }

  /** Deadlines by the instant: the seconds 0 to 2 are past or present, 3 to 5 are to come. */
  @Param(name = "key", gen = IntGen.class, conf = "1:2")
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  @Param(name = "second", gen = IntGen.class, conf = "1:5")
  public static class ExplicitTime {
    private static final Instant BASE = Instant.parse("2026-03-01T10:00:00Z");
    private static final int NOW = 2;

    private final KeyExpiryStore<Key, Integer> store;

    public ExplicitTime() {
      FrozenClock clock = new FrozenClock();
      clock.set(BASE);
      store = KeyExpiryStore.<Key, Integer>builder().clock(clock).expectedSize(16).build();
      store.put(new Key(1), 11, Lifetime.until(BASE.plusSeconds(1)));
      store.put(new Key(2), 12, Lifetime.until(BASE.plusSeconds(3)));
      clock.set(BASE.plusSeconds(NOW));
    }

    @Operation
    public Integer putUntil(
        @Param(name = "key") int key,
        @Param(name = "value") int value,
        @Param(name = "second") int second) {
      if (second <= NOW) {
        return store.put(new Key(key), value, Lifetime.kept());
      }
      return store.put(new Key(key), value, Lifetime.until(BASE.plusSeconds(second)));
    }

    @Operation
    public boolean expireAt(@Param(name = "key") int key, @Param(name = "second") int second) {
      return store.expireAt(new Key(key), BASE.plusSeconds(second));
    }

    @Operation
    public boolean extend(@Param(name = "key") int key, @Param(name = "second") int second) {
      return store.expireAt(new Key(key), BASE.plusSeconds(second), ExpireCondition.LATER);
    }

    @Operation
    public String ttl(@Param(name = "key") int key) {
      return store.ttl(new Key(key)).toString();
    }

    @Operation
    public Integer get(@Param(name = "key") int key) {
      return store.get(new Key(key));
    }

    @Operation
    public Integer touch(@Param(name = "key") int key, @Param(name = "second") int second) {
      return store.getAndTouch(new Key(key), Lifetime.until(BASE.plusSeconds(second)));
    }

    @Operation
    public Integer remove(@Param(name = "key") int key) {
      return store.remove(new Key(key));
    }

    @Operation
    public long expireDue() {
      store.expireDue();
      return 0;
    }
  }

  private static ModelCheckingOptions modelChecking() {
    return new ModelCheckingOptions()
        .iterations(12 * SOAK)
        .invocationsPerIteration(300)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2);
  }

  private static StressOptions stress() {
    return new StressOptions()
        .iterations(8 * SOAK)
        .invocationsPerIteration(600)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2);
  }

  @Test
  void modelCheckingWithFrozenTime() {
    modelChecking().check(FrozenTime.class);
  }

  @Test
  void stressWithFrozenTime() {
    stress().check(FrozenTime.class);
  }

  @Test
  void modelCheckingWithExplicitTime() {
    modelChecking().check(ExplicitTime.class);
  }

  @Test
  void stressWithExplicitTime() {
    stress().check(ExplicitTime.class);
  }
}
