package dev.reprieve.verification.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fleet.Fleet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good files of the size that the rulebook names, in a process with the memory that it names. */
class LargeInputTest {
  private static final int GOVERNED = 20_000;
  private static final long STATE_SIZE = 200_000_000;

  /** What the largest simulation may take; it takes half a minute of a processor. */
  private static final Duration SIMULATION_TIME = Duration.ofMinutes(3);

  /** What makes a state large: resources that no policy governs. */
  private static final String OTHER =
      ",{\"address\":\"alicloud_instance.x\",\"mode\":\"managed\",\"type\":\"alicloud_instance\","
          + "\"values\":{\"user_data\":\""
          + "QUJDREVGR0g=".repeat(700)
          + "\",\"tags\":{\"a\":\"b\"}}}\n";

  @TempDir Path directory;

  @Test
  @Tag("TF-05")
  void aStateOf200MegabytesNeedsMemoryForItsGovernedInstancesAlone() throws IOException {
    Path file = directory.resolve("state.json");
    long others = STATE_SIZE / GOVERNED / OTHER.length();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"format_version\":\"1.0\",\"values\":{\"root_module\":{\"resources\":[{}\n");
      for (int i = 0; i < GOVERNED; i++) {
        out.write(governed(i));
        for (long j = 0; j <= others; j++) {
          out.write(OTHER);
        }
      }
      out.write("]}}}\n");
    }
    assertThat(Files.size(file)).isGreaterThan(STATE_SIZE);

    CommandFork fork =
        CommandFork.run(
            directory,
            "256m",
            Fleet.class,
            List.of("timeline", "--json", "--now", "2026-01-15T00:00Z", file.toString()));

    assertThat(fork.err()).isEmpty();
    assertThat(fork.status()).isZero();
    try (Stream<String> lines = Files.lines(fork.out())) {
      List<String> all = lines.toList();
      assertThat(all).hasSize(GOVERNED + 1);
      assertThat(all.get(GOVERNED - 1)).contains("\"id\":\"r-19999\"", "\"at\":\"2026-02-16T16:00");
      assertThat(all.get(GOVERNED))
          .isEqualTo(
              "{\"summary\":{\"governed\":20000,\"unknown\":0,\"unsupported\":{\"?\":1,"
                  + "\"alicloud_instance\":"
                  + GOVERNED * (others + 1)
                  + "}}}");
    }
  }

  private static String governed(int i) {
    return ",{\"address\":\"alicloud_kvstore_instance.x["
        + i
        + "]\",\"mode\":\"managed\",\"type\":\"alicloud_kvstore_instance\",\"values\":{\"id\":\"r-"
        + i
        + "\",\"payment_type\":\"PrePaid\",\"end_time\":\"2026-02-01T16:00Z\",\"status\":\"Normal\",\"region_id\":\"cn-hangzhou\",\"instance_class\":\"redis.master.small.default\",\"security_ips\":[\"10.0.0.1\",\"10.0.0.2\"],\"tags\":{\"team\":\"t\"}}}\n";
  }

  /** A tenth of what the rulebook names, in a sixth of the memory. */
  @Test
  @Tag("SCN-01")
  void aSimulationOf10000InstancesAnd100000EventsInAnyOrder() throws IOException {
    simulate(10_000, 100_000, "128m");
  }

  /** The whole of it, in the time and the memory that it may take. */
  @Test
  @Tag("SCN-01")
  @Tag("soak")
  void aSimulationOf100000InstancesAndAMillionEventsInAnyOrder() throws IOException {
    simulate(100_000, 1_000_000, "768m");
  }

  private void simulate(int instances, int events, String heap) throws IOException {
    Path file = directory.resolve("scenario.json");
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    SplittableRandom dice = new SplittableRandom(42);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"events\":[\n");
      for (int i = 0; i < events; i++) {
        Instant at = begin.plus(dice.nextInt(365 * 24 * 60), ChronoUnit.MINUTES);
        out.write(i == 0 ? "{" : ",{");
        out.write("\"at\":\"" + at + "\",\"instance\":\"i" + dice.nextInt(instances) + "\",");
        out.write(
            dice.nextInt(4) == 0
                ? "\"type\":\"DESTROY\"}\n"
                : "\"type\":\"RENEW\",\"until\":\"" + at.plus(30, ChronoUnit.DAYS) + "\"}\n");
      }
      out.write("],\"instances\":[\n");
      for (int i = 0; i < instances; i++) {
        out.write(
            (i == 0 ? "" : ",")
                + "{\"id\":\"i"
                + i
                + "\",\"product\":\"mongodb\",\"billing\":\"SUBSCRIPTION\",\"expiresAt\":\""
                + begin.plus(dice.nextInt(60 * 24), ChronoUnit.HOURS)
                + "\",\"attributes\":{\"disk\":\"ESSD\",\"architecture\":\"REPLICA_SET\","
                + "\"backupRetention\":\"DELETE_ALL\"}}\n");
      }
      out.write("]}\n");
    }

    CommandFork fork =
        CommandFork.run(
            directory, heap, SIMULATION_TIME, Fleet.class, List.of("simulate", file.toString()));

    assertThat(fork.err()).isEmpty();
    assertThat(fork.status()).isZero();
    long lines = 0;
    long purged = 0;
    try (Stream<String> out = Files.lines(fork.out())) {
      for (String line : (Iterable<String>) out::iterator) {
        lines++;
        purged += line.contains("\"to\":\"PURGED\"") && !line.contains("\"next\":{") ? 1 : 0;
      }
    }
    assertThat(lines).as("every event and every purge is a line").isGreaterThan(events + instances);
    assertThat(purged).as("nobody renews for ever").isEqualTo(instances);
  }
}
