package dev.reprieve.verification.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads every case under {@code conformance/}, in the order of the files' names. */
public final class ConformanceFiles {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private ConformanceFiles() {}

  /** Every case of every file. */
  public static List<ConformanceCase> cases() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      for (JsonNode node : read(file).path("cases")) {
        cases.add(ConformanceCase.read(name, node));
      }
    }
    return cases;
  }

  static List<Path> files() {
    try (Stream<Path> files = Files.list(Checkout.root().resolve("conformance"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + file, broken);
    }
  }

  static JsonNode line(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException broken) {
      throw new UncheckedIOException("not one JSON object: " + line, broken);
    }
  }
}
