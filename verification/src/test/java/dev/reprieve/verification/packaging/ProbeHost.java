package dev.reprieve.verification.packaging;

import dev.reprieve.verification.conformance.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The probe, compiled as a module against the built jars, and run in a JVM of its own. */
final class ProbeHost {
  private static final String MAIN = "dev.reprieve.probe.Probe";

  /** How a host finds its libraries. */
  enum Way {
    CLASS_PATH,
    MODULE_PATH
  }

  private final Path scratch;
  private final Path classes;

  /** Compiles the probe. */
  ProbeHost(Path scratch) {
    this.scratch = scratch;
    this.classes = scratch.resolve("probe");
    Path sources = Checkout.root().resolve("verification/src/probe/java");
    try (Stream<Path> files = Files.walk(sources)) {
      Javac.compile(
          files.filter(file -> file.toString().endsWith(".java")).toList(), Jars.core(), classes);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Runs it, with the built jars, a logger and these plugins, and no option that a user must know.
   */
  Forked run(Jdk jdk, Way way, List<Path> plugins, String... arguments) {
    List<Path> path = new ArrayList<>(List.of(classes));
    path.addAll(Jars.all());
    path.add(Jars.logger());
    path.addAll(plugins);
    List<String> command = new ArrayList<>(List.of(jdk.java()));
    if (way == Way.MODULE_PATH) {
      command.addAll(List.of("-p", Jars.path(path), "-m", "dev.reprieve.probe/" + MAIN));
    } else {
      command.addAll(List.of("-cp", Jars.path(path), MAIN));
    }
    command.addAll(List.of(arguments));
    return Forked.run(scratch, Map.of("JAVA_TOOL_OPTIONS", ""), command);
  }
}
