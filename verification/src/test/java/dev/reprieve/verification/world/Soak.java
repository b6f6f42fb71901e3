package dev.reprieve.verification.world;

import dev.reprieve.testkit.world.Outcome;
import dev.reprieve.testkit.world.Tally;
import dev.reprieve.testkit.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Lives seeds for hours: {@code Soak --hours 8 --from 20001}. Prints a line a minute with seeds per
 * second and how many faults were injected (deaths, lost answers, interleavings, steps of the
 * clock), and each seed that breaks a promise with the command that replays it and what it cannot
 * do without; ends with the sums, and with status 1 if any seed was broken.
 */
public final class Soak {
  private static final int BLOCK = 2_000;

  private Soak() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    double hours = 1;
    long from = 1;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--hours" -> hours = Double.parseDouble(arguments[i + 1]);
        case "--from" -> from = Long.parseLong(arguments[i + 1]);
        default -> throw new IllegalArgumentException(arguments[i] + ": --hours H, --from SEED");
      }
    }
    if (soak(hours, from) > 0) {
      System.exit(1);
    }
  }

  private static int soak(double hours, long from) {
    World world = World.of(VendorBreeds.all());
    long begun = System.nanoTime();
    long end = begun + (long) (hours * Duration.ofHours(1).toNanos());
    AtomicLong told = new AtomicLong(begun);
    Tally tally = Tally.NONE;
    int broken = 0;
    long next = from;
    while (System.nanoTime() < end) {
      List<Outcome> bad = new ArrayList<>();
      for (Outcome outcome :
          LongStream.range(next, next + BLOCK).parallel().mapToObj(world::run).toList()) {
        tally = tally.plus(outcome.tally());
        if (!outcome.isSound()) {
          bad.add(outcome);
        }
      }
      next += BLOCK;
      broken += bad.size();
      bad.forEach(outcome -> System.out.println(Replay.of(world, outcome)));
      if (System.nanoTime() - told.get() > Duration.ofMinutes(1).toNanos()) {
        told.set(System.nanoTime());
        System.out.println(line(tally, begun, broken, next));
      }
    }
    System.out.println(line(tally, begun, broken, next));
    System.out.println(tally);
    return broken;
  }

  private static String line(Tally tally, long begun, int broken, long next) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    return String.format(
        java.util.Locale.ROOT,
        "%d seeds in %.0f s, %.0f seeds/s, %d faults injected, %d broken; next seed %d",
        tally.seeds(),
        seconds,
        tally.seeds() / seconds,
        tally.crashes() + tally.outages() + tally.interleavings() + tally.clockSteps(),
        broken,
        next);
  }
}
