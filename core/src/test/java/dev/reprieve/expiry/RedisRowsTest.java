package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cases of Redis's own tests of expiry, by the number that {@code docs/key-expiry-redis.md}
 * gives them; that page also lists those without counterpart.
 */
@Tag("KEY-05")
class RedisRowsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration HUNDRED = Duration.ofSeconds(100);
  private static final Duration MICRO = Duration.ofNanos(1000);

  private final ManualClock clock = new ManualClock();
  private final List<ExpiredKey<String, String>> expired = new ArrayList<>();
  private final KeyExpiryStore<String, String> store =
      KeyExpiryStore.<String, String>builder()
          .clock(clock)
          .listener(expired::add, Runnable::run)
          .build();

  private Duration left(String key) {
    return store.ttl(key).remaining(clock.instant()).orElseThrow();
  }

  private boolean isEndless(String key) {
    return store.ttl(key).kind() == TimeToLive.Kind.ENDLESS;
  }

  private void dead(String key) {
    store.put(key, "dead", SECOND);
    clock.advance(SECOND);
  }

  @Test
  void row01SetTimeoutsMultipleTimes() {
    store.put("x", "foobar");
    assertThat(store.expire("x", Duration.ofSeconds(5))).isTrue();
    assertThat(left("x")).isEqualTo(Duration.ofSeconds(5));
    assertThat(store.expire("x", TEN)).isTrue();
    assertThat(left("x")).isEqualTo(TEN);
    assertThat(store.expire("x", Duration.ofSeconds(2))).isTrue();
    assertThat(left("x")).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void row02StillPossibleToReadBefore() {
    store.put("x", "foobar", SECOND);
    clock.advance(SECOND.minus(MICRO));
    assertThat(store.get("x")).isEqualTo("foobar");
  }

  @Test
  @Tag("KEY-01")
  void row03GoneAfter() {
    store.put("x", "foobar", SECOND);
    clock.advance(SECOND.minus(MICRO));
    assertThat(store.containsKey("x")).isTrue();
    clock.advance(MICRO);
    assertThat(store.get("x")).isNull();
    assertThat(store.containsKey("x")).isFalse();
    clock.advance(MICRO);
    assertThat(store.get("x")).isNull();
  }

  @Test
  void row04WriteOnExpireWorks() {
    dead("x");
    assertThat(store.merge("x", "foo", String::concat, Lifetime.kept())).isEqualTo("foo");
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row05AbsoluteAndSubSecond() {
    store.put("x", "v");
    store.expireAt("x", clock.instant().plusSeconds(15));
    assertThat(left("x")).isEqualTo(Duration.ofSeconds(15));
    store.put("y", "v", Duration.ofMillis(100));
    clock.advance(Duration.ofMillis(100).minus(MICRO));
    assertThat(store.get("y")).isEqualTo("v");
    clock.advance(MICRO);
    assertThat(store.get("y")).isNull();
  }

  @Test
  @Tag("ALL-18")
  void row06NoEarlyRounding() {
    KeyExpiryStore<String, String> millis =
        KeyExpiryStore.<String, String>builder()
            .clock(clock)
            .precision(ClockPrecision.MILLISECOND)
            .build();
    clock.advance(Duration.ofNanos(600_000));
    millis.put("x", "v", SECOND);
    clock.advance(SECOND.minus(MICRO));
    assertThat(millis.get("x")).isEqualTo("v");
    clock.advance(Duration.ofNanos(400_000));
    assertThat(millis.get("x")).isEqualTo("v");
    clock.advance(MICRO);
    assertThat(millis.get("x")).isNull();
  }

  @Test
  void row07PutWithTimeToLiveOverwritesAndAWrongOneIsAnError() {
    store.put("x", "old");
    store.put("x", "new", SECOND);
    assertThat(store.get("x")).isEqualTo("new");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("x", "newer", Duration.ofSeconds(-10)));
    assertThat(store.get("x")).isEqualTo("new");
    assertThat(left("x")).isEqualTo(SECOND);
  }

  @Test
  void row08PersistUndoesExpire() {
    store.put("x", "foo", Duration.ofSeconds(50));
    assertThat(store.persist("x")).isTrue();
    assertThat(isEndless("x")).isTrue();
    assertThat(store.persist("x")).isFalse();
    assertThat(store.persist("absent")).isFalse();
  }

  @Test
  void row09TtlIsAThreeWayAnswer() {
    store.put("x", "v");
    assertThat(store.ttl("x")).isEqualTo(TimeToLive.Endless.ENDLESS);
    assertThat(store.ttl("absent")).isEqualTo(TimeToLive.Absent.ABSENT);
    store.expire("x", TEN);
    assertThat(store.ttl("x").kind()).isEqualTo(TimeToLive.Kind.ENDS);
  }

  @Test
  void row10TheAbsoluteDeadlineIsTheTruth() {
    Instant end = clock.instant().plus(HUNDRED);
    store.put("x", "v", Lifetime.until(end));
    clock.advance(TEN);
    assertThat(store.ttl("x").deadline()).contains(end);
  }

  @Test
  @Tag("KEY-03")
  void row11ActiveExpiryWithoutAReader() {
    for (String key : List.of("key1", "key2", "key3")) {
      store.put(key, "a", Duration.ofMillis(500));
    }
    assertThat(store.size()).isEqualTo(3);
    clock.advance(Duration.ofMillis(500));
    store.expireDue();
    assertThat(store.size()).isZero();
  }

  @Test
  @Tag("KEY-02")
  void row12LazyExpiryWithActiveOff() {
    List<String> keys = List.of("key1", "key2", "key3");
    for (String key : keys) {
      store.put(key, "a", Duration.ofMillis(500));
    }
    clock.advance(SECOND);
    assertThat(store.size()).isEqualTo(3);
    assertThat(store.liveSize()).isZero();
    keys.forEach(store::get);
    assertThat(store.size()).isZero();
  }

  @Test
  void row13ExpireDoesNotResurrect() {
    dead("x");
    assertThat(store.expire("x", TEN)).isFalse();
    assertThat(store.containsKey("x")).isFalse();
    dead("x");
    assertThat(store.persist("x")).isFalse();
    dead("x");
    assertThat(store.getAndTouch("x", Lifetime.of(TEN))).isNull();
    assertThat(store.containsKey("x")).isFalse();
  }

  @Test
  void row14FiveKeysInFiveKeysOut() {
    for (String key : List.of("a", "a", "t", "e", "s", "foo")) {
      store.put(key, "c", Duration.ofSeconds(5));
    }
    assertThat(store.asMap().keySet()).containsExactlyInAnyOrder("a", "e", "foo", "s", "t");
  }

  @Test
  void row16BigAndSmallIntegersAreRefused() {
    store.put("x", "v");
    for (Duration beyond :
        List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.put("x", "w", beyond));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.getAndTouch("x", Lifetime.of(Duration.ofSeconds(Long.MAX_VALUE))));
    assertThat(store.get("x")).isEqualTo("v");
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row17OverflowIsRefusedAndTheOldDeadlineStays() {
    store.put("x", "v", TEN);
    for (long seconds :
        new long[] {9_223_372_036_854_776L, 9_999_999_999_999_999L, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.expire("x", Duration.ofSeconds(seconds)));
    }
    assertThat(left("x")).isEqualTo(TEN);
  }

  /** Redis keeps the key without TTL: it refuses as we do. */
  @Test
  void row18ABigNegativeIsRefused() {
    store.put("x", "v");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.expire("x", Duration.ofMillis(Long.MIN_VALUE / 1000 * 999)));
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row19FarFutureWorksAndFarPastExpires() {
    store.put("x", "v");
    assertThat(store.expireAt("x", Instant.parse("+32500-01-01T00:00:00Z"))).isTrue();
    assertThat(left("x")).isGreaterThan(Duration.ofDays(365 * 30_000L));
    assertThat(store.expireAt("x", Instant.parse("1900-01-01T00:00:00Z"))).isTrue();
    assertThat(store.containsKey("x")).isFalse();
    assertThat(store.stats().expired()).isEqualTo(1);
  }

  @Test
  void row20PutClearsTheDeadlineUnlessKept() throws IOException {
    store.put("x", "v", HUNDRED);
    store.put("x", "w", Lifetime.kept());
    assertThat(left("x")).isEqualTo(HUNDRED);
    KeyExpiryStore<String, String> reloaded = reload();
    assertThat(reloaded.ttl("x").remaining(clock.instant())).contains(HUNDRED);
    store.put("x", "w");
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row21KeptOnADeadKeyIsANewKeyWithoutEnd() {
    dead("x");
    store.put("x", "new", Lifetime.kept());
    assertThat(store.get("x")).isEqualTo("new");
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row22GetAndTouch() {
    store.put("x", "v", TEN);
    assertThat(store.getAndTouch("x", Lifetime.endless())).isEqualTo("v");
    assertThat(isEndless("x")).isTrue();
    dead("y");
    assertThat(store.getAndTouch("y", Lifetime.endless())).isNull();
  }

  @Test
  void row23NoDeadlineOnAKeyWithOne() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", Duration.ofSeconds(200), ExpireCondition.NO_DEADLINE)).isFalse();
    assertThat(left("x")).isEqualTo(HUNDRED);
  }

  @Test
  void row24NoDeadlineOnAKeyWithoutOne() {
    store.put("x", "v");
    assertThat(store.expire("x", HUNDRED, ExpireCondition.NO_DEADLINE)).isTrue();
    assertThat(left("x")).isEqualTo(HUNDRED);
  }

  @Test
  void row25HasDeadlineOnAKeyWithOne() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", TEN, ExpireCondition.HAS_DEADLINE)).isTrue();
    assertThat(left("x")).isEqualTo(TEN);
  }

  @Test
  void row26HasDeadlineOnAKeyWithoutOne() {
    store.put("x", "v");
    assertThat(store.expire("x", TEN, ExpireCondition.HAS_DEADLINE)).isFalse();
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row27LaterOnAnEarlierDeadline() {
    store.put("x", "v", TEN);
    assertThat(store.expire("x", HUNDRED, ExpireCondition.LATER)).isTrue();
    assertThat(left("x")).isEqualTo(HUNDRED);
  }

  @Test
  void row28LaterOnALaterDeadline() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", TEN, ExpireCondition.LATER)).isFalse();
    assertThat(left("x")).isEqualTo(HUNDRED);
  }

  @Test
  void row29LaterOnAKeyWithoutDeadline() {
    store.put("x", "v");
    assertThat(store.expire("x", HUNDRED, ExpireCondition.LATER)).isFalse();
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row30EarlierOnAnEarlierDeadline() {
    store.put("x", "v", TEN);
    assertThat(store.expire("x", HUNDRED, ExpireCondition.EARLIER)).isFalse();
    assertThat(left("x")).isEqualTo(TEN);
  }

  @Test
  void row31EarlierOnALaterDeadline() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", TEN, ExpireCondition.EARLIER)).isTrue();
    assertThat(left("x")).isEqualTo(TEN);
  }

  @Test
  void row32EarlierOnAKeyWithoutDeadline() {
    store.put("x", "v");
    assertThat(store.expire("x", HUNDRED, ExpireCondition.EARLIER)).isTrue();
    assertThat(left("x")).isEqualTo(HUNDRED);
  }

  @Test
  void row33HasDeadlineAndEarlierOnAKeyWithOne() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", TEN, ExpireCondition.HAS_DEADLINE_AND_EARLIER)).isTrue();
    assertThat(left("x")).isEqualTo(TEN);
  }

  @Test
  void row34HasDeadlineAndEarlierOnAKeyWithoutOne() {
    store.put("x", "v");
    assertThat(store.expire("x", TEN, ExpireCondition.HAS_DEADLINE_AND_EARLIER)).isFalse();
    assertThat(isEndless("x")).isTrue();
  }

  @Test
  void row39ANegativeTimeToLiveExpiresAtOnceButIsAnErrorToPut() {
    store.put("x", "v", HUNDRED);
    assertThat(store.expire("x", Duration.ofSeconds(-1))).isTrue();
    assertThat(store.containsKey("x")).isFalse();
    store.put("y", "v");
    assertThat(store.expire("y", Duration.ofSeconds(-1))).isTrue();
    assertThat(store.containsKey("y")).isFalse();
    assertThat(expired).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("z", "v", Duration.ofSeconds(-1)));
  }

  @Test
  void row40ZeroExpiresAtOnceButIsAnErrorToPut() {
    store.put("x", "v");
    assertThat(store.expire("x", Duration.ZERO)).isTrue();
    assertThat(store.containsKey("x")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> store.put("x", "v", Duration.ZERO));
    assertThat(store.containsKey("x")).isFalse();
  }

  @Test
  void row41ExpireOnAnAbsentKey() {
    for (ExpireCondition condition : ExpireCondition.values()) {
      assertThat(store.expire("absent", TEN, condition)).isFalse();
    }
    assertThat(store.size()).isZero();
  }

  /**
   * Redis deletes the key. We refuse, and keep it: a value that is set only to be gone is a
   * caller's mistake.
   */
  @Test
  void row42PutUntilAPastInstantIsAnErrorHere() {
    store.put("x", "v");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put("x", "w", Lifetime.until(clock.instant().minusSeconds(1))));
    assertThat(store.get("x")).isEqualTo("v");
  }

  @Test
  void row43RemovingADeadKey() {
    dead("x");
    assertThat(store.remove("x")).isNull();
    assertThat(store.size()).isZero();
  }

  @Test
  void row44PutIfAbsentOnALiveAndOnADeadKey() {
    store.put("x", "v", SECOND);
    assertThat(store.putIfAbsent("x", "w")).isEqualTo("v");
    clock.advance(SECOND);
    assertThat(store.putIfAbsent("x", "w")).isNull();
    assertThat(store.get("x")).isEqualTo("w");
  }

  @Test
  void row45ComputeOnADeadKeyStartsAfresh() {
    ConcurrentMap<String, String> map = store.asMap();
    dead("x");
    assertThat(map.merge("x", "1", String::concat)).isEqualTo("1");
    assertThat(isEndless("x")).isTrue();
    dead("y");
    assertThat(map.compute("y", (k, v) -> "" + v)).isEqualTo("null");
    assertThat(isEndless("y")).isTrue();
    dead("z");
    assertThat(map.computeIfPresent("z", (k, v) -> "w")).isNull();
  }

  @Test
  void row47ACopyKeepsTheTimeToLiveOrItsAbsence() throws IOException {
    store.put("x", "v", HUNDRED);
    store.put("y", "v");
    clock.advance(TEN);
    KeyExpiryStore<String, String> copy = reload();
    assertThat(copy.ttl("x")).isEqualTo(store.ttl("x"));
    assertThat(copy.ttl("y")).isEqualTo(TimeToLive.Endless.ENDLESS);
  }

  @Test
  @Tag("KEY-06")
  void row48ScanWithDeadKeys() {
    for (int i = 0; i < 1000; i++) {
      store.put("key:" + i, "v");
    }
    store.put("foo", "v", SECOND);
    store.put("bar", "v", SECOND);
    clock.advance(SECOND);
    Set<String> found = new HashSet<>();
    ScanCursor cursor = ScanCursor.START;
    while (!cursor.isFinished()) {
      ScanPage<String> page = store.scan(cursor, 10);
      found.addAll(page.keys());
      cursor = page.next();
    }
    assertThat(found).hasSize(1000).doesNotContain("foo", "bar");
    assertThat(store.size()).isEqualTo(1000);
  }

  @Test
  void row50RandomKey() {
    store.put("foo", "x");
    store.put("bar", "y");
    Random random = new Random(1);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(store.randomKey(random).orElseThrow());
    }
    assertThat(seen).containsExactlyInAnyOrder("foo", "bar");
    store.clear();
    assertThat(store.randomKey(random)).isEmpty();
    dead("x");
    assertThat(store.randomKey(random)).isEmpty();
  }

  @Test
  @Tag("KEY-07")
  void row51AReadMayRemoveAndTellsOutsideTheLock() {
    List<String> written = new ArrayList<>();
    List<KeyExpiryStore<String, String>> self = new ArrayList<>();
    KeyExpiryStore<String, String> telling =
        KeyExpiryStore.<String, String>builder()
            .clock(clock)
            .listener(
                event -> {
                  self.get(0).put(event.key(), "from the listener");
                  written.add(event.key());
                },
                Runnable::run)
            .build();
    self.add(telling);
    telling.put("x", "v", SECOND);
    clock.advance(SECOND);
    assertThat(telling.get("x")).isNull();
    assertThat(written).containsExactly("x");
    assertThat(telling.get("x")).isEqualTo("from the listener");
  }

  @Test
  void row52ExpiryFailsACompareAndSet() {
    store.put("x", "v", SECOND);
    clock.advance(SECOND);
    assertThat(store.replace("x", "v", "w", Lifetime.endless())).isFalse();
    store.put("y", "v");
    List<String> seen = new ArrayList<>();
    store.compute(
        "y",
        (k, v) -> {
          if (seen.isEmpty()) {
            store.expire("y", Duration.ZERO);
          }
          seen.add(String.valueOf(v));
          return "w";
        });
    assertThat(seen).containsExactly("v", "null");
  }

  @Test
  @Tag("KEY-07")
  void row53OneExpiredEventAndNoOther() {
    dead("read");
    store.get("read");
    store.get("read");
    dead("swept");
    store.expireDue();
    store.expireDue();
    store.flushExpired();
    assertThat(expired).extracting(ExpiredKey::key).containsExactly("read", "swept");
  }

  @Test
  @Tag("KEY-03")
  void row54SparseAndSkewedStoresDrainToo() {
    for (int i = 0; i < 100_000; i++) {
      store.put("k" + i, "v", i % 1000 == 0 ? SECOND : HUNDRED);
    }
    for (int i = 0; i < 100_000; i++) {
      if (i % 1000 != 0) {
        store.remove("k" + i);
      }
    }
    clock.advance(SECOND);
    assertThat(store.expireDue().removed()).isEqualTo(100);
    assertThat(store.size()).isZero();
  }

  @Test
  @Tag("KEY-03")
  void row55ACappedCycleIsCounted() {
    for (int i = 0; i < 1000; i++) {
      store.put("k" + i, "v", SECOND);
    }
    clock.advance(SECOND);
    assertThat(store.stats().cyclesOutOfBudget()).isZero();
    assertThat(store.expireDue(Duration.ZERO).outOfBudget()).isTrue();
    assertThat(store.stats().cyclesOutOfBudget()).isEqualTo(1);
  }

  @Test
  void row56AbsoluteTimeSurvivesARestart() throws IOException {
    store.put("x", "v", HUNDRED);
    byte[] bytes = bytes();
    clock.advance(Duration.ofSeconds(60));
    KeyExpiryStore<String, String> restarted = empty();
    restarted.restore(new ByteArrayInputStream(bytes), SnapshotCodec.utf8(), SnapshotCodec.utf8());
    assertThat(restarted.ttl("x").remaining(clock.instant())).contains(Duration.ofSeconds(40));
    clock.advance(Duration.ofSeconds(40));
    assertThat(restarted.get("x")).isNull();
  }

  /** Redis drops a dead key of a dump in silence; here the listeners hear of it. */
  @Test
  void row57WhatDiedInTheSnapshotIsTold() throws IOException {
    store.put("x", "v", SECOND);
    byte[] bytes = bytes();
    clock.advance(SECOND);
    KeyExpiryStore<String, String> restarted = empty();
    restarted.restore(new ByteArrayInputStream(bytes), SnapshotCodec.utf8(), SnapshotCodec.utf8());
    assertThat(restarted.containsKey("x")).isFalse();
    assertThat(expired).hasSize(1);
  }

  @Test
  void row59NoExpiryPathTakesAKeyWithoutDeadline() {
    store.put("endless", "v");
    store.put("was volatile", "v", SECOND);
    store.persist("was volatile");
    store.put("again", "v", SECOND);
    store.put("again", "v");
    clock.advance(Duration.ofDays(365 * 100));
    store.expireDue();
    store.flushExpired();
    assertThat(store.liveSize()).isEqualTo(3);
    assertThat(expired).isEmpty();
  }

  @Test
  @Tag("KEY-04")
  void row60OneInstantForAWholeFlush() {
    store.put("due", "v", SECOND);
    store.put("due a moment later", "v", SECOND.plus(MICRO));
    clock.advance(SECOND);
    FlushReport report =
        store.flushExpired(
            progress -> {
              clock.advance(MICRO);
              return true;
            });
    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.asOf()).isEqualTo(ManualClock.START.plus(SECOND));
  }

  @Test
  void row63ExpiryDuringCopyOutDoesNotDropTheCopy() throws IOException {
    for (int i = 0; i < 100; i++) {
      store.put("k" + i, "v", SECOND);
    }
    SnapshotCodec<String> slow =
        new SnapshotCodec<>() {
          @Override
          public byte[] encode(String value) {
            clock.advance(SECOND);
            return SnapshotCodec.utf8().encode(value);
          }

          @Override
          public String decode(byte[] bytes) {
            return SnapshotCodec.utf8().decode(bytes);
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(store.snapshot(out, slow, SnapshotCodec.utf8())).isEqualTo(100);
    KeyExpiryStore<String, String> copy = empty();
    assertThat(
            copy.restore(
                new ByteArrayInputStream(out.toByteArray()),
                SnapshotCodec.utf8(),
                SnapshotCodec.utf8()))
        .isEqualTo(100);
  }

  @Test
  void everyRowIsTestedOrListedAsWithoutCounterpart() throws IOException {
    TreeSet<Integer> tested =
        Arrays.stream(RedisRowsTest.class.getDeclaredMethods())
            .map(method -> Pattern.compile("row(\\d\\d)\\w+").matcher(method.getName()))
            .filter(Matcher::matches)
            .map(matcher -> Integer.parseInt(matcher.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Path page = Path.of(System.getProperty("reprieve.root", ".."), "docs", "key-expiry-redis.md");
    TreeSet<Integer> listed = new TreeSet<>();
    for (String line : Files.readAllLines(page)) {
      Matcher matcher = Pattern.compile("\\| (\\d+) \\| .* \\| none: .* \\|").matcher(line);
      if (matcher.matches()) {
        listed.add(Integer.parseInt(matcher.group(1)));
      }
    }
    assertThat(tested).doesNotContainAnyElementsOf(listed);
    TreeSet<Integer> both = new TreeSet<>(tested);
    both.addAll(listed);
    assertThat(both)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 63).boxed().collect(Collectors.toList()));
  }

  private KeyExpiryStore<String, String> empty() {
    return KeyExpiryStore.<String, String>builder()
        .clock(clock)
        .listener(expired::add, Runnable::run)
        .build();
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.snapshot(out, SnapshotCodec.utf8(), SnapshotCodec.utf8());
    return out.toByteArray();
  }

  private KeyExpiryStore<String, String> reload() throws IOException {
    KeyExpiryStore<String, String> copy = empty();
    copy.restore(new ByteArrayInputStream(bytes()), SnapshotCodec.utf8(), SnapshotCodec.utf8());
    return copy;
  }
}
