package dev.reprieve.fleet.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * One line of a terminal that is written over again and again. Its width is taken to be the usual
 * one: asking a terminal for it takes a native library.
 */
final class TerminalLine implements ProgressBarConsumer {
  private static final int WIDTH = 79;

  private final PrintStream err;

  TerminalLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public void accept(String rendered) {
    err.print("\r" + (rendered.length() > WIDTH ? rendered.substring(0, WIDTH) : rendered));
    err.flush();
  }

  @Override
  public void clear() {
    err.print("\r" + " ".repeat(WIDTH) + "\r");
    err.flush();
  }

  @Override
  public void close() {
    // The stream is the process's own, and the line has been cleared.
  }
}
