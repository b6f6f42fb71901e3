package dev.reprieve.verification.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles what depends on the built jars, as a module and with every warning an error. */
final class Javac {
  private Javac() {}

  /**
   * Compiles.
   *
   * @throws AssertionError if it does not compile
   */
  static void compile(List<Path> sources, List<Path> modulePath, Path into) {
    List<String> options =
        List.of(
            "--release",
            "17",
            "-Xlint:all,-requires-automatic,-requires-transitive-automatic",
            "-Werror",
            "-proc:none",
            "--module-path",
            Jars.path(modulePath),
            "-d",
            into.toString());
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = javac.getStandardFileManager(found, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError(
            "does not compile: "
                + found.getDiagnostics().stream().map(Diagnostic::toString).toList());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
