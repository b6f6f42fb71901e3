package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same sources give the same jars, byte for byte, wherever and whenever they are built. */
@Tag("packaged")
class SameBytesTest {
  static Stream<Path> jars() {
    return Modules.deployedJars().stream()
        .flatMap(
            module ->
                Stream.of(Jars.of(module), Jars.of(module, "sources"), Jars.of(module, "javadoc")));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void aSecondBuildElsewhereGivesTheSameJar(Path jar) throws IOException {
    Path again = SecondBuild.get().same(jar);
    assertThat(again).isNotEqualTo(jar);
    assertThat(Files.mismatch(jar, again))
        .as("first different byte of %s; mvn clean first, if something was deleted", jar)
        .isEqualTo(-1);
  }

  /** What is compared is what is handed out. */
  @ParameterizedTest
  @MethodSource("dev.reprieve.verification.packaging.Modules#deployedJars")
  void theJarThatWasDeployedIsTheOneThatWasBuilt(Pom module) throws IOException {
    SecondBuild build = SecondBuild.get();
    assertSame(build.jar(module), Jars.of(module));
    for (String end : List.of("-sources.jar", "-javadoc.jar")) {
      Path built = Jars.of(module, end.substring(1, end.length() - 4));
      assertSame(build.deployed(module, end), built);
    }
  }

  private static void assertSame(Path deployed, Path built) throws IOException {
    assertThat(Files.mismatch(deployed, built))
        .as("first byte of %s that is not as in %s", deployed, built)
        .isEqualTo(-1);
  }
}
