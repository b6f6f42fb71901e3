package dev.reprieve.fleet.input;

/** The input cannot be used at all: one line that says where and why, and exit status 2. */
public final class UnusableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the one line. */
  public UnusableInputException(String line) {
    super(line);
  }

  /** With the one line and what lies behind it. */
  public UnusableInputException(String line, Throwable cause) {
    super(line, cause);
  }
}
