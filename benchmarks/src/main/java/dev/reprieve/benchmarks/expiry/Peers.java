package dev.reprieve.benchmarks.expiry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.google.common.cache.CacheBuilder;
import dev.reprieve.expiry.ClockPrecision;
import dev.reprieve.expiry.KeyExpiryStore;
import dev.reprieve.expiry.KeyExpiryStoreBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.jodah.expiringmap.ExpirationPolicy;
import net.jodah.expiringmap.ExpiringMap;
import org.cache2k.Cache2kBuilder;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.expiry.ExpiryPolicy;
import org.ehcache.impl.internal.TimeSourceConfiguration;
import org.jspecify.annotations.Nullable;

/** The contenders, by name. */
final class Peers {
  /**
   * Names: the store with an exact clock, to the microsecond and the millisecond, and with a
   * ticker; then its peers.
   */
  static final List<String> ALL =
      List.of(
          "chm",
          "chm-clock",
          "reprieve",
          "reprieve-ms",
          "reprieve-ticker",
          "caffeine",
          "cache2k",
          "guava",
          "expiringmap",
          "ehcache");

  private static final Duration DAY = Duration.ofDays(1);

  private Peers() {}

  /**
   * A contender.
   *
   * @param time the clock, or null for the system's
   * @param expected how many keys will come, for those who want to know; 0 to let them grow
   */
  static Peer of(String name, @Nullable FakeTime time, int expected) {
    return switch (name) {
      case "chm" -> new Chm(expected);
      case "chm-clock" -> new ChmWithClock(expected);
      case "reprieve" -> new Ours(Peers.<String, Long>builder(time, expected));
      case "reprieve-ms" ->
          new Ours(
              Peers.<String, Long>builder(time, expected).precision(ClockPrecision.MILLISECOND));
      case "reprieve-ticker" ->
          new Ours(Peers.<String, Long>builder(time, expected).ticker(Duration.ofMillis(1)));
      case "caffeine" -> new OfCaffeine(time, false, expected);
      case "caffeine-direct" -> new OfCaffeine(time, true, expected);
      case "cache2k" -> new OfCache2k(time);
      case "guava" -> new OfGuava(time);
      case "expiringmap" -> new OfExpiringMap();
      case "ehcache" -> new OfEhcache(time);
      default -> throw new IllegalArgumentException("No contender " + name + "; there are " + ALL);
    };
  }

  private static <K, V> KeyExpiryStoreBuilder<K, V> builder(@Nullable FakeTime time, int expected) {
    KeyExpiryStoreBuilder<K, V> builder = KeyExpiryStore.<K, V>builder().expectedSize(expected);
    return time == null ? builder : builder.clock(time);
  }

  private static final class Ours implements Peer {
    private final KeyExpiryStore<String, Long> store;

    Ours(KeyExpiryStoreBuilder<String, Long> builder) {
      store = builder.build();
    }

    @Override
    public @Nullable Long get(String key) {
      return store.get(key);
    }

    @Override
    public void put(String key, Long millis) {
      store.put(key, millis, Duration.ofMillis(millis));
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return store.put(key, millis, Duration.ofMillis(millis));
    }

    @Override
    public boolean extend(String key, Duration timeToLive, long millis) {
      return store.expire(key, timeToLive);
    }

    @Override
    public void flush() {
      store.flushExpired();
    }

    @Override
    public void tick() {
      store.expireDue();
    }

    @Override
    public long size() {
      return store.size();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private static class Chm implements Peer {
    private final ConcurrentHashMap<String, Long> map;

    Chm(int expected) {
      map = expected == 0 ? new ConcurrentHashMap<>() : new ConcurrentHashMap<>(expected);
    }

    @Override
    public @Nullable Long get(String key) {
      return map.get(key);
    }

    @Override
    public void put(String key, Long millis) {
      map.put(key, millis);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return map.put(key, millis);
    }

    /** A full scan that removes nothing: what a flush without an index cannot go below. */
    @Override
    public void flush() {
      long[] seen = {0};
      map.forEach(
          (key, value) -> {
            if (value < 0) {
              seen[0]++;
            }
          });
      if (seen[0] > 0) {
        throw new IllegalStateException("a negative time to live");
      }
    }

    @Override
    public long size() {
      return map.size();
    }
  }

  /**
   * A plain map behind one reading of the clock: what nobody who judges by the time can go below.
   * Java's clocks are read in order, which keeps the work of one operation from overlapping with
   * the next one's.
   */
  private static final class ChmWithClock extends Chm {
    ChmWithClock(int expected) {
      super(expected);
    }

    private static void readClock() {
      if (System.currentTimeMillis() == 0) {
        throw new IllegalStateException("It is 1970");
      }
    }

    @Override
    public @Nullable Long get(String key) {
      readClock();
      return super.get(key);
    }

    @Override
    public void put(String key, Long millis) {
      readClock();
      super.put(key, millis);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      readClock();
      return super.replace(key, millis);
    }
  }

  private static final class OfCaffeine implements Peer {
    private final Cache<String, Long> cache;
    private final Policy.VarExpiration<String, Long> expiration;

    OfCaffeine(@Nullable FakeTime time, boolean direct, int expected) {
      var builder =
          Caffeine.newBuilder()
              .expireAfter(
                  Expiry.<String, Long>writing((key, millis) -> Duration.ofMillis(millis)));
      if (time != null) {
        builder.ticker(time::nanos);
      }
      if (direct) {
        builder.executor(Runnable::run);
      }
      if (expected > 0) {
        builder.initialCapacity(expected);
      }
      cache = builder.build();
      expiration = cache.policy().expireVariably().orElseThrow();
    }

    @Override
    public @Nullable Long get(String key) {
      return cache.getIfPresent(key);
    }

    @Override
    public void put(String key, Long millis) {
      cache.put(key, millis);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return cache.asMap().put(key, millis);
    }

    @Override
    public boolean extend(String key, Duration timeToLive, long millis) {
      expiration.setExpiresAfter(key, millis, TimeUnit.MILLISECONDS);
      return true;
    }

    /** One call removes a thousand. */
    @Override
    public void flush() {
      long before;
      do {
        before = cache.estimatedSize();
        cache.cleanUp();
      } while (cache.estimatedSize() < before);
    }

    @Override
    public void tick() {
      cache.cleanUp();
    }

    @Override
    public long size() {
      return cache.estimatedSize();
    }
  }

  private static final class OfCache2k implements Peer {
    /** By so much its timer is late, unless told otherwise, and a little more. */
    private static final long LAG_MILLIS = 2_100;

    private final org.cache2k.Cache<String, Long> cache;
    private final @Nullable FakeTime time;
    private final @Nullable FakeScheduler scheduler;

    OfCache2k(@Nullable FakeTime time) {
      this.time = time;
      Cache2kBuilder<String, Long> builder =
          Cache2kBuilder.of(String.class, Long.class)
              .entryCapacity(Long.MAX_VALUE)
              .expiryPolicy((key, millis, loadTime, entry) -> loadTime + millis);
      if (time == null) {
        scheduler = null;
      } else {
        scheduler = new FakeScheduler(time);
        builder.timeReference(scheduler.reference()).scheduler(scheduler).executor(Runnable::run);
      }
      cache = builder.build();
    }

    /** It has no flush: its timer is given the time that it needs. */
    @Override
    public void flush() {
      Objects.requireNonNull(time).advance(LAG_MILLIS);
      tick();
    }

    @Override
    public void tick() {
      Objects.requireNonNull(scheduler).runDue();
    }

    @Override
    public @Nullable Long get(String key) {
      return cache.peek(key);
    }

    @Override
    public void put(String key, Long millis) {
      cache.put(key, millis);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return cache.peekAndPut(key, millis);
    }

    @Override
    public boolean extend(String key, Duration timeToLive, long millis) {
      cache.expireAt(key, System.currentTimeMillis() + millis);
      return true;
    }

    @Override
    public long size() {
      return cache.asMap().size();
    }

    @Override
    public void close() {
      cache.close();
    }
  }

  /** One lifetime for all: it has no other. */
  private static final class OfGuava implements Peer {
    private final com.google.common.cache.Cache<String, Long> cache;

    OfGuava(@Nullable FakeTime time) {
      var builder = CacheBuilder.newBuilder().concurrencyLevel(64).expireAfterWrite(DAY);
      if (time != null) {
        builder.ticker(
            new com.google.common.base.Ticker() {
              @Override
              public long read() {
                return time.nanos();
              }
            });
      }
      cache = builder.build();
    }

    @Override
    public @Nullable Long get(String key) {
      return cache.getIfPresent(key);
    }

    @Override
    public void put(String key, Long millis) {
      cache.put(key, millis);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return cache.asMap().put(key, millis);
    }

    @Override
    public boolean hasOneLifetime() {
      return true;
    }

    @Override
    public void flush() {
      cache.cleanUp();
    }

    @Override
    public long size() {
      return cache.size();
    }
  }

  private static final class OfExpiringMap implements Peer {
    private final ExpiringMap<String, Long> map =
        ExpiringMap.builder().variableExpiration().build();

    @Override
    public @Nullable Long get(String key) {
      return map.get(key);
    }

    @Override
    public void put(String key, Long millis) {
      map.put(key, millis, ExpirationPolicy.CREATED, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable Long replace(String key, Long millis) {
      return map.put(key, millis, ExpirationPolicy.CREATED, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean extend(String key, Duration timeToLive, long millis) {
      map.setExpiration(key, millis, TimeUnit.MILLISECONDS);
      return true;
    }

    @Override
    public long size() {
      return map.size();
    }
  }

  private static final class OfEhcache implements Peer {
    private final CacheManager manager;
    private final org.ehcache.Cache<String, Long> cache;

    OfEhcache(@Nullable FakeTime time) {
      ExpiryPolicy<String, Long> policy =
          new ExpiryPolicy<>() {
            @Override
            public Duration getExpiryForCreation(String key, Long value) {
              return Duration.ofMillis(value);
            }

            @Override
            public @Nullable Duration getExpiryForAccess(
                String key, Supplier<? extends Long> value) {
              return null;
            }

            @Override
            public Duration getExpiryForUpdate(
                String key, Supplier<? extends Long> old, Long value) {
              return Duration.ofMillis(value);
            }
          };
      CacheManagerBuilder<CacheManager> managers = CacheManagerBuilder.newCacheManagerBuilder();
      if (time != null) {
        managers = managers.using(new TimeSourceConfiguration(time::millis));
      }
      manager = managers.build(true);
      cache =
          manager.createCache(
              "bench",
              CacheConfigurationBuilder.newCacheConfigurationBuilder(
                      String.class,
                      Long.class,
                      ResourcePoolsBuilder.newResourcePoolsBuilder()
                          .heap(20_000_000, EntryUnit.ENTRIES))
                  .withExpiry(policy));
    }

    @Override
    public @Nullable Long get(String key) {
      return cache.get(key);
    }

    @Override
    public void put(String key, Long millis) {
      cache.put(key, millis);
    }

    /** Two calls, since {@code put} gives nothing back. */
    @Override
    public @Nullable Long replace(String key, Long millis) {
      Long old = cache.get(key);
      cache.put(key, millis);
      return old;
    }

    /** It has no flush: what is expired goes when a walk over all comes by. */
    @Override
    public void flush() {
      size();
    }

    @Override
    public long size() {
      long count = 0;
      for (var ignored : cache) {
        count++;
      }
      return count;
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
