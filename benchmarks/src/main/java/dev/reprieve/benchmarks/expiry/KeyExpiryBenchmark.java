package dev.reprieve.benchmarks.expiry;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads and writes by wall clock, for a quiet machine; {@link KeyExpiryFigures} measures CPU time
 * on any.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class KeyExpiryBenchmark {

  /** The contender; see {@link Peers#ALL}. */
  @Param({
    "chm",
    "reprieve",
    "reprieve-ticker",
    "caffeine",
    "cache2k",
    "guava",
    "expiringmap",
    "ehcache"
  })
  public String contender;

  /** How many keys there are. */
  @Param("1000000")
  public int keys;

  private Peer peer;
  private String[] names;
  private Long[] lifetimes;

  /** Where a thread is. */
  @State(Scope.Thread)
  public static class Place {
    private final SplittableRandom random = new SplittableRandom(11);
    private int at;

    /** Keeps the lookups from going in a small circle. */
    private int count;
  }

  /** Fills the contender. */
  @Setup
  public void fill() {
    peer = Peers.of(contender, null, 0);
    names = new String[keys];
    lifetimes = new Long[keys];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < keys; i++) {
      names[i] = String.format(Locale.ROOT, "user:session:%08d", i);
      lifetimes[i] = random.nextLong(600_000, 86_400_000);
      peer.put(String.format(Locale.ROOT, "user:session:%08d", i), lifetimes[i]);
    }
  }

  /** Lets the contender go. */
  @TearDown
  public void close() {
    peer.close();
  }

  /**
   * Lookups that depend on one another.
   *
   * @param place where the thread is
   * @return the value
   */
  @Benchmark
  public @Nullable Long get(Place place) {
    Long value = peer.get(names[place.at]);
    long lifetime = value == null ? 0 : value;
    long mixed = ((place.count++ + lifetime) * 0x9E3779B97F4A7C15L) >>> 32;
    place.at = (int) ((mixed * keys) >>> 32);
    return value;
  }

  /**
   * Writes with another lifetime each.
   *
   * @param place where the thread is
   */
  @Benchmark
  public void put(Place place) {
    peer.put(names[place.random.nextInt(keys)], lifetimes[place.random.nextInt(keys)]);
  }
}
