package dev.reprieve.fleet.progress;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Tells whether somebody looks at the process's streams. */
public final class Terminals {
  /** The descriptor of standard output. */
  public static final int OUTPUT = 1;

  /** The descriptor of standard error. */
  public static final int ERROR = 2;

  private Terminals() {}

  /**
   * Whether a stream is a terminal. Java tells it of input and output together alone, so the shell
   * is asked, which is handed the stream itself; where there is none, the answer is no.
   */
  public static boolean isTerminal(int descriptor) {
    try {
      Process asked =
          new ProcessBuilder("sh", "-c", "test -t " + descriptor)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      asked.getOutputStream().close();
      return asked.waitFor(1, TimeUnit.SECONDS) && asked.exitValue() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
