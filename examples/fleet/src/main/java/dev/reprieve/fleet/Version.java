package dev.reprieve.fleet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, which the build writes down: {@code --version}. */
final class Version implements IVersionProvider {
  private static final String FILE = "version.txt";

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream written = Version.class.getResourceAsStream(FILE)) {
      if (written == null) {
        throw new FileNotFoundException(FILE);
      }
      return new String[] {
        "fleet " + new String(written.readAllBytes(), StandardCharsets.UTF_8).strip()
      };
    }
  }
}
