package dev.reprieve.verification.input;

import dev.reprieve.fleet.Fleet;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Runs one command after the other: each argument is a command line, its parts split by blanks. */
final class Commands {
  private Commands() {}

  /** Prints of each its exit status and what it said on standard error. */
  public static void main(String[] lines) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    for (String line : lines) {
      StringWriter err = new StringWriter();
      int status =
          Fleet.commandLine(() -> Instant.parse("2026-03-01T00:00:00Z"))
              .setOut(new PrintWriter(OutputStream.nullOutputStream()))
              .setErr(new PrintWriter(err))
              .execute(line.split(" "));
      out.println(status + "\t" + err.toString().replace("\n", "\\n"));
    }
  }
}
