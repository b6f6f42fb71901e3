package dev.reprieve.verification.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Seeds that have found something in the real engine, each with the name of the fault. A seed is
 * another world once anything is drawn otherwise; so each fault is planted anew, and its seed is
 * kept only as long as it finds it ({@link EngineMutantsTest}).
 */
final class KnownSeeds {
  private KnownSeeds() {}

  /** A line. */
  private record Kept(long seed, String fault) {}

  static List<Long> read() throws IOException {
    return lines().stream().map(Kept::seed).toList();
  }

  /** The seeds that are kept for a fault. */
  static List<Long> of(String fault) throws IOException {
    return lines().stream().filter(kept -> kept.fault().equals(fault)).map(Kept::seed).toList();
  }

  static Set<String> faults() throws IOException {
    return lines().stream().map(Kept::fault).collect(Collectors.toSet());
  }

  private static List<Kept> lines() throws IOException {
    try (InputStream in = KnownSeeds.class.getResourceAsStream("seeds.txt")) {
      if (in == null) {
        throw new IOException("seeds.txt is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s", 2))
          .map(words -> new Kept(Long.parseLong(words[0]), words[1]))
          .toList();
    }
  }
}
