package dev.reprieve.expiry;

import java.io.IOException;

/**
 * A stream is no intact snapshot of a known version: it is truncated, damaged, foreign or too new.
 */
public final class SnapshotFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  SnapshotFormatException(String message) {
    super(message);
  }

  SnapshotFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
