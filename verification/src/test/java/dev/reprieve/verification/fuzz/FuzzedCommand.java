package dev.reprieve.verification.fuzz;

import dev.reprieve.fleet.Fleet;
import dev.reprieve.fleet.input.UnusableInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Runs the command on bytes and holds what it does against what it promises of any file. */
final class FuzzedCommand {
  /** Stands in the corpus where a secret may stand; nothing that is printed may have it. */
  private static final String SECRET = "tr0ub4dor&3";

  private static final Pattern KEPT_SECRET =
      Pattern.compile("\"(password|kms_encrypted_password)\"\\s*:\\s*\"" + SECRET + "\"");

  private static final int LONGEST_LINE = 1_100;

  private static final InstantSource CLOCK = () -> Instant.parse("2026-03-01T00:00:00Z");

  /** Made once: that takes longer than any run. */
  private static final CommandLine COMMAND = Fleet.commandLine(CLOCK);

  private static final CommandLine.IExecutionExceptionHandler OWN =
      COMMAND.getExecutionExceptionHandler();

  private FuzzedCommand() {}

  /** Writes the bytes into a file that lives as long as the process. */
  static Path file(String name, byte[] content) {
    try {
      return Files.write(Directory.PATH.resolve(name), content);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Runs the command.
   *
   * @param input what the file holds that may be anything
   * @throws AssertionError if it does what no command does of any file
   */
  static void run(byte[] input, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    AtomicReference<Exception> unexpected = new AtomicReference<>();
    COMMAND
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (thrown, line, parsed) -> {
              if (!(thrown instanceof UnusableInputException)) {
                unexpected.set(thrown);
              }
              return OWN.handleExecutionException(thrown, line, parsed);
            });
    int status = COMMAND.execute(args);
    if (unexpected.get() != null) {
      throw new AssertionError(unexpected.get());
    }
    String said = err.toString();
    check(status >= 0 && status <= 2, "exit status " + status);
    said.lines().forEach(FuzzedCommand::checkLine);
    if (status == 2) {
      check(said.lines().count() == 1, "not one line: " + said);
      check(said.endsWith(System.lineSeparator()), "no whole line: " + said);
    }
    check(!isSecret(input) || !(out + said).contains(SECRET), "a secret was printed");
  }

  /** Whether it stands where a secret does and nowhere else, such as in a name that is printed. */
  private static boolean isSecret(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String without = KEPT_SECRET.matcher(text).replaceAll("");
    return without.length() < text.length() && !without.contains(SECRET);
  }

  private static void checkLine(String line) {
    check(line.startsWith("fleet: "), "who says " + line);
    check(line.length() <= LONGEST_LINE, "endless: " + line.length());
    check(line.codePoints().noneMatch(Character::isISOControl), "control characters");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Made when it is first needed. */
  private static final class Directory {
    static final Path PATH = make();

    private static Path make() {
      try {
        Path made = Files.createTempDirectory("reprieve-fuzz");
        made.toFile().deleteOnExit();
        return made;
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
