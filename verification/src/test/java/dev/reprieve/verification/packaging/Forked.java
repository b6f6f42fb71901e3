package dev.reprieve.verification.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param status what it ended with
 * @param out its standard output, by lines
 * @param err its standard error
 */
record Forked(int status, List<String> out, String err) {
  private static final int MINUTES = 15;

  /**
   * Runs a program.
   *
   * @param folder where it stands, and where what it says is kept
   * @param environment what is added to this program's environment; an empty value takes one away
   */
  static Forked run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(Files.createDirectories(folder), "fork", ".out");
      Path err = Files.createTempFile(folder, "fork", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(emptyFile(folder).toFile()));
      environment.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      Process process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("not ended after " + MINUTES + " minutes: " + command);
      }
      return new Forked(process.exitValue(), Files.readAllLines(out), Files.readString(err));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Itself, if it ended well. */
  Forked succeeded() {
    if (status != 0) {
      throw new AssertionError("ended with " + status + "\n" + String.join("\n", out) + "\n" + err);
    }
    return this;
  }

  private static Path emptyFile(Path folder) throws IOException {
    Path empty = folder.resolve("fork.in");
    return Files.exists(empty) ? empty : Files.createFile(empty);
  }
}
