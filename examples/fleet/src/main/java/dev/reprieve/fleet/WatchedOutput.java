package dev.reprieve.fleet;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Output that remembers why it could not be written: a {@code PrintWriter} keeps that to itself,
 * and a full disk would leave half a list with the exit status of a whole one. Not thread-safe.
 */
final class WatchedOutput extends OutputStream {
  private final OutputStream to;
  private @Nullable IOException broken;

  /** Writes on to another stream. */
  WatchedOutput(OutputStream to) {
    this.to = to;
  }

  /** What went wrong first; null if everything was written. */
  @Nullable IOException broken() {
    return broken;
  }

  /** Whether it broke because nobody reads on, as behind {@code | head}: no news to the user. */
  boolean hasLostItsReader() {
    return broken != null && "Broken pipe".equals(broken.getMessage());
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    try {
      to.write(from, offset, length);
    } catch (IOException failed) {
      broken = broken == null ? failed : broken;
      throw failed;
    }
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }
}
