package dev.reprieve.verification.packaging;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deployed modules built once more: from the same sources copied to another folder, in another
 * zone and language, with an empty local repository, and deployed to a folder as to the world. One
 * for all tests, because it takes a minute.
 */
final class SecondBuild {
  private static final Set<String> NOT_SOURCES =
      Set.of("target", ".git", ".idea", ".vscode", ".settings");

  private static @Nullable SecondBuild done;

  private final Path checkout;
  private final Path remote;

  private SecondBuild(Path folder) {
    this.checkout = folder.resolve("checkout");
    this.remote = folder.resolve("remote");
    empty(folder);
    copy(Checkout.root(), checkout);
    Maven.run(
            checkout,
            folder.resolve("repository"),
            null,
            Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-Duser.language=ja"),
            List.of(
                "deploy",
                "-Prelease",
                "-pl",
                modules(),
                "-DaltDeploymentRepository=remote::" + Maven.url(remote),
                // What the first build has proved of the same sources.
                "-Dmaven.test.skip=true",
                "-Denforcer.skip=true",
                "-Dspotless.check.skip=true",
                "-Dmdep.analyze.skip=true"))
        .succeeded();
  }

  static synchronized SecondBuild get() {
    if (done == null) {
      done = new SecondBuild(Checkout.root().resolve("verification/target/second-build"));
    }
    return done;
  }

  /** Where it was deployed to. */
  Path remote() {
    return remote;
  }

  /** The same file in the second checkout. */
  Path same(Path file) {
    return checkout.resolve(Checkout.root().relativize(file));
  }

  /** The names of a module's deployed files, without module, version and time: ".pom", ".jar". */
  Set<String> deployed(Pom module) {
    String name = module.artifactId() + "-\\d.*-\\d{8}\\.\\d{6}-\\d+";
    return files(module).stream()
        .map(file -> file.getFileName().toString())
        .filter(file -> !file.matches("maven-metadata.*|.*\\.(md5|sha1|sha256|sha512)"))
        .map(file -> file.replaceFirst(name, ""))
        .collect(Collectors.toSet());
  }

  /** The one deployed file of a module whose name ends so. */
  Path deployed(Pom module, String end) {
    return files(module).stream()
        .filter(file -> file.getFileName().toString().endsWith(end))
        .findFirst()
        .orElseThrow(() -> new AssertionError(module + " was deployed without " + end));
  }

  /** The module's own deployed jar. */
  Path jar(Pom module) {
    return files(module).stream()
        .filter(file -> file.getFileName().toString().matches(".*-\\d{8}\\.\\d{6}-\\d+\\.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(module + " was deployed without a jar"));
  }

  private List<Path> files(Pom module) {
    Path folder =
        remote.resolve("dev/reprieve").resolve(module.artifactId()).resolve(module.version());
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException broken) {
      throw new AssertionError(module + " was not deployed", broken);
    }
  }

  private static String modules() {
    return Modules.deployed().stream()
        .map(module -> ":" + module.artifactId())
        .collect(Collectors.joining(","));
  }

  static void empty(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts)
                throws IOException {
              if (NOT_SOURCES.contains(String.valueOf(folder.getFileName()))) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(to.resolve(from.relativize(folder)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                throws IOException {
              Files.copy(file, to.resolve(from.relativize(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
