package dev.reprieve.verification.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checkout that is verified: where its conformance files, modules and README are. */
public final class Checkout {
  private Checkout() {}

  /**
   * The checkout's root: the system property {@code reprieve.root}, or else the nearest directory
   * above the working one that has conformance files, so that an IDE needs no setting.
   */
  public static Path root() {
    String told = System.getProperty("reprieve.root");
    if (told != null && !told.isBlank()) {
      return Path.of(told).toAbsolutePath().normalize();
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path place = start; place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("conformance"))) {
        return place;
      }
    }
    throw new IllegalStateException(
        "no conformance/ in or above " + start + ": set the system property reprieve.root");
  }

  /** The lines of a checked-in list beside a class, without comments and blank ones. */
  public static List<String> list(Class<?> beside, String resource) {
    try (var in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no " + resource + " beside " + beside.getName());
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
