package dev.reprieve.byteplus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged command knows the policy once its jar stands beside it on the class path. Run after
 * both have been packaged; the build names them.
 */
class PackagedFleetTest {
  private static final Path HERE = Path.of(System.getProperty("reprieve.here"));
  private static final String FLEET = System.getProperty("reprieve.fleet.jar");
  private static final String POLICY = System.getProperty("reprieve.policy.jar");
  private static final Path SAMPLE = HERE.resolve("samples/in-arrears.json");

  @TempDir Path scratch;

  private List<String> fleet(int status, String classPath, String... arguments)
      throws IOException, InterruptedException {
    Path out = scratch.resolve("out");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            "dev.reprieve.fleet.Fleet");
    command.command().addAll(List.of(arguments));
    Process process = command.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s", lines).isEqualTo(status);
    return lines;
  }

  private static String both() {
    return FLEET + System.getProperty("path.separator") + POLICY;
  }

  @Test
  void aScenarioComesOutAsItIsWrittenDown() throws Exception {
    assertThat(fleet(0, both(), "simulate", SAMPLE.toString()))
        .containsExactlyElementsOf(
            Files.readAllLines(HERE.resolve("samples/in-arrears.expected.jsonl")));
  }

  @Test
  void withoutTheJarTheProductIsUnknown() throws Exception {
    assertThat(fleet(1, FLEET, "simulate", SAMPLE.toString()).get(0))
        .contains("INVALID_ATTRIBUTE", "\"attribute\":\"product\"");
  }

  @Test
  void theTimelineAndTheListOfPoliciesKnowItToo() throws Exception {
    assertThat(fleet(0, both(), "policies")).anyMatch(line -> line.contains("byteplus-redis"));
    assertThat(
            fleet(
                0,
                both(),
                "timeline",
                SAMPLE.toString(),
                "--json",
                "--now",
                "2026-02-01T00:00:00Z"))
        .anyMatch(line -> line.contains("\"after\":\"PT722H\"") || line.contains("P30DT2H"));
  }
}
