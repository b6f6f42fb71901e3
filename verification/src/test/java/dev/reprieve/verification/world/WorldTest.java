package dev.reprieve.verification.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.testkit.world.Outcome;
import dev.reprieve.testkit.world.Tally;
import dev.reprieve.testkit.world.World;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine, its store in memory and the vendors' policies, in many simulated worlds. {@code
 * -Dworld.seed=N} lives one seed and tells it; {@code -Dworld.seeds=N} lives so many.
 */
class WorldTest {
  private static final long SEEDS = Long.getLong("world.seeds", 20_000);
  private static final World WORLD = World.of(VendorBreeds.all());

  @Test
  @Tag("ALL-01")
  @Tag("ALL-02")
  @Tag("ALL-04")
  @Tag("ALL-05")
  @Tag("ALL-06")
  @Tag("ALL-07")
  @Tag("ALL-10")
  @Tag("ALL-14")
  @Tag("ALL-15")
  @Tag("ALL-16")
  @Tag("OWN-02")
  @Tag("SAF-07")
  @Tag("SAF-11")
  @Tag("SAF-15")
  void noSeedBreaksAPromise() throws IOException {
    Long only = Long.getLong("world.seed");
    if (only != null) {
      Outcome outcome = WORLD.tell(only);
      outcome.story().forEach(System.out::println);
      assertThat(outcome.isSound()).as(Replay.of(WORLD, outcome)).isTrue();
      return;
    }
    Tally tally = Tally.NONE;
    for (long seed : KnownSeeds.read()) {
      tally = tally.plus(sound(seed));
    }
    ConcurrentLinkedQueue<Outcome> broken = new ConcurrentLinkedQueue<>();
    tally =
        tally.plus(
            LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(
                    seed -> {
                      Outcome outcome = WORLD.run(seed);
                      if (!outcome.isSound()) {
                        broken.add(outcome);
                      }
                      return outcome.tally();
                    })
                .reduce(Tally.NONE, Tally::plus));
    System.out.println(tally);
    assertThat(broken.stream().map(Outcome::seed).sorted().limit(20).toList())
        .as(() -> broken.isEmpty() ? "" : Replay.of(WORLD, broken.element()))
        .isEmpty();
  }

  private static Tally sound(long seed) {
    Outcome outcome = WORLD.run(seed);
    assertThat(outcome.isSound()).as(() -> Replay.of(WORLD, outcome)).isTrue();
    return outcome.tally();
  }

  /** Without this the promises could be kept because nothing happens. */
  @Test
  @Tag("SCN-16")
  void theWorldsAreFullOfLifeAndOfFaults() {
    Tally tally =
        LongStream.rangeClosed(1, 1_000)
            .parallel()
            .mapToObj(seed -> WORLD.run(seed).tally())
            .reduce(Tally.NONE, Tally::plus);
    assertThat(tally.seeds()).isEqualTo(1_000);
    assertThat(tally.crashes()).isGreaterThan(1_000);
    assertThat(tally.outages()).isGreaterThan(1_000);
    assertThat(tally.interleavings()).isGreaterThan(2_000);
    assertThat(tally.clockSteps()).isGreaterThan(300);
    assertThat(tally.purges()).isGreaterThan(800);
    assertThat(tally.redeliveries()).isGreaterThan(2_000);
    assertThat(tally.virtualSeconds()).isGreaterThan(100L * 365 * 86_400);
  }

  @Test
  void aSeedIsTheSameWorldEachTime() {
    for (long seed = 1; seed <= 100; seed++) {
      List<String> once = WORLD.tell(seed).story();
      assertThat(WORLD.tell(seed).story()).isEqualTo(once);
    }
  }
}
