package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Random commands against the store and against a plain map that knows every deadline, under a
 * clock that jumps by nanoseconds to years. The store's structure is checked after every step.
 */
class KeyExpiryStoreModelTest {
  private static final int STEPS = 60;

  @Property(tries = 1500)
  @Tag("KEY-01")
  @Tag("KEY-02")
  @Tag("KEY-04")
  @Tag("KEY-05")
  @Tag("KEY-06")
  @Tag("KEY-07")
  @Tag("KEY-13")
  void theStoreIsWhatTheModelIs(@ForAll long seed) {
    new Run(seed).go(STEPS);
  }

  @Property(tries = 1000)
  @Tag("KEY-01")
  @Tag("KEY-04")
  void alsoWithThousandsOfKeys(@ForAll long seed) {
    Run run = new Run(seed);
    run.keys = 3000;
    run.fill(600);
    run.go(25);
  }

  /** So many moves of so few keys that stale entries have to be dropped. */
  @Property(tries = 1000)
  @Tag("KEY-05")
  void alsoWithTwoKeysThatMoveAllTheTime(@ForAll long seed) {
    Run run = new Run(seed);
    run.keys = 2;
    run.go(250);
  }

  /** One value under one deadline; each value is written once. */
  private record Kept(String value, long deadline) {}

  private static final long ENDLESS = Long.MAX_VALUE;

  private static final class Run {
    private final Random random;
    private final ManualClock clock;
    private final Map<Integer, Kept> model = new HashMap<>();
    private final Set<String> due = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private final StripedStore<HashKey, String> store;
    private final int hashes;
    private int keys = 12;
    private int written;

    /**
     * The store's time, in nanoseconds from the start, and the reading that it does not go behind.
     */
    private long latest;

    private long held;

    private long now;
    private final Instant start;

    Run(long seed) {
      random = new Random(seed);
      start =
          List.of(
                  ManualClock.START,
                  Instant.EPOCH,
                  Instant.EPOCH.minusNanos(1000),
                  Instant.parse("1883-07-03T00:00:00.000001Z"),
                  Instant.parse("9999-12-31T23:59:59Z"))
              .get(random.nextInt(5));
      hashes = List.of(1, 2, 7, 1000).get(random.nextInt(4));
      clock = new ManualClock(start);
      store =
          (StripedStore<HashKey, String>)
              KeyExpiryStore.<HashKey, String>builder()
                  .clock(clock)
                  .expectedSize(List.of(0, 1, 3000).get(random.nextInt(3)))
                  .listener(
                      expired -> {
                        assertThat(told.add(expired.value())).as("told once: %s", expired).isTrue();
                        assertThat(expired.deadline())
                            .as("never early")
                            .isBeforeOrEqualTo(start.plusNanos(latest));
                      },
                      Runnable::run)
                  .build();
    }

    void fill(int count) {
      for (int i = 0; i < count; i++) {
        put(random.nextInt(keys), ttl());
      }
    }

    void go(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        store.validate();
      }
      store.flushExpired();
      store.validate();
      expireModel();
      assertThat(store.size()).isEqualTo(model.size());
      assertThat(told).isEqualTo(due);
      assertThat(store.asMap()).hasSameSizeAs(model);
      store.asMap().forEach((key, value) -> assertThat(model.get(key.id()).value).isEqualTo(value));
    }

    private HashKey key(int id) {
      return new HashKey(id, id % hashes);
    }

    /** The deadline that many nanoseconds on, on the microsecond. */
    private long deadline(Duration ttl) {
      return -Math.floorDiv(-Math.addExact(latest, ttl.toNanos()), 1000L) * 1000;
    }

    private Duration ttl() {
      long bound =
          List.of(10L, 5_000L, 3_000_000L, 70_000_000L, 20_000_000_000L, 5L * 3600 * 1_000_000_000)
              .get(random.nextInt(6));
      return random.nextInt(12) == 0
          ? Duration.ofDays(random.nextInt(365 * 20) + 1)
          : Duration.ofNanos(1 + (long) (random.nextDouble() * bound));
    }

    private void move() {
      long by = ttl().toNanos();
      if (random.nextInt(6) == 0) {
        // The store has seen the time that it then must not forget.
        store.liveSize();
        now -= by;
      } else {
        now += by;
        if (now > Duration.ofDays(365 * 200).toNanos()) {
          now = latest;
        }
      }
      clock.set(start.plusNanos(now));
      // The latest reading is held to the microsecond; the present one counts in full.
      held = Math.max(held, Math.floorDiv(now, 1000L) * 1000);
      latest = Math.max(held, now);
      store.liveSize();
      expireModel();
    }

    private void expireModel() {
      model
          .entrySet()
          .removeIf(
              entry -> {
                boolean over = entry.getValue().deadline <= latest;
                if (over) {
                  due.add(entry.getValue().value);
                }
                return over;
              });
    }

    private void put(int id, Duration ttl) {
      String value = "v" + written++;
      Kept old = model.put(id, new Kept(value, deadline(ttl)));
      assertThat(store.put(key(id), value, ttl)).isEqualTo(old == null ? null : old.value);
    }

    private void step() {
      int id = random.nextInt(keys);
      HashKey key = key(id);
      Kept kept = model.get(id);
      String value = kept == null ? null : kept.value;
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3 -> move();
        case 4, 5 -> put(id, ttl());
        case 6 -> {
          String fresh = "v" + written++;
          boolean keep = random.nextBoolean();
          assertThat(store.put(key, fresh, keep ? Lifetime.kept() : Lifetime.endless()))
              .isEqualTo(value);
          model.put(id, new Kept(fresh, keep && kept != null ? kept.deadline : ENDLESS));
        }
        case 7 -> {
          assertThat(store.get(key)).isEqualTo(value);
          assertThat(store.containsKey(key)).isEqualTo(value != null);
        }
        case 8 -> {
          TimeToLive ttl = store.ttl(key);
          if (kept == null) {
            assertThat(ttl.kind()).isEqualTo(TimeToLive.Kind.ABSENT);
          } else if (kept.deadline == ENDLESS) {
            assertThat(ttl.kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
          } else {
            assertThat(ttl.deadline()).contains(start.plusNanos(kept.deadline));
          }
        }
        case 9, 10 -> expire(id, key, kept);
        case 11 -> {
          assertThat(store.persist(key)).isEqualTo(kept != null && kept.deadline != ENDLESS);
          model.computeIfPresent(id, (k, old) -> new Kept(old.value, ENDLESS));
        }
        case 12 -> {
          assertThat(store.remove(key)).isEqualTo(value);
          model.remove(id);
        }
        case 13 -> {
          String fresh = "v" + written++;
          Duration ttl = ttl();
          assertThat(store.putIfAbsent(key, fresh, Lifetime.of(ttl))).isEqualTo(value);
          model.putIfAbsent(id, new Kept(fresh, deadline(ttl)));
        }
        case 14 -> {
          String fresh = "v" + written++;
          assertThat(store.compute(key, (k, v) -> fresh + v)).isEqualTo(fresh + value);
          model.put(id, new Kept(fresh + value, kept == null ? ENDLESS : kept.deadline));
        }
        case 15 -> {
          Duration ttl = ttl();
          assertThat(store.getAndTouch(key, Lifetime.of(ttl))).isEqualTo(value);
          model.computeIfPresent(id, (k, old) -> new Kept(old.value, deadline(ttl)));
        }
        case 16 -> {
          FlushReport report = store.flushExpired();
          assertThat(report.complete()).isTrue();
          assertThat(store.size()).isEqualTo(model.size());
          assertThat(told).isEqualTo(due);
        }
        case 17 -> {
          CycleReport report =
              store.expireDue(Duration.ofNanos(random.nextInt(2) * 1_000_000_000L));
          if (!report.outOfBudget()) {
            assertThat(store.size()).isEqualTo(model.size());
          }
        }
        case 18 -> {
          Set<Integer> found = new HashSet<>();
          ScanCursor cursor = ScanCursor.START;
          while (!cursor.isFinished()) {
            ScanPage<HashKey> page = store.scan(cursor, 1 + random.nextInt(100));
            page.keys().forEach(each -> found.add(each.id()));
            cursor = page.next();
          }
          assertThat(found).isEqualTo(model.keySet());
        }
        default -> {
          assertThat(store.liveSize()).isEqualTo(model.size());
          assertThat(store.size()).isGreaterThanOrEqualTo(model.size());
          List<HashKey> shown = new ArrayList<>(store.asMap().keySet());
          assertThat(shown).hasSameSizeAs(model.keySet());
        }
      }
    }

    private void expire(int id, HashKey key, Kept kept) {
      ExpireCondition condition =
          ExpireCondition.values()[random.nextInt(ExpireCondition.values().length)];
      boolean atOnce = random.nextInt(8) == 0;
      Duration ttl = atOnce ? Duration.ofNanos(-random.nextInt(3)) : ttl();
      long wanted = deadline(ttl);
      boolean endless = kept != null && kept.deadline == ENDLESS;
      boolean holds =
          kept != null
              && switch (condition) {
                case ALWAYS -> true;
                case NO_DEADLINE -> endless;
                case HAS_DEADLINE -> !endless;
                case LATER -> !endless && wanted > kept.deadline;
                case EARLIER -> endless || wanted < kept.deadline;
                case HAS_DEADLINE_AND_EARLIER -> !endless && wanted < kept.deadline;
              };
      assertThat(store.expire(key, ttl, condition)).isEqualTo(holds);
      if (holds && atOnce) {
        due.add(model.remove(id).value);
      } else if (holds) {
        model.put(id, new Kept(kept.value, wanted));
      }
    }
  }
}
