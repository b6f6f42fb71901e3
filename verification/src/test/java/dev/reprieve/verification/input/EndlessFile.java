package dev.reprieve.verification.input;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that repeats itself: a head, the same again and again, and a tail. */
final class EndlessFile {
  private EndlessFile() {}

  /**
   * Writes it.
   *
   * @param unit repeated; a {@code #} in it is the number of the repetition
   */
  static Path write(Path file, String head, int times, String unit, String tail)
      throws IOException {
    boolean numbered = unit.contains("#");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(bytes(head));
      byte[] same = bytes(unit);
      for (int i = 0; i < times; i++) {
        out.write(numbered ? bytes(unit.replace("#", Integer.toString(i))) : same);
      }
      out.write(bytes(tail));
    }
    return file;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
