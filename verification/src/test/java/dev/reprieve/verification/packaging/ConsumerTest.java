package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A project outside the build that imports the bill of materials: compiled, tested and run from
 * what was deployed, with an empty local repository.
 */
@Tag("packaged")
class ConsumerTest {
  /** MDB-01 and MDB-03, counted by hand from the expiry: day 1, day 16, day 23. */
  private static final List<String> LIFE =
      List.of(
          "2030-01-01T00:00:00Z RUNNING -> LOCKED",
          "2030-01-16T00:00:00Z LOCKED -> RETAINED",
          "2030-01-23T00:00:00Z RETAINED -> PURGING");

  private static final Path FOLDER = Checkout.root().resolve("verification/target/consumer");
  private static final Path PROJECT = FOLDER.resolve("project");
  private static final Path REPOSITORY = FOLDER.resolve("repository");

  private static List<String> built;

  @BeforeAll
  static void build() {
    Path deployed = SecondBuild.get().remote();
    SecondBuild.empty(FOLDER);
    SecondBuild.copy(Checkout.root().resolve("verification/src/consumer"), PROJECT);
    Pom parent = Modules.parent();
    built = new ArrayList<>();
    // As a module, as it is the default for a project with a descriptor; and as before there were
    // any.
    for (boolean modules : List.of(true, false)) {
      built.addAll(
          Maven.run(
                  PROJECT,
                  REPOSITORY,
                  deployed,
                  Map.of(),
                  List.of(
                      modules ? "package" : "surefire:test",
                      "-Dsurefire.useModulePath=" + modules,
                      "-Dreprieve.version=" + parent.version(),
                      "-Djunit.version=" + parent.text("/project/properties/junit.version")))
              .succeeded()
              .out());
    }
  }

  /** So that what it is built with is what the build itself has fetched. */
  @Test
  void itUsesThePluginsThatTheBuildUses() {
    Pom consumer = Pom.of(Checkout.root().resolve("verification/src/consumer/pom.xml"));
    List<String> plugins = consumer.texts("/project/build/plugins/plugin/artifactId");
    List<String> versions = consumer.texts("/project/build/plugins/plugin/version");
    Map<String, String> ours = Modules.parent().managedPlugins();
    assertThat(plugins).hasSize(5).hasSameSizeAs(versions);
    assertThat(versions).isEqualTo(plugins.stream().map(ours::get).toList());
  }

  @Test
  void itsTestRanWithTheTestkitOnBothPaths() {
    Pattern ran = Pattern.compile(".*Tests run: 1, Failures: 0, Errors: 0, Skipped: 0$");
    assertThat(built.stream().filter(line -> ran.matcher(line).matches())).hasSize(2);
  }

  @Test
  void itGotNothingButThePolicyAndWhatThePolicyNeeds() throws IOException {
    assertThat(libraries())
        .extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
        .containsExactlyInAnyOrder(
            "reprieve-core", "reprieve-mongodb-policy", "slf4j-api", "jspecify");
  }

  @Test
  void whatItGotIsWhatWasDeployed() throws IOException {
    SecondBuild deployed = SecondBuild.get();
    for (Pom module : Modules.deployedJars()) {
      for (Path library : libraries()) {
        if (library.getFileName().toString().startsWith(module.artifactId())) {
          assertThat(Files.mismatch(library, deployed.jar(module)))
              .as("first byte of %s that was not deployed so", library)
              .isEqualTo(-1);
        }
      }
    }
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theLifeIsToldOnTheModulePath(Jdk jdk) throws IOException {
    assertThat(
            run(
                jdk,
                "-p",
                Jars.path(path()),
                "-m",
                "com.example.consumer/com.example.consumer.OneLife"))
        .isEqualTo(LIFE);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theLifeIsToldOnTheClassPath(Jdk jdk) throws IOException {
    assertThat(run(jdk, "-cp", Jars.path(path()), "com.example.consumer.OneLife")).isEqualTo(LIFE);
  }

  private static List<String> run(Jdk jdk, String... arguments) {
    List<String> command = new ArrayList<>(List.of(jdk.java()));
    command.addAll(List.of(arguments));
    return Forked.run(FOLDER, Map.of("JAVA_TOOL_OPTIONS", ""), command).succeeded().out();
  }

  private static List<Path> path() throws IOException {
    return Stream.concat(Stream.of(PROJECT.resolve("target/consumer-1.jar")), libraries().stream())
        .toList();
  }

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> jars = Files.list(PROJECT.resolve("target/lib"))) {
      return jars.toList();
    }
  }
}
