package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where there is a JDK 25, every test class of the deployed modules and of fleet ran on it, too.
 */
@Tag("packaged")
class SecondJdkTest {
  private static final Pattern REPORT = Pattern.compile("TEST-(.+)\\.xml");
  private static final Pattern JAVA =
      Pattern.compile("<property name=\"java.specification.version\" value=\"([^\"]*)\"");

  @Test
  void theseModulesAreTestedTwice() {
    assertThat(testedTwice())
        .extracting(Pom::artifactId)
        .contains("reprieve-fleet")
        .containsAll(Modules.deployedJars().stream().map(Pom::artifactId).toList());
  }

  @ParameterizedTest
  @MethodSource("testedTwice")
  @EnabledIfEnvironmentVariable(named = "JAVA_HOME_25", matches = ".+")
  void whatRanOnOneJdkRanOnTheOther(Pom module) throws IOException {
    Set<String> once = reported(module, "surefire-reports");
    Set<String> again = reported(module, "surefire-reports-25");
    assertThat(again).as("of %s, tested on 25", module).isNotEmpty().containsAll(once);
    Path reports = module.folder().resolve("target/surefire-reports-25");
    for (String test : again) {
      Matcher java = JAVA.matcher(Files.readString(reports.resolve("TEST-" + test + ".xml")));
      assertThat(java.find() ? java.group(1) : "none").as("Java that ran %s", test).isEqualTo("25");
    }
  }

  static List<Pom> testedTwice() {
    return Modules.all().stream()
        .filter(module -> Files.isDirectory(module.folder().resolve("src/test/java")))
        .filter(module -> !module.text("/project/properties/reprieve.on-25.skip").equals("true"))
        .toList();
  }

  /** The test classes that there are reports of and that are still there. */
  private static Set<String> reported(Pom module, String folder) throws IOException {
    Path classes = module.folder().resolve("target/test-classes");
    Path where = module.folder().resolve("target").resolve(folder);
    if (!Files.isDirectory(where)) {
      return Set.of();
    }
    try (Stream<Path> reports = Files.list(where)) {
      Set<String> reported = new TreeSet<>();
      reports
          .map(report -> REPORT.matcher(report.getFileName().toString()))
          .filter(report -> report.matches())
          .map(report -> report.group(1))
          .filter(test -> Files.exists(classes.resolve(test.replace('.', '/') + ".class")))
          .forEach(reported::add);
      return reported;
    }
  }
}
