package dev.reprieve.verification.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the stress tests of this package, each in every configuration of the compilers. */
class JcstressTest {

  @Test
  @Tag("KEY-01")
  @Tag("KEY-05")
  @Tag("KEY-07")
  void nothingForbiddenIsSeen() throws Exception {
    Path results = Path.of(System.getProperty("jcstress.results"));
    Files.createDirectories(results);
    Process stress =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.openjdk.jcstress.Main",
                    "-m",
                    System.getProperty("jcstress.mode"),
                    "-t",
                    System.getProperty("jcstress.tests"),
                    "-r",
                    results.toString()))
            .directory(results.toFile())
            .redirectErrorStream(true)
            .start();
    String output;
    try (var out = stress.getInputStream()) {
      output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(stress.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("Failed tests: No matches.", "Error tests: No matches.")
        .containsPattern("All remaining tests: [1-9]\\d* matching");
    System.out.println(
        output.lines().filter(line -> line.contains("Results:")).reduce("", (a, b) -> b));
  }
}
