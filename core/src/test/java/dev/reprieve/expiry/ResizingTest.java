package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A stripe grows, shrinks and drops stale entries a few steps at a time; wherever it stands in
 * that, every key is found, and nothing else.
 */
class ResizingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final ManualClock clock = new ManualClock();

  /** One stripe, as small as it can be. */
  private StripedStore<HashKey, Integer> store() {
    return (StripedStore<HashKey, Integer>)
        KeyExpiryStore.<HashKey, Integer>builder().clock(clock).expectedSize(1).build();
  }

  private static HashKey key(int id) {
    return key(id, 1);
  }

  /** So many neighbours have the same hash. */
  private static HashKey key(int id, int spread) {
    return new HashKey(id, id / spread * 0x9E3779B9);
  }

  @Test
  @org.junit.jupiter.api.Tag("KEY-01")
  void everyKeyIsFoundAtEveryStepOfGrowing() {
    StripedStore<HashKey, Integer> store = store();
    for (int i = 0; i < 1500; i++) {
      store.put(key(i), i, DAY);
      store.validate();
      for (int j = 0; j <= i; j++) {
        assertThat(store.get(key(j))).isEqualTo(j);
      }
      assertThat(store.get(key(-1 - i))).isNull();
    }
  }

  @Test
  @org.junit.jupiter.api.Tag("KEY-04")
  void aFlushThatLeavesLittleShrinksInSmallStepsBetweenWhichOthersReadAndWrite() {
    StripedStore<HashKey, Integer> store = store();
    for (int i = 0; i < 60_000; i++) {
      store.put(key(i), i, i % 100 == 0 ? DAY : HOUR);
    }
    clock.advance(HOUR);
    int[] batches = {0};
    int[] lastBatches = {0};
    FlushReport report =
        store.flushExpired(
            progress -> {
              int batch = batches[0]++;
              if (progress.removed() == 59_400) {
                lastBatches[0]++;
              }
              if (batch % 16 == 0) {
                store.validate();
              }
              int some = batch * 100 % 60_000;
              assertThat(store.get(key(some))).isEqualTo(some);
              store.put(key(some), some, DAY.multipliedBy(2));
              store.put(key(-1 - batch), batch, DAY);
              assertThat(store.remove(key(-1 - batch))).isEqualTo(batch);
              return true;
            });
    assertThat(report.removed()).isEqualTo(59_400);
    store.validate();
    assertThat(store.size()).isEqualTo(600);
    for (int i = 0; i < 60_000; i++) {
      assertThat(store.get(key(i))).isEqualTo(i % 100 == 0 ? i : null);
    }
    // 65,536 buckets are swept by 256, and 63,488 pairs joined until 2,048 buckets are left for
    // 600; the writes in between go 8 steps each.
    assertThat(lastBatches[0]).isGreaterThan(400);
  }

  @Test
  @org.junit.jupiter.api.Tag("KEY-04")
  void aStoreThatShrinksMayGrowAgainAtAnyStep() {
    for (int steps = 0; steps < 40; steps++) {
      StripedStore<HashKey, Integer> store = store();
      for (int i = 0; i < 5000; i++) {
        store.put(key(i), i, i % 100 == 0 ? DAY.multipliedBy(2) : HOUR);
      }
      clock.advance(HOUR);
      int[] left = {steps};
      store.flushExpired(progress -> progress.removed() < 4950 || left[0]-- > 0);
      store.validate();
      for (int i = 5000; i < 15_000; i++) {
        store.put(key(i), i, DAY);
        if (i % 500 == 0) {
          store.validate();
        }
      }
      for (int i = 0; i < 15_000; i++) {
        assertThat(store.get(key(i))).isEqualTo(i >= 5000 || i % 100 == 0 ? i : null);
      }
    }
  }

  @Test
  @org.junit.jupiter.api.Tag("KEY-04")
  void clearingGoesInSmallStepsBetweenWhichOthersReadAndWrite() {
    StripedStore<HashKey, Integer> store = store();
    for (int i = 0; i < 60_000; i++) {
      store.put(key(i), i, i % 2 == 0 ? DAY : HOUR);
    }
    int steps = 0;
    int bucket = 0;
    long held = store.size();
    do {
      bucket = store.clearSome(0, bucket);
      // 65,536 buckets by 256, of which one has a few nodes at most.
      assertThat(held - store.size()).isLessThan(600);
      if (steps % 16 == 0) {
        store.validate();
      }
      store.put(key(-1 - steps), steps, DAY);
      if (store.get(key(-1 - steps)) == null || steps % 2 == 0) {
        store.remove(key(-1 - steps));
      }
      held = store.size();
      steps++;
    } while (bucket != 0);
    store.validate();
    assertThat(steps).isGreaterThanOrEqualTo(256);
    for (int i = 0; i < 60_000; i++) {
      assertThat(store.get(key(i))).isNull();
    }
    store.clear();
    store.validate();
    assertThat(store.size()).isZero();
    clock.advance(DAY);
    assertThat(store.flushExpired().examined()).isZero();
  }

  /** A full bucket ends a step, and the next one is joined with it before the walk goes on. */
  @Test
  @org.junit.jupiter.api.Tag("KEY-06")
  void aWalkGivesWhatIsInAJoinedBucketOnce() {
    Stripe stripe = new Stripe(16, 0);
    for (int i = 0; i < 300; i++) {
      stripe.insertAfter(stripe.inserts(), node(0), Word.NO_DEADLINE);
    }
    List<Node> passing = new ArrayList<>();
    for (int i = 1; i <= 6000; i++) {
      passing.add(node(i));
      stripe.insertAfter(stripe.inserts(), passing.get(i - 1), Word.NO_DEADLINE);
    }
    NodeWalk walk = new NodeWalk(stripe);
    int before = stripe.capacity();
    assertThat(walk.goOn()).isTrue();
    assertThat(walk.nodes()).hasSize(300);
    passing.forEach(node -> remove(stripe, node));
    while (stripe.capacity() == before) {
      Node passer = node(1);
      stripe.insertAfter(stripe.inserts(), passer, Word.NO_DEADLINE);
      remove(stripe, passer);
    }
    while (walk.goOn()) {
      assertThat(walk.nodes()).doesNotHaveDuplicates();
    }
    assertThat(walk.nodes()).hasSize(300).doesNotHaveDuplicates();
  }

  private static void remove(Stripe stripe, Node node) {
    stripe.lock();
    try {
      assertThat(stripe.remove(node, node.word)).isTrue();
    } finally {
      stripe.unlock();
    }
  }

  private static Node node(int hash) {
    return new Node(hash, new Object(), "value", Word.of(Word.NO_DEADLINE));
  }

  @Property(tries = 1000)
  @Tag("KEY-04")
  @Tag("KEY-06")
  void aWalkFindsWhatIsThereAllTheTimeOnceWhileTheStoreGrowsAndShrinks(@ForAll long seed) {
    Random random = new Random(seed);
    StripedStore<HashKey, Integer> store = store();
    int staying = 1 + random.nextInt(600);
    int passing = random.nextInt(6000);
    boolean grows = random.nextBoolean();
    for (int i = 0; i < staying; i++) {
      store.put(key(i), i, DAY);
    }
    for (int i = 0; i < (grows ? 0 : passing); i++) {
      store.put(key(-1 - i), i, DAY);
    }
    NodeWalk walk = store.walk(0);
    int some = 1 + random.nextInt(3000);
    int done = 0;
    boolean more;
    do {
      more = walk.goOn();
      for (int i = 0; i < some; i++, done++) {
        if (done >= passing) {
          // Each write goes on with what is under way: a table that shrinks is halved in the end.
          store.put(key(-1), 0, DAY);
          store.remove(key(-1));
        } else if (grows) {
          store.put(key(-1 - done), done, DAY);
        } else {
          store.remove(key(-1 - done));
        }
      }
    } while (more);
    Map<Integer, Integer> found = new HashMap<>();
    for (Node node : walk.nodes()) {
      if (node.key != null) {
        found.merge(((HashKey) node.key).id(), 1, Integer::sum);
      }
    }
    for (int i = 0; i < staying; i++) {
      assertThat(found.get(i)).isEqualTo(1);
    }
  }

  @Property(tries = 1000)
  @Tag("KEY-01")
  @Tag("KEY-04")
  void everyKeyIsFoundWhileTheStoreGrowsAndShrinksAtRandom(@ForAll long seed) {
    Random random = new Random(seed);
    StripedStore<HashKey, Integer> store = store();
    Map<Integer, Integer> model = new HashMap<>();
    int spread = random.nextBoolean() ? 1 : 64;
    for (int step = 0; step < 400; step++) {
      int id = random.nextInt(300);
      HashKey key = key(id, spread);
      // Half the time mostly more, then mostly less, twice over.
      boolean more = random.nextInt(8) == 0 ^ step / 100 % 2 == 0;
      if (more) {
        store.put(key, step, DAY);
        model.put(id, step);
      } else {
        assertThat(store.remove(key)).isEqualTo(model.remove(id));
      }
      store.validate();
      int other = random.nextInt(300);
      assertThat(store.get(key(other, spread))).isEqualTo(model.get(other));
    }
    assertThat(store.size()).isEqualTo(model.size());
  }

  @Property(tries = 1000)
  @Tag("KEY-03")
  @Tag("KEY-05")
  void whatIsMovedAllTheTimeGoesAtItsDeadlineWithNothingLeftBehind(@ForAll long seed) {
    Random random = new Random(seed);
    StripedStore<HashKey, Integer> store = store();
    Map<Integer, Long> model = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 500; step++) {
      int id = random.nextInt(20);
      // Now and then far off, and mostly near: entries are left behind in far slots, and filed
      // there again.
      long span = random.nextInt(3) == 0 ? 50_000 + random.nextInt(3) : 1 + random.nextInt(400);
      switch (random.nextInt(8)) {
        case 0 -> {
          store.remove(key(id));
          model.remove(id);
        }
        case 1 -> {
          if (store.persist(key(id))) {
            model.put(id, Long.MAX_VALUE);
          }
        }
        case 2 -> {
          int passed = random.nextInt(200);
          clock.advance(Duration.ofMillis(passed));
          now += passed;
          long at = now;
          int before = model.size();
          model.values().removeIf(deadline -> deadline <= at);
          assertThat(store.expireDue().removed()).isEqualTo(before - model.size());
        }
        default -> {
          store.put(key(id), step, Duration.ofMillis(span));
          model.put(id, now + span);
        }
      }
      store.validate();
    }
    clock.advance(DAY);
    long alive = model.values().stream().filter(deadline -> deadline == Long.MAX_VALUE).count();
    assertThat(store.flushExpired().removed()).isEqualTo(model.size() - alive);
    store.validate();
  }
}
