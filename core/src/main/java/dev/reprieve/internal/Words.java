package dev.reprieve.internal;

/** Says what was thrown, whatever that is. */
public final class Words {
  private Words() {}

  /** What it says of itself, or its class where it cannot even say that. */
  public static String of(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError broken) {
      // Of code that is not ours: whoever writes it down goes on (SAF-11).
      return thrown.getClass().getName();
    }
  }
}
