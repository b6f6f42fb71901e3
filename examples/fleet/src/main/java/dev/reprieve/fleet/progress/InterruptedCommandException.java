package dev.reprieve.fleet.progress;

/** The command ends because somebody asked for it: nothing is wrong, and nothing is to be said. */
public final class InterruptedCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InterruptedCommandException() {
    super("interrupted", null, false, false);
  }
}
