package dev.reprieve.terraform;

/**
 * A file cannot be used at all. The message is one line, says what is wrong and where, and quotes
 * nothing of the file: what is broken may be a secret (TF-04, TF-05).
 */
public final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message one line, ready to follow the file's name
   */
  public UnusableFileException(String message) {
    super(message);
  }
}
