package dev.reprieve.verification.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reprieve.fleet.Fleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every hand-written case, through the command itself. The tags are the rules that at least two
 * cases name each; {@link ConformanceFilesTest} holds the two against each other.
 */
@Tag("ALL-01")
@Tag("ALL-02")
@Tag("ALL-03")
@Tag("ALL-04")
@Tag("ALL-07")
@Tag("ALL-09")
@Tag("ALL-10")
@Tag("ALL-11")
@Tag("ALL-12")
@Tag("ALL-13")
@Tag("ALL-14")
@Tag("ALL-16")
@Tag("ALL-17")
@Tag("ALL-18")
@Tag("KEC-01")
@Tag("KEC-02")
@Tag("KEC-03")
@Tag("KEC-04")
@Tag("KEC-05")
@Tag("KEC-06")
@Tag("KEC-07")
@Tag("KEC-08")
@Tag("KEC-09")
@Tag("KEC-11")
@Tag("KEC-12")
@Tag("MDB-01")
@Tag("MDB-02")
@Tag("MDB-03")
@Tag("MDB-04")
@Tag("MDB-05")
@Tag("MDB-06")
@Tag("MDB-07")
@Tag("MDB-08")
@Tag("MDB-09")
@Tag("MDB-10")
@Tag("MDB-11")
@Tag("MDB-12")
@Tag("MDB-13")
@Tag("MDB-15")
@Tag("MDB-16")
@Tag("MDB-17")
@Tag("MDB-18")
@Tag("RED-01")
@Tag("RED-02")
@Tag("RED-03")
@Tag("RED-04")
@Tag("RED-05")
@Tag("RED-06")
@Tag("RED-07")
@Tag("RED-08")
@Tag("RED-09")
@Tag("RED-10")
@Tag("RED-13")
@Tag("RED-16")
@Tag("RED-17")
@Tag("SCN-01")
@Tag("SCN-02")
@Tag("SCN-03")
@Tag("SCN-04")
@Tag("SCN-05")
@Tag("SCN-06")
@Tag("SCN-07")
@Tag("SCN-08")
@Tag("SCN-09")
@Tag("SCN-10")
@Tag("SCN-11")
@Tag("SCN-12")
@Tag("SCN-13")
@Tag("SCN-14")
@Tag("SCN-15")
@Tag("SCN-16")
class ConformanceTest {
  @TempDir Path scratch;

  @TestFactory
  Stream<DynamicNode> cases() {
    Map<String, List<DynamicTest>> byFile = new LinkedHashMap<>();
    for (ConformanceCase expected : ConformanceFiles.cases()) {
      byFile
          .computeIfAbsent(expected.file(), file -> new ArrayList<>())
          .add(dynamicTest(expected.toString(), () -> run(expected)));
    }
    return byFile.entrySet().stream()
        .map(file -> dynamicContainer(file.getKey(), file.getValue().stream()));
  }

  private void run(ConformanceCase expected) throws IOException {
    Path file = Files.write(scratch.resolve("scenario.json"), expected.input());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exit =
        Fleet.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("simulate", file.toString());

    assertThat(exit).as("exit status; standard error: %s", err).isEqualTo(expected.exit());
    List<String> printed = out.toString().lines().toList();
    List<String> complaint = err.toString().lines().toList();
    if (exit == 2) {
      assertThat(complaint).as("standard error").hasSize(1);
      expected.complaints().forEach(part -> assertThat(complaint.get(0)).contains(part));
    } else {
      assertThat(complaint).as("standard error").isEmpty();
    }
    for (int i = 0; i < Math.min(printed.size(), expected.lines().size()); i++) {
      assertThat(Lines.difference(expected.lines().get(i), ConformanceFiles.line(printed.get(i))))
          .as(
              "field that differs in line %d%nexpected %s%nprinted  %s",
              i + 1, expected.lines().get(i), printed.get(i))
          .isNull();
    }
    assertThat(printed).as("lines").hasSize(expected.lines().size());
  }
}
