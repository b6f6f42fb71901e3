package dev.reprieve.verification.gates;

import dev.reprieve.verification.packaging.Pom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The arguments that the parent pom gives to javac for main sources, read from the pom itself. */
final class CompilerArguments {

  private static final String MAIN_ARGUMENTS =
      "/project/build/plugins/plugin[artifactId='maven-compiler-plugin']"
          + "/executions/execution[id='default-compile']/configuration/compilerArgs/arg";

  private CompilerArguments() {}

  static Path root() {
    return Path.of(System.getProperty("reprieve.root", "..")).toAbsolutePath().normalize();
  }

  static List<String> forMainSources() {
    return Pom.of(root().resolve("pom.xml")).texts(MAIN_ARGUMENTS);
  }

  /** The poms below the parent that say something of their own about how javac is called. */
  static List<Path> modulesWithTheirOwn() {
    try (Stream<Path> poms = Files.find(root(), 3, (path, facts) -> path.endsWith("pom.xml"))) {
      return poms.filter(pom -> !pom.equals(root().resolve("pom.xml")))
          .filter(
              pom ->
                  !Pom.of(pom)
                      .texts("//compilerArgs | //compilerArgument | //failOnWarning")
                      .isEmpty())
          .map(root()::relativize)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
