package dev.reprieve.verification.input;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own with a bounded heap.
 *
 * @param status its exit status
 * @param out the file that holds what it printed
 * @param err what it said on standard error
 */
record CommandFork(int status, Path out, List<String> err) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Runs a class's {@code main} with this process's class path.
   *
   * @param heap such as {@code 256m}
   */
  static CommandFork run(Path directory, String heap, Class<?> main, List<String> args)
      throws IOException {
    return run(directory, heap, PATIENCE, main, args);
  }

  /**
   * The same.
   *
   * @param patience how long it may take
   */
  static CommandFork run(
      Path directory, String heap, Duration patience, Class<?> main, List<String> args)
      throws IOException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not ended after " + patience + ": " + command);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      throw new InterruptedIOException();
    }
    return new CommandFork(process.exitValue(), out, Files.readAllLines(err));
  }

  /** Surefire's own class path may be a jar that names the rest; both forms work. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
