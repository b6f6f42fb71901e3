package dev.reprieve.verification.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The seeds that have ever broken a promise. */
final class KnownSeeds {
  private KnownSeeds() {}

  static List<Long> read() throws IOException {
    try (InputStream in = KnownSeeds.class.getResourceAsStream("seeds.txt")) {
      if (in == null) {
        throw new IOException("seeds.txt is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Long.valueOf(line.split("\\s", 2)[0]))
          .toList();
    }
  }
}
