package dev.reprieve.benchmarks.expiry;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one contender does in one process: prints one line of figures for {@link KeyExpiryFigures}.
 *
 * <p>Times are CPU times of the working threads and of the whole process (which adds garbage
 * collection, compilation and the contender's own threads), so that neighbours on the machine do
 * not count. Medians of several rounds.
 */
final class Load {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final long LEAST_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long MOST_MILLIS = Duration.ofHours(24).toMillis();

  private Load() {}

  /** A key as sessions have: 21 characters. Never the same object twice. */
  private static String key(int i) {
    return "user:session:" + Integer.toString(100_000_000 + i).substring(1);
  }

  private static String[] keys(int count) {
    String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(i);
    }
    return keys;
  }

  private static int[] shuffled(int count) {
    SplittableRandom random = new SplittableRandom(17);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static Peer filled(String name, int count) {
    Peer peer = Peers.of(name, null, 0);
    SplittableRandom random = new SplittableRandom(5);
    for (int i : shuffled(count)) {
      peer.put(key(i), random.nextLong(LEAST_MILLIS, MOST_MILLIS));
    }
    return peer;
  }

  /** One thread's work: a number of operations, and something that depends on all of them. */
  private interface Work {
    long run(int thread, int operations);
  }

  /** CPU nanoseconds an operation, by thread and by process: medians of the rounds. */
  private static double[] measure(int threads, int operations, int rounds, Work work)
      throws InterruptedException, ExecutionException {
    double[] byThread = new double[rounds];
    double[] byProcess = new double[rounds];
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = -2; round < rounds; round++) {
        long process = PROCESS.getProcessCpuTime();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int thread = t;
          tasks.add(
              () -> {
                long before = THREADS.getCurrentThreadCpuTime();
                if (work.run(thread, operations) == Long.MIN_VALUE) {
                  throw new IllegalStateException("nothing was read");
                }
                return THREADS.getCurrentThreadCpuTime() - before;
              });
        }
        long cpu = 0;
        for (Future<Long> each : pool.invokeAll(tasks)) {
          cpu += each.get();
        }
        if (round >= 0) {
          double all = (double) operations * threads;
          byThread[round] = cpu / all;
          byProcess[round] = (PROCESS.getProcessCpuTime() - process) / all;
        }
      }
    } finally {
      pool.shutdown();
    }
    return new double[] {median(byThread), median(byProcess)};
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(Object... figures) {
    StringBuilder line = new StringBuilder("FIGURES");
    for (Object each : figures) {
      line.append(' ')
          .append(each instanceof Double d ? String.format(Locale.ROOT, "%.2f", d) : each);
    }
    System.out.println(line);
  }

  /** One thread's work on a contender that holds all the keys. */
  private interface KeyedWork {
    long run(Peer peer, String[] keys, int thread, int operations);
  }

  /** Measures so many operations a thread on a contender that holds all the keys. */
  private static void figures(
      String name, int count, int threads, int operations, int rounds, KeyedWork work)
      throws Exception {
    Peer peer = filled(name, count);
    String[] keys = keys(count);
    double[] cpu =
        measure(
            threads, operations, rounds, (thread, times) -> work.run(peer, keys, thread, times));
    print(cpu[0], cpu[1]);
    peer.close();
  }

  /**
   * The next key depends on the value just read, so that lookups do not overlap as no caller's
   * would.
   */
  private static long get(Peer peer, String[] keys, int thread, int operations) {
    int at = thread * 7919 % keys.length;
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      Long value = peer.get(keys[at]);
      if (value == null) {
        throw new IllegalStateException("a live key is missing");
      }
      sum += value;
      at = after(i, value, keys.length);
    }
    return sum;
  }

  /** The count of steps keeps it from going in a small circle, which would stay in the cache. */
  private static int after(int step, long value, int count) {
    long mixed = ((step + value) * 0x9E3779B97F4A7C15L) >>> 32;
    return (int) ((mixed * count) >>> 32);
  }

  private static long put(Peer peer, String[] keys, int thread, int operations) {
    SplittableRandom random = new SplittableRandom(thread + 1);
    for (int i = 0; i < operations; i++) {
      peer.put(keys[random.nextInt(keys.length)], random.nextLong(LEAST_MILLIS, MOST_MILLIS));
    }
    return 0;
  }

  /**
   * As {@link #put}, but the next key depends on the value just replaced, as in {@link #get}: what
   * a single caller waits for, while {@link #put} lets the writes of one loop overlap.
   */
  private static long dependentPut(Peer peer, String[] keys, int thread, int operations) {
    SplittableRandom random = new SplittableRandom(thread + 1);
    int at = thread * 7919 % keys.length;
    for (int i = 0; i < operations; i++) {
      Long old = peer.replace(keys[at], random.nextLong(LEAST_MILLIS, MOST_MILLIS));
      if (old == null) {
        throw new IllegalStateException("a live key is missing");
      }
      at = after(i, old, keys.length);
    }
    return 0;
  }

  private static long extend(Peer peer, String[] keys, int thread, int operations) {
    Duration longer = Duration.ofMillis(MOST_MILLIS).plusHours(1);
    long millis = longer.toMillis();
    SplittableRandom random = new SplittableRandom(thread + 1);
    for (int i = 0; i < operations; i++) {
      peer.extend(keys[random.nextInt(keys.length)], longer, millis);
    }
    return 0;
  }

  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** The heap that a contender takes beyond keys and values, which are made before and kept. */
  private static void bytes(String name, int count) throws Exception {
    String[] keys = keys(count);
    Long[] values = new Long[count];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < count; i++) {
      values[i] = random.nextLong(LEAST_MILLIS, MOST_MILLIS);
    }
    int[] order = shuffled(count);
    Peers.of(name, null, 0).close();
    long before = used();
    Peer peer = Peers.of(name, null, 0);
    for (int i : order) {
      peer.put(keys[i], values[i]);
    }
    long after = used();
    if (peer.size() != count || keys[0].isEmpty() || values[0] == 0 || order[0] < 0) {
      throw new IllegalStateException("not all were kept: " + peer.size());
    }
    print((after - before) / (double) count);
    peer.close();
  }

  /**
   * Writes all keys, so that {@link #pass} makes those due that are meant to be, within one second
   * of each other, and leaves the others a day and more (half a day where there is one lifetime for
   * all).
   */
  private static void write(Peer peer, FakeTime time, String[] keys, int[] order, boolean[] due) {
    if (peer.hasOneLifetime()) {
      for (int i : order) {
        if (due[i]) {
          peer.put(keys[i], MOST_MILLIS);
        }
      }
      time.advance(MOST_MILLIS / 2);
      for (int i : order) {
        if (!due[i]) {
          peer.put(keys[i], MOST_MILLIS);
        }
      }
    } else {
      for (int i : order) {
        peer.put(keys[i], due[i] ? 60_000L + i % 1000 : 2 * MOST_MILLIS + i % 1000);
      }
    }
  }

  /** Moves the clock until what {@link #write} has meant to be due is. */
  private static void pass(Peer peer, FakeTime time) {
    time.advance(peer.hasOneLifetime() ? MOST_MILLIS / 2 + 1000 : 61_000);
  }

  /**
   * A flush of a share of the keys, given in tenths of a percent; those that stay live for a day
   * more.
   */
  private static void flush(String name, int count, int perMille, int rounds) throws Exception {
    FakeTime time = new FakeTime();
    Peer peer = Peers.of(name, time, 0);
    String[] keys = keys(count);
    int[] order = shuffled(count);
    SplittableRandom random = new SplittableRandom(3);
    double[] nanos = new double[rounds];
    int expired = 0;
    for (int round = -2; round < rounds; round++) {
      expired = 0;
      boolean[] due = new boolean[count];
      for (int i = 0; i < count; i++) {
        due[i] = random.nextInt(1000) < perMille;
        expired += due[i] ? 1 : 0;
      }
      write(peer, time, keys, order, due);
      pass(peer, time);
      System.gc();
      long before = THREADS.getCurrentThreadCpuTime();
      peer.flush();
      long cpu = THREADS.getCurrentThreadCpuTime() - before;
      boolean scans = name.equals("chm");
      if (!scans && peer.size() != count - expired) {
        throw new IllegalStateException(
            peer.size() + " are left and " + (count - expired) + " should be");
      }
      if (round >= 0) {
        nanos[round] = cpu;
      }
    }
    double middle = median(nanos);
    print(middle / 1e6, middle / expired);
    peer.close();
  }

  /** One client, nine reads to a write, on live keys, idle and then during flushes. */
  private static void latency(String name, int count, int perMille, int rounds) throws Exception {
    FakeTime time = new FakeTime();
    Peer peer = Peers.of(name, time, 0);
    String[] keys = keys(count);
    boolean[] due = new boolean[count];
    SplittableRandom random = new SplittableRandom(3);
    int[] live = new int[count];
    int alive = 0;
    for (int i = 0; i < count; i++) {
      due[i] = random.nextInt(1000) < perMille;
      if (!due[i]) {
        live[alive++] = i;
      }
    }
    long[][] idle = {new long[0], new long[0]};
    long[][] busy = {new long[0], new long[0]};
    for (int round = -1; round < rounds; round++) {
      write(peer, time, keys, shuffled(count), due);
      System.gc();
      Course course = new Course();
      course.begun = true;
      long[][] before = client(peer, keys, live, alive, course, Math.min(300_000, 10 * count));
      Course flush = new Course();
      Thread flusher =
          new Thread(
              () -> {
                try {
                  flush.running.await();
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
                // Not before the client runs: some contenders remove what is due at the next write.
                flush.begun = true;
                pass(peer, time);
                peer.flush();
                flush.done = true;
              },
              "flush");
      flusher.start();
      long[][] during = client(peer, keys, live, alive, flush, Integer.MAX_VALUE);
      flusher.join();
      if (round >= 0) {
        for (int kind = 0; kind < 2; kind++) {
          idle[kind] = joined(idle[kind], before[kind]);
          busy[kind] = joined(busy[kind], during[kind]);
        }
      }
    }
    print(
        quantile(idle[0], 0.999) / 1e3,
        quantile(busy[0], 0.999) / 1e3,
        quantile(idle[1], 1) / 1e3,
        quantile(busy[1], 1) / 1e3,
        busy[0].length);
    peer.close();
  }

  /** What a client is timed in. */
  private static final class Course {
    final CountDownLatch running = new CountDownLatch(1);
    volatile boolean begun;
    volatile boolean done;
  }

  /** Times a client from when its course has begun until that is done. */
  private static long[][] client(
      Peer peer, String[] keys, int[] live, int alive, Course course, int most) {
    long[] gets = new long[4_000_000];
    long[] puts = new long[1_000_000];
    int got = 0;
    int put = 0;
    SplittableRandom random = new SplittableRandom(9);
    while (!course.done && got + put < most && got < gets.length && put < puts.length) {
      String key = keys[live[random.nextInt(alive)]];
      boolean counts = course.begun;
      boolean writes = random.nextInt(10) == 0;
      long start = System.nanoTime();
      if (writes) {
        peer.put(key, 2 * MOST_MILLIS);
      } else {
        peer.get(key);
      }
      long nanos = System.nanoTime() - start;
      if (!counts) {
        course.running.countDown();
      } else if (writes) {
        puts[put++] = nanos;
      } else {
        gets[got++] = nanos;
      }
    }
    return new long[][] {Arrays.copyOf(gets, got), Arrays.copyOf(puts, put)};
  }

  private static long[] joined(long[] first, long[] second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static double quantile(long[] values, double part) {
    if (values.length == 0) {
      return Double.NaN;
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))];
  }

  /**
   * A day in which each of the keys expires, with upkeep every second: CPU an entry over its life.
   */
  private static void steady(String name, int count) throws Exception {
    FakeTime time = new FakeTime();
    Peer peer = Peers.of(name, time, 0);
    SplittableRandom random = new SplittableRandom(3);
    // A small rehearsal first, so that the compiler has been there.
    for (int rehearsal = 0; rehearsal < 3; rehearsal++) {
      for (int i = 0; i < Math.min(count, 100_000); i++) {
        peer.put(key(i), random.nextLong(1000, 100_000));
      }
      for (int second = 0; second <= 101; second++) {
        time.advance(1000);
        peer.tick();
      }
      peer.flush();
    }
    for (int i : shuffled(count)) {
      peer.put(key(i), random.nextLong(LEAST_MILLIS, MOST_MILLIS));
    }
    long before = THREADS.getCurrentThreadCpuTime();
    for (int second = 0; second <= 86_500; second++) {
      time.advance(1000);
      peer.tick();
    }
    long cpu = THREADS.getCurrentThreadCpuTime() - before;
    if (peer.size() != 0) {
      throw new IllegalStateException(peer.size() + " are left");
    }
    print(cpu / (double) count);
    peer.close();
  }

  /**
   * Runs one contender.
   *
   * @param arguments what, contender, keys, threads or share, rounds
   */
  public static void main(String[] arguments) throws Exception {
    run(arguments);
    // Some contenders leave threads behind that are no daemons.
    System.exit(0);
  }

  static void run(String... arguments) throws Exception {
    String what = arguments[0];
    String name = arguments[1];
    int count = Integer.parseInt(arguments[2]);
    int third = Integer.parseInt(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    switch (what) {
      case "get" -> figures(name, count, third, 2 * count, rounds, Load::get);
      case "put" -> figures(name, count, third, count, rounds, Load::put);
      case "putdep" -> figures(name, count, third, count, rounds, Load::dependentPut);
      case "extend" -> figures(name, count, third, count, rounds, Load::extend);
      case "bytes" -> bytes(name, count);
      case "flush" -> flush(name, count, third, rounds);
      case "latency" -> latency(name, count, third, rounds);
      case "steady" -> steady(name, count);
      default -> throw new IllegalArgumentException("Nothing is called " + what);
    }
  }
}
