package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each operation does with a key that is absent, live, and expired. */
class KeyExpiryStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MICRO = Duration.ofNanos(1000);

  private final ManualClock clock = new ManualClock();
  private final List<ExpiredKey<String, String>> expired = new ArrayList<>();
  private final KeyExpiryStore<String, String> store =
      KeyExpiryStore.<String, String>builder()
          .clock(clock)
          .listener(expired::add, Runnable::run)
          .build();

  @AfterEach
  void structureIsSound() {
    ((StripedStore<?, ?>) store).validate();
  }

  private void expiredKey(String key) {
    store.put(key, "old", MINUTE);
    clock.advance(MINUTE);
  }

  @Test
  @Tag("KEY-01")
  void aKeyIsExpiredFromItsDeadlineOn() {
    store.put("a", "1", MINUTE);
    clock.advance(MINUTE.minus(MICRO));
    assertThat(store.get("a")).isEqualTo("1");
    clock.advance(MICRO);
    assertThat(store.get("a")).isNull();
    clock.advance(MICRO);
    assertThat(store.get("a")).isNull();
  }

  /** Where the millisecond of the clock does not tell. */
  @Test
  @Tag("KEY-01")
  void aDeadlineWithinAMillisecondIsKeptToTheMicrosecond() {
    store.put("read", "1", MINUTE.plusNanos(300_000));
    store.put("asked", "1", MINUTE.plusNanos(300_000));
    store.put("extended", "1", MINUTE.plusNanos(300_000));
    clock.advance(MINUTE.plusNanos(299_000));
    assertThat(store.get("read")).isEqualTo("1");
    assertThat(store.ttl("asked").kind()).isEqualTo(TimeToLive.Kind.ENDS);
    assertThat(store.liveSize()).isEqualTo(3);
    clock.advance(MICRO);
    // Before anything else has taken the time to the microsecond.
    assertThat(store.get("read")).isNull();
    assertThat(store.ttl("asked").kind()).isEqualTo(TimeToLive.Kind.ABSENT);
    assertThat(store.expire("extended", MINUTE)).isFalse();
    assertThat(store.liveSize()).isZero();
    clock.advance(MICRO);
    assertThat(store.get("read")).isNull();
  }

  /** Each read meets a key of its own that nobody has removed yet. */
  @Test
  @Tag("KEY-01")
  void noReadShowsAnExpiredKey() {
    List<Runnable> reads =
        List.of(
            () -> assertThat(store.liveSize()).isZero(),
            () -> assertThat(store.get("a")).isNull(),
            () -> assertThat(store.containsKey("a")).isFalse(),
            () -> assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ABSENT),
            () -> assertThat(store.getAndTouch("a", Lifetime.endless())).isNull(),
            () -> assertThat(store.scan(ScanCursor.START, 100_000).keys()).isEmpty(),
            () -> assertThat(store.randomKey(new Random(1))).isEmpty(),
            () -> assertThat(store.asMap().isEmpty()).isTrue(),
            () -> assertThat(store.asMap().size()).isZero(),
            () -> assertThat(store.asMap().getOrDefault("a", "none")).isEqualTo("none"),
            () -> assertThat(store.asMap().containsValue("old")).isFalse(),
            () -> assertThat(store.asMap().keySet().iterator().hasNext()).isFalse(),
            () -> assertThat(store.asMap().entrySet().contains(Map.entry("a", "old"))).isFalse());
    for (Runnable read : reads) {
      expiredKey("a");
      assertThat(store.size()).isEqualTo(1);
      read.run();
      store.flushExpired();
    }
  }

  @Test
  @Tag("KEY-02")
  void theAccessThatFindsAnExpiredKeyRemovesIt() {
    expiredKey("a");
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.get("a")).isNull();
    assertThat(store.size()).isZero();
    assertThat(expired)
        .containsExactly(
            new ExpiredKey<>("a", "old", ManualClock.START.plus(MINUTE), ExpiryWay.PASSIVE));
    assertThat(store.stats().expiredPassively()).isEqualTo(1);
  }

  @Test
  @Tag("KEY-05")
  void ttlIsAValueOfThreeKinds() {
    store.put("volatile", "1", MINUTE);
    store.put("endless", "1");
    assertThat(store.ttl("absent")).isEqualTo(TimeToLive.Absent.ABSENT);
    assertThat(store.ttl("endless")).isEqualTo(TimeToLive.Endless.ENDLESS);
    Instant end = ManualClock.START.plus(MINUTE);
    assertThat(store.ttl("volatile")).isEqualTo(new TimeToLive.Ends(end));
    assertThat(store.ttl("volatile").deadline()).contains(end);
    assertThat(store.ttl("volatile").remaining(clock.instant())).contains(MINUTE);
    assertThat(store.ttl("endless").remaining(clock.instant())).isEqualTo(Optional.empty());
  }

  @Test
  @Tag("ALL-18")
  void anEndIsRoundedUpToTheMicrosecond() {
    store.put("a", "1", Duration.ofNanos(1001));
    assertThat(store.ttl("a").deadline()).contains(ManualClock.START.plusNanos(2000));
    store.put("b", "1", Lifetime.until(ManualClock.START.plusNanos(1)));
    assertThat(store.ttl("b").deadline()).contains(ManualClock.START.plusNanos(1000));
    clock.advance(Duration.ofNanos(500));
    store.put("c", "1", Duration.ofNanos(500));
    assertThat(store.ttl("c").deadline()).contains(ManualClock.START.plusNanos(1000));
    store.put("d", "1", Duration.ofNanos(501));
    assertThat(store.ttl("d").deadline()).contains(ManualClock.START.plusNanos(2000));
  }

  @Test
  @Tag("ALL-18")
  void aStoreOfMillisecondsRoundsUpToThose() {
    KeyExpiryStore<String, String> coarse =
        KeyExpiryStore.<String, String>builder()
            .clock(clock)
            .precision(ClockPrecision.MILLISECOND)
            .build();
    coarse.put("a", "1", Duration.ofNanos(1));
    assertThat(coarse.ttl("a").deadline()).contains(ManualClock.START.plusMillis(1));
    clock.advance(Duration.ofNanos(999_999));
    assertThat(coarse.get("a")).isEqualTo("1");
    clock.advance(Duration.ofNanos(1));
    assertThat(coarse.get("a")).isNull();
    ManualClock early = new ManualClock(Instant.parse("1969-12-31T23:59:59.999500Z"));
    KeyExpiryStore<String, String> old =
        KeyExpiryStore.<String, String>builder()
            .clock(early)
            .precision(ClockPrecision.MILLISECOND)
            .build();
    old.put("a", "1", Duration.ofNanos(1));
    assertThat(old.ttl("a").deadline()).contains(Instant.EPOCH);
  }

  @Test
  @Tag("KEY-05")
  void putWithoutTimeToLiveClearsIt() {
    store.put("a", "1", MINUTE);
    assertThat(store.put("a", "2")).isEqualTo("1");
    assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    clock.advance(MINUTE.multipliedBy(1000));
    assertThat(store.get("a")).isEqualTo("2");
    assertThat(store.flushExpired().removed()).isZero();
  }

  @Test
  @Tag("KEY-05")
  void putThatKeepsTheLifetimeKeepsIt() {
    store.put("a", "1", MINUTE);
    clock.advance(MINUTE.dividedBy(2));
    store.put("a", "2", Lifetime.kept());
    assertThat(store.ttl("a").deadline()).contains(ManualClock.START.plus(MINUTE));
    clock.advance(MINUTE);
    assertThat(store.put("a", "3", Lifetime.kept())).isNull();
    assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    store.put("new", "1", Lifetime.kept());
    assertThat(store.ttl("new").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
  }

  @Test
  @Tag("KEY-05")
  void putWithATimeToLiveThatIsOverIsAnErrorAndChangesNothing() {
    store.put("a", "1", MINUTE);
    assertThatIllegalArgumentException().isThrownBy(() -> store.put("a", "2", Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("a", "2", Duration.ofNanos(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("a", "2", Lifetime.until(clock.instant())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.putIfAbsent("b", "2", Lifetime.until(clock.instant())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.compute("a", (k, v) -> "2", Lifetime.until(clock.instant())));
    assertThatIllegalArgumentException().isThrownBy(() -> Lifetime.of(Duration.ZERO));
    assertThat(store.get("a")).isEqualTo("1");
    assertThat(store.ttl("a").deadline()).contains(ManualClock.START.plus(MINUTE));
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  @Tag("KEY-05")
  void aTimeToLiveBeyondWhatCanBeRepresentedIsAnErrorAndChangesNothing() {
    store.put("a", "1", MINUTE);
    for (Duration beyond :
        List.of(
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE / 1_000_000),
            Duration.ofDays(365 * 150_000L))) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.put("a", "2", beyond));
      assertThatIllegalArgumentException().isThrownBy(() -> store.expire("a", beyond));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.expire("a", Duration.ofSeconds(Long.MIN_VALUE)));
    assertThatIllegalArgumentException().isThrownBy(() -> store.expireAt("a", Instant.MAX));
    assertThatIllegalArgumentException().isThrownBy(() -> store.expireAt("a", Instant.MIN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("a", "2", Lifetime.until(Instant.MAX)));
    assertThat(store.get("a")).isEqualTo("1");
    assertThat(store.ttl("a").deadline()).contains(ManualClock.START.plus(MINUTE));
    store.put("far", "1", Duration.ofDays(365 * 140_000L));
    assertThat(store.get("far")).isEqualTo("1");
  }

  @Test
  @Tag("KEY-05")
  void expireWithATimeToLiveThatIsOverExpiresAtOnce() {
    int told = 0;
    for (Runnable operation :
        List.<Runnable>of(
            () -> store.expire("a", Duration.ZERO),
            () -> store.expire("a", Duration.ofDays(-1)),
            () -> store.expireAt("a", clock.instant()),
            () -> store.expireAt("a", Instant.EPOCH))) {
      store.put("a", "1");
      clock.advance(Duration.ofNanos(1234));
      operation.run();
      assertThat(store.size()).isZero();
      assertThat(store.get("a")).isNull();
      assertThat(expired).hasSize(++told);
    }
    assertThat(store.stats().expiredPassively()).isEqualTo(4);
    assertThat(store.expire("absent", Duration.ZERO)).isFalse();
  }

  @Test
  @Tag("KEY-05")
  void extendingAnExpiredKeyThatIsHeldDoesNotReviveIt() {
    expiredKey("a");
    assertThat(store.expire("a", MINUTE)).isFalse();
    expiredKey("a");
    assertThat(store.persist("a")).isFalse();
    expiredKey("a");
    assertThat(store.expireAt("a", clock.instant().plusSeconds(9))).isFalse();
    expiredKey("a");
    assertThat(store.getAndTouch("a", Lifetime.of(MINUTE))).isNull();
    expiredKey("a");
    assertThat(store.replace("a", "new", Lifetime.endless())).isNull();
    expiredKey("a");
    assertThat(store.replace("a", "old", "new", Lifetime.endless())).isFalse();
    expiredKey("a");
    assertThat(store.remove("a", "old")).isFalse();
    expiredKey("a");
    assertThat(store.remove("a")).isNull();
    assertThat(store.get("a")).isNull();
    assertThat(expired).hasSize(8);
  }

  @Test
  @Tag("KEY-05")
  void noReadChangesALifetime() {
    store.put("a", "1", MINUTE);
    clock.advance(MINUTE.dividedBy(2));
    assertThat(store.get("a")).isEqualTo("1");
    assertThat(store.containsKey("a")).isTrue();
    assertThat(store.asMap().getOrDefault("a", "2")).isEqualTo("1");
    assertThat(store.asMap().entrySet()).containsExactly(Map.entry("a", "1"));
    assertThat(store.scan(ScanCursor.START, 100_000).keys()).containsExactly("a");
    assertThat(store.randomKey(new Random(1))).contains("a");
    assertThat(store.putIfAbsent("a", "2", Lifetime.endless())).isEqualTo("1");
    assertThat(store.computeIfAbsent("a", k -> "2", Lifetime.endless())).isEqualTo("1");
    assertThat(store.replace("a", "2", "3", Lifetime.endless())).isFalse();
    assertThat(store.remove("a", "2")).isFalse();
    assertThat(store.ttl("a").deadline()).contains(ManualClock.START.plus(MINUTE));
    assertThat(store.liveSize()).isEqualTo(1);
  }

  @Test
  @Tag("KEY-05")
  void eachWayOfWritingSetsTheLifetimeThatItIsGiven() {
    Lifetime hour = Lifetime.of(MINUTE.multipliedBy(60));
    List<Runnable> ways =
        List.of(
            () -> store.put("a", "2", MINUTE.multipliedBy(60)),
            () -> store.put("a", "2", hour),
            () -> store.replace("a", "2", hour),
            () -> store.replace("a", "1", "2", hour),
            () -> store.compute("a", (k, v) -> "2", hour),
            () -> store.merge("a", "2", (v, w) -> w, hour),
            () -> {
              store.remove("a");
              store.putIfAbsent("a", "2", hour);
            },
            () -> {
              store.remove("a");
              store.computeIfAbsent("a", k -> "2", hour);
            });
    for (Runnable way : ways) {
      store.put("a", "1", MINUTE);
      clock.advance(MINUTE.dividedBy(2));
      way.run();
      assertThat(store.get("a")).isEqualTo("2");
      assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE.multipliedBy(60));
    }
  }

  @Test
  void getAndTouchChangesTheLifetimeInTheSameStep() {
    store.put("a", "1", MINUTE);
    assertThat(store.getAndTouch("a", Lifetime.of(MINUTE.multipliedBy(2)))).isEqualTo("1");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE.multipliedBy(2));
    assertThat(store.getAndTouch("a", Lifetime.kept())).isEqualTo("1");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE.multipliedBy(2));
    assertThat(store.getAndTouch("a", Lifetime.endless())).isEqualTo("1");
    assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    assertThat(store.getAndTouch("a", Lifetime.of(MINUTE))).isEqualTo("1");
    assertThat(store.getAndTouch("a", Lifetime.until(Instant.EPOCH))).isEqualTo("1");
    assertThat(store.size()).isZero();
    assertThat(expired).hasSize(1);
  }

  @Test
  void computeSeesAnExpiredKeyAsAbsentAndDoesNotInheritItsDeadline() {
    expiredKey("a");
    assertThat(store.compute("a", (k, v) -> v == null ? "fresh" : "wrong")).isEqualTo("fresh");
    assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    store.expire("a", MINUTE);
    assertThat(store.compute("a", (k, v) -> v + "!")).isEqualTo("fresh!");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
    assertThat(store.compute("a", (k, v) -> v, Lifetime.of(MINUTE.multipliedBy(3))))
        .isEqualTo("fresh!");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE.multipliedBy(3));
    assertThat(store.compute("a", (k, v) -> null)).isNull();
    assertThat(store.containsKey("a")).isFalse();
    assertThat(store.compute("a", (k, v) -> null)).isNull();
    assertThat(store.merge("a", "x", String::concat, Lifetime.kept())).isEqualTo("x");
    assertThat(store.merge("a", "y", String::concat, Lifetime.kept())).isEqualTo("xy");
    assertThat(store.merge("a", "y", (v, w) -> null, Lifetime.kept())).isNull();
    assertThat(store.size()).isZero();
    assertThat(store.computeIfAbsent("a", k -> null, Lifetime.endless())).isNull();
    assertThat(store.computeIfAbsent("a", k -> "z", Lifetime.of(MINUTE))).isEqualTo("z");
    assertThat(store.computeIfAbsent("a", k -> "w", Lifetime.endless())).isEqualTo("z");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
  }

  @Test
  void aFunctionThatThrowsChangesNothing() {
    store.put("a", "1", MINUTE);
    assertThatThrownBy(
            () ->
                store.compute(
                    "a",
                    (k, v) -> {
                      throw new UnsupportedOperationException("no");
                    }))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(store.get("a")).isEqualTo("1");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
  }

  @Test
  void aFunctionMayCallTheStoreAndIsAskedAgainIfItChangedTheKey() {
    store.put("a", "1");
    List<String> seen = new ArrayList<>();
    String result =
        store.compute(
            "a",
            (k, v) -> {
              seen.add(v);
              if (seen.size() == 1) {
                store.put("a", "2");
                for (int i = 0; i < 10_000; i++) {
                  store.put("b" + i, "x", MINUTE);
                }
              }
              return v + "!";
            });
    assertThat(result).isEqualTo("2!");
    assertThat(seen).containsExactly("1", "2");
    assertThat(store.liveSize()).isEqualTo(10_001);
  }

  @Test
  void conditionsOfExpire() {
    store.put("endless", "1");
    store.put("minute", "1", MINUTE);
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    assertThat(store.expire("minute", hour, ExpireCondition.NO_DEADLINE)).isFalse();
    assertThat(store.expire("endless", hour, ExpireCondition.HAS_DEADLINE)).isFalse();
    assertThat(store.expire("endless", hour, ExpireCondition.LATER)).isFalse();
    assertThat(store.expire("endless", hour, ExpireCondition.HAS_DEADLINE_AND_EARLIER)).isFalse();
    assertThat(store.ttl("endless").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    assertThat(store.expire("minute", second, ExpireCondition.LATER)).isFalse();
    assertThat(store.expire("minute", MINUTE, ExpireCondition.LATER)).isFalse();
    assertThat(store.expire("minute", MINUTE, ExpireCondition.EARLIER)).isFalse();
    assertThat(store.expire("minute", hour, ExpireCondition.EARLIER)).isFalse();
    assertThat(store.ttl("minute").remaining(clock.instant())).contains(MINUTE);
    assertThat(store.expire("minute", hour, ExpireCondition.LATER)).isTrue();
    assertThat(store.ttl("minute").remaining(clock.instant())).contains(hour);
    assertThat(store.expire("minute", second, ExpireCondition.EARLIER)).isTrue();
    assertThat(store.ttl("minute").remaining(clock.instant())).contains(second);
    assertThat(store.expire("minute", MINUTE, ExpireCondition.HAS_DEADLINE)).isTrue();
    assertThat(store.expire("minute", second, ExpireCondition.HAS_DEADLINE_AND_EARLIER)).isTrue();
    assertThat(store.expire("endless", hour, ExpireCondition.NO_DEADLINE)).isTrue();
    assertThat(store.persist("endless")).isTrue();
    assertThat(store.persist("endless")).isFalse();
    assertThat(store.expire("endless", hour, ExpireCondition.EARLIER)).isTrue();
    assertThat(store.ttl("endless").remaining(clock.instant())).contains(hour);
  }

  @Test
  @Tag("KEY-13")
  void whatWasExpiredStaysExpiredWhenTheClockStepsBack() {
    store.put("seen", "1", MINUTE);
    store.put("unseen", "1", MINUTE);
    store.put("later", "1", MINUTE.multipliedBy(10));
    clock.advance(MINUTE);
    assertThat(store.get("seen")).isNull();
    clock.set(ManualClock.START.minusSeconds(3600));
    assertThat(store.get("seen")).isNull();
    assertThat(store.get("unseen")).isNull();
    assertThat(store.get("later")).isEqualTo("1");
    assertThat(store.stats().clockHeldBack()).isEqualTo(Duration.ofSeconds(3660));
    store.put("new", "1", MINUTE);
    assertThat(store.ttl("new").deadline()).contains(ManualClock.START.plusSeconds(120));
    clock.set(ManualClock.START.plusSeconds(61));
    assertThat(store.get("new")).isEqualTo("1");
    assertThat(store.stats().clockHeldBack()).isEqualTo(Duration.ZERO);
  }

  @Test
  @Tag("KEY-06")
  void aScanFindsWhatStaysWhileTheStoreGrowsAndShrinks() {
    Set<String> staying = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      store.put("stays" + i, "1");
      staying.add("stays" + i);
    }
    Random random = new Random(42);
    for (int round = 0; round < 20; round++) {
      Set<String> found = new HashSet<>();
      ScanCursor cursor = ScanCursor.START;
      while (!cursor.isFinished()) {
        ScanPage<String> page = store.scan(cursor, 1 + random.nextInt(40));
        found.addAll(page.keys());
        cursor = page.next();
        if (random.nextInt(10) == 0) {
          for (int i = 0; i < 20_000; i++) {
            store.put("comes" + i, "1", MINUTE);
          }
        } else if (random.nextInt(10) == 0) {
          clock.advance(MINUTE);
          store.flushExpired();
        }
      }
      assertThat(found).containsAll(staying);
    }
    ScanCursor finished = ScanCursor.END;
    assertThatIllegalArgumentException().isThrownBy(() -> store.scan(finished, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store.scan(ScanCursor.START, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.scan(new ScanCursor(Long.MAX_VALUE), 1));
  }

  @Test
  void randomKeyFindsEachAndEndsWhenAllAreExpired() {
    assertThat(store.randomKey(new Random(3))).isEmpty();
    store.put("a", "1", MINUTE);
    store.put("b", "1", MINUTE);
    Set<String> seen = new HashSet<>();
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      seen.add(store.randomKey(random).orElseThrow());
    }
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
    clock.advance(MINUTE);
    assertThat(store.randomKey(random)).isEmpty();
    assertThat(store.size()).isZero();
  }

  @Test
  void nullsAreAnErrorAndChangeNothing() {
    store.put("a", "1", MINUTE);
    assertThatNullPointerException().isThrownBy(() -> store.put("a", null));
    assertThatNullPointerException().isThrownBy(() -> store.put(null, "1"));
    assertThatNullPointerException().isThrownBy(() -> store.put("a", null, MINUTE));
    assertThatNullPointerException().isThrownBy(() -> store.put("a", "2", (Duration) null));
    assertThatNullPointerException().isThrownBy(() -> store.get(null));
    assertThatNullPointerException().isThrownBy(() -> store.remove("a", null));
    assertThatNullPointerException().isThrownBy(() -> store.replace("a", null, Lifetime.kept()));
    assertThatNullPointerException().isThrownBy(() -> store.expire("a", null));
    assertThatNullPointerException().isThrownBy(() -> store.expireAt("a", null));
    assertThatNullPointerException().isThrownBy(() -> store.expire("a", MINUTE, null));
    assertThat(store.get("a")).isEqualTo("1");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
  }

  @Test
  void theMapViewWritesThroughWithItsLifetime() {
    ConcurrentMap<String, String> map = store.asMap(Lifetime.of(MINUTE));
    map.put("a", "1");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
    ConcurrentMap<String, String> endless = store.asMap();
    endless.merge("a", "2", String::concat);
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
    endless.entrySet().iterator().next().setValue("3");
    assertThat(store.get("a")).isEqualTo("3");
    assertThat(store.ttl("a").remaining(clock.instant())).contains(MINUTE);
    endless.put("a", "4");
    assertThat(store.ttl("a").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
    assertThat(endless.computeIfPresent("b", (k, v) -> "x")).isNull();
    assertThat(endless.computeIfPresent("a", (k, v) -> null)).isNull();
    assertThat(store.size()).isZero();
  }

  @Test
  void anIteratorRemovesTheEntryThatItShowedAndNoOther() {
    store.put("a", "1");
    var entries = store.asMap().entrySet().iterator();
    entries.next();
    store.remove("a");
    store.put("a", "2");
    entries.remove();
    assertThat(store.get("a")).isEqualTo("2");
    assertThatIllegalStateException().isThrownBy(entries::remove);
  }

  @Test
  void clearTellsNobody() {
    for (int i = 0; i < 5000; i++) {
      store.put("a" + i, "1", MINUTE);
    }
    store.clear();
    assertThat(store.size()).isZero();
    clock.advance(MINUTE);
    assertThat(store.flushExpired().removed()).isZero();
    assertThat(expired).isEmpty();
    store.put("a", "1", MINUTE);
    assertThat(store.get("a")).isEqualTo("1");
  }

  @Test
  void readsAreCountedIfTheHostAsks() {
    assertThat(store.stats().hits()).isEmpty();
    KeyExpiryStore<String, String> counting =
        KeyExpiryStore.<String, String>builder().clock(clock).countReads().build();
    counting.put("a", "1", MINUTE);
    counting.get("a");
    counting.get("a");
    counting.get("b");
    clock.advance(MINUTE);
    assertThat(counting.stats().heldButExpired()).isEqualTo(1);
    assertThat(counting.stats().held()).isEqualTo(1);
    counting.get("a");
    assertThat(counting.stats().hits()).hasValue(2);
    assertThat(counting.stats().misses()).hasValue(2);
    assertThat(counting.stats().expired()).isEqualTo(1);
    assertThat(counting.stats().heldButExpired()).isZero();
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    KeyExpiryStoreBuilder<String, String> builder = KeyExpiryStore.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.effort(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.effort(11));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.expectedSize(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.ticker(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.ticker(MINUTE.plusNanos(1)));
  }
}
