package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that Ctrl-C ends: what was printed stands, in whole lines, and nothing is said. */
class InterruptionTest {
  private static final String SCENARIO =
      """
      {"instances":[{"id":"r","product":"redis","billing":"PAY_AS_YOU_GO"}],
       "events":[{"at":"2026-01-01T00:00:00Z","instance":"r","type":"ARREARS"},
        {"at":"2026-01-02T00:00:00Z","instance":"r","type":"SETTLE"},
        {"at":"2026-01-03T00:00:00Z","instance":"r","type":"ARREARS"}]}
      """;

  @TempDir Path directory;

  private final Interruption interruption = new Interruption();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSimulationEndsBetweenTwoEvents() {
    Progress afterTheSecond =
        (task, unit, total) ->
            events -> {
              if (events == 2) {
                interruption.ask();
              }
            };

    assertThat(run(afterTheSecond, "simulate", file(directory, "s", SCENARIO))).isEqualTo(130);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString()).contains("\"cause\":\"SETTLE\"").endsWith("}\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatIsStillReadPrintsNothing() {
    interruption.ask();
    for (String command : new String[] {"simulate", "timeline", "validate"}) {
      assertThat(run(Progress.none(), command, file(directory, "s", SCENARIO)))
          .as(command)
          .isEqualTo(130);
    }
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEmpty();
  }

  private int run(Progress printing, String... args) {
    Surroundings surroundings =
        new Surroundings(
            () -> Instant.parse("2026-03-01T00:00:00Z"), Progress.none(), printing, interruption);
    return Fleet.commandLine(surroundings)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }
}
