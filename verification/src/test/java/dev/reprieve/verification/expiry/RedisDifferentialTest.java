package dev.reprieve.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reprieve.expiry.ClockPrecision;
import dev.reprieve.expiry.ExpireCondition;
import dev.reprieve.expiry.KeyExpiryStore;
import dev.reprieve.expiry.Lifetime;
import dev.reprieve.expiry.ScanCursor;
import dev.reprieve.expiry.ScanPage;
import dev.reprieve.expiry.TimeToLive;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The same random commands to the store and to a real Redis server, and every answer compared.
 *
 * <p>The store's clock is the server's: it is set to the server's time before each command.
 * Deadlines are instants, hours away or past, so that no answer depends on how fast the test runs;
 * a key that is to expire on the way gets one a few milliseconds ahead, and nothing else is asked
 * until the server's clock is beyond it. The server's own active expiry is off: it, too, holds what
 * is expired until it is touched.
 */
@Tag("KEY-01")
@Tag("KEY-02")
@Tag("KEY-05")
class RedisDifferentialTest {
  private static final int RUNS = 300 * Integer.getInteger("reprieve.soak", 1);
  private static final int STEPS = 30;

  @Test
  void redis6() throws IOException {
    try (RedisProcess redis = RedisProcess.embedded()) {
      compare(redis, false);
    }
  }

  @Test
  void redis7() throws IOException {
    Optional<File> executable = RedisProcess.executable();
    if (executable.isEmpty()) {
      System.err.println(
          "\n*** SKIPPED: no redis-server on the PATH, so NX, XX, GT and LT are not compared with a"
              + " real server. Install Redis 7 (on Debian: apt-get install redis-server). ***\n");
    }
    Assumptions.assumeTrue(executable.isPresent(), "no redis-server on the PATH");
    try (RedisProcess redis = RedisProcess.installed(executable.get())) {
      compare(redis, true);
    }
  }

  private static void compare(RedisProcess redis, boolean seven) {
    assertThat(redis.stopActiveExpiry()).isEqualTo("OK");
    // A new seed each time; a failure names it, and -Dreprieve.seed replays it.
    long first = Long.getLong("reprieve.seed", new Random().nextLong());
    long runs = Long.getLong("reprieve.seed") == null ? RUNS : 1;
    for (long seed = first; seed < first + runs; seed++) {
      redis.ask(Command.FLUSHALL);
      Run run = new Run(redis, seven, seed);
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
    }
  }

  private static final class Run {
    private final RedisProcess redis;
    private final boolean seven;
    private final Random random;
    private final FrozenClock clock = new FrozenClock();
    private final KeyExpiryStore<String, String> store;
    private final List<String> history = new ArrayList<>();
    private final long seed;
    private int values;

    Run(RedisProcess redis, boolean seven, long seed) {
      this.redis = redis;
      this.seven = seven;
      this.seed = seed;
      this.random = new Random(seed);
      setClock();
      this.store =
          KeyExpiryStore.<String, String>builder()
              .clock(clock)
              .precision(ClockPrecision.MILLISECOND)
              .build();
    }

    private long setClock() {
      long micros = redis.micros();
      clock.set(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000));
      return micros / 1000;
    }

    /**
     * Another hour for each draw; no two differ by so little that the test's own duration counts.
     */
    private Instant ahead() {
      return Instant.ofEpochMilli(
          clock.millis() / 3_600_000 * 3_600_000 + 3_600_000L * (2 + random.nextInt(12)));
    }

    private static String millis(Instant instant) {
      return Long.toString(instant.toEpochMilli());
    }

    private Object ask(Command command, String... arguments) {
      history.add(command + " " + String.join(" ", arguments));
      return redis.ask(command, arguments);
    }

    private void same(Object theirs, Object ours) {
      assertThat(ours).as("seed %d, after %s", seed, history).isEqualTo(theirs);
    }

    private static long bit(boolean answer) {
      return answer ? 1L : 0L;
    }

    void step() {
      setClock();
      String key = "k" + random.nextInt(5);
      String value = "v" + values++;
      switch (random.nextInt(22)) {
        case 0 -> {
          same(ask(Command.SET, key, value), "OK");
          store.put(key, value);
        }
        case 1, 2 -> {
          Instant end = ahead();
          same(ask(Command.SET, key, value, "PXAT", millis(end)), "OK");
          store.put(key, value, Lifetime.until(end));
        }
        case 3 -> {
          same(ask(Command.SET, key, value, "KEEPTTL"), "OK");
          store.put(key, value, Lifetime.kept());
        }
        case 4, 5 -> expireSoon(key, value);
        case 6 -> same(ask(Command.SETNX, key, value), bit(store.putIfAbsent(key, value) == null));
        case 7 -> {
          Instant end = ahead();
          Object theirs = ask(Command.SET, key, value, "XX", "PXAT", millis(end));
          same(theirs, store.replace(key, value, Lifetime.until(end)) == null ? null : "OK");
        }
        case 8 -> same(ask(Command.GET, key), store.get(key));
        case 9 -> same(ask(Command.EXISTS, key), bit(store.containsKey(key)));
        case 10 -> same(ask(Command.DEL, key), bit(store.remove(key) != null));
        case 11 -> same(ask(Command.GETDEL, key), store.remove(key));
        case 12 -> same(ask(Command.PERSIST, key), bit(store.persist(key)));
        case 13 -> {
          Instant end = ahead();
          same(ask(Command.PEXPIREAT, key, millis(end)), bit(store.expireAt(key, end)));
        }
        case 14, 15 -> expireIf(key);
        case 16 -> {
          long past = random.nextBoolean() ? 1 : clock.millis() - 1;
          same(
              ask(Command.PEXPIREAT, key, Long.toString(past)),
              bit(store.expireAt(key, Instant.ofEpochMilli(past))));
        }
        case 17 -> ttl(key);
        case 18 -> {
          same(
              ask(Command.APPEND, key, value),
              (long) store.merge(key, value, String::concat, Lifetime.kept()).length());
        }
        case 19 -> {
          Instant end = ahead();
          if (random.nextBoolean()) {
            same(
                ask(Command.GETEX, key, "PXAT", millis(end)),
                store.getAndTouch(key, Lifetime.until(end)));
          } else {
            same(ask(Command.GETEX, key, "PERSIST"), store.getAndTouch(key, Lifetime.endless()));
          }
        }
        case 20 -> errors(key, value);
        default -> everyKey();
      }
      ttl(key);
    }

    /** A key that expires at once, and is held by both. */
    private void expireSoon(String key, String value) {
      long end = setClock() + 3;
      store.put(key, value, Lifetime.until(Instant.ofEpochMilli(end)));
      same(ask(Command.SET, key, value, "PXAT", Long.toString(end)), "OK");
      while (setClock() <= end) {
        Thread.onSpinWait();
      }
    }

    private void expireIf(String key) {
      if (!seven) {
        return;
      }
      ExpireCondition condition =
          ExpireCondition.values()[random.nextInt(ExpireCondition.values().length)];
      List<String> arguments = new ArrayList<>();
      Instant end = ahead();
      arguments.add(key);
      arguments.add(millis(end));
      switch (condition) {
        case ALWAYS -> {}
        case NO_DEADLINE -> arguments.add("NX");
        case HAS_DEADLINE -> arguments.add("XX");
        case LATER -> arguments.add("GT");
        case EARLIER -> arguments.add("LT");
        case HAS_DEADLINE_AND_EARLIER -> {
          arguments.add("XX");
          arguments.add("LT");
        }
      }
      same(
          ask(Command.PEXPIREAT, arguments.toArray(new String[0])),
          bit(store.expireAt(key, end, condition)));
    }

    /**
     * The deadline to the millisecond where the server tells it; else what is left, give or take
     * the time to ask.
     */
    private void ttl(String key) {
      TimeToLive ours = store.ttl(key);
      if (seven) {
        Object theirs = ask(Command.PEXPIRETIME, key);
        same(
            theirs,
            switch (ours.kind()) {
              case ABSENT -> -2L;
              case ENDLESS -> -1L;
              case ENDS -> ours.deadline().orElseThrow().toEpochMilli();
            });
        return;
      }
      long theirs = (Long) ask(Command.PTTL, key);
      switch (ours.kind()) {
        case ABSENT -> same(theirs, -2L);
        case ENDLESS -> same(theirs, -1L);
        case ENDS ->
            assertThat(Duration.ofMillis(theirs))
                .as("seed %d, after %s", seed, history)
                .isCloseTo(ours.remaining(clock.instant()).orElseThrow(), Duration.ofMinutes(20));
      }
    }

    /**
     * What is an error there is one here, and neither changes anything: the comparisons that follow
     * show it.
     */
    private void errors(String key, String value) {
      String wrong = List.of("0", "-1", "9223372036854775807").get(random.nextInt(3));
      assertRefused(() -> ask(Command.SET, key, value, "PX", wrong));
      assertThat(
              catchThrowable(
                  () -> store.put(key, value, Duration.ofSeconds(Long.parseLong(wrong)))))
          .isInstanceOf(IllegalArgumentException.class);
      assertRefused(() -> ask(Command.PEXPIRE, key, "9223372036854775807"));
      assertThat(catchThrowable(() -> store.expire(key, Duration.ofMillis(Long.MAX_VALUE))))
          .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Runnable command) {
      assertThat(catchThrowable(command::run)).isInstanceOf(JedisDataException.class);
    }

    private void everyKey() {
      TreeSet<String> theirs = new TreeSet<>();
      String at = "0";
      do {
        List<?> page = (List<?>) ask(Command.SCAN, at, "COUNT", "2");
        at = SafeEncoder.encode((byte[]) page.get(0));
        ((List<?>) page.get(1)).forEach(each -> theirs.add(SafeEncoder.encode((byte[]) each)));
      } while (!at.equals("0"));
      TreeSet<String> ours = new TreeSet<>();
      ScanCursor cursor = ScanCursor.START;
      while (!cursor.isFinished()) {
        ScanPage<String> page = store.scan(cursor, 2);
        ours.addAll(page.keys());
        cursor = page.next();
      }
      same(theirs, ours);
      same(ask(Command.DBSIZE), store.size());
    }
  }
}
