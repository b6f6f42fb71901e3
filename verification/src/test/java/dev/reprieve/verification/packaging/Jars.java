package dev.reprieve.verification.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built jars and what they need, as Maven handed them to this test. */
final class Jars {
  /** What the deployed modules need at run time, and nothing of what tests need. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(slf4j-api|jspecify|jackson-(core|databind|annotations|dataformat-csv))-\\d.*\\.jar");

  private Jars() {}

  /**
   * The jar of a module of this checkout.
   *
   * @throws AssertionError if there is none, or only a folder with classes
   */
  static Path of(Pom module) {
    Path jar =
        module
            .folder()
            .resolve("target")
            .resolve(module.artifactId() + "-" + module.version() + ".jar");
    if (!classPath().contains(jar)) {
      throw new AssertionError(
          jar + " is not on the class path: these tests look at built jars and run in mvn verify");
    }
    return jar;
  }

  /** The sources, the documentation or another jar beside the module's own. */
  static Path of(Pom module, String classifier) {
    Path jar = of(module);
    String name = jar.getFileName().toString().replace(".jar", "-" + classifier + ".jar");
    return jar.resolveSibling(name);
  }

  /** Every deployed jar and what they need, as a class path or module path. */
  static List<Path> all() {
    return Stream.concat(Modules.deployedJars().stream().map(Jars::of), needed().stream()).toList();
  }

  /** Core alone and what it needs. */
  static List<Path> core() {
    return all().stream()
        .filter(
            jar -> jar.getFileName().toString().matches("(reprieve-core|slf4j-api|jspecify)-.*"))
        .toList();
  }

  /** A logger that writes to standard error; no deployed module brings one. */
  static Path logger() {
    try (Stream<Path> loggers = Files.list(Path.of(System.getProperty("reprieve.loggers")))) {
      return loggers.findFirst().orElseThrow();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Joined as a command line wants it. */
  static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> needed() {
    List<Path> needed =
        classPath().stream()
            .filter(jar -> NEEDED.matcher(jar.getFileName().toString()).matches())
            .toList();
    if (needed.size() != 6) {
      throw new AssertionError("not what the deployed modules need: " + needed);
    }
    return needed;
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }
}
