package dev.reprieve.verification.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a line with what a case expects of it. */
public final class Lines {
  /** Must be there exactly where the expectation has them, and equal. */
  private static final List<String> COMPARED =
      List.of(
          "at",
          "instance",
          "cause",
          "from",
          "to",
          "refused",
          "next",
          "operations",
          "effects",
          "error",
          "attribute",
          "toConfigure");

  /** Compared only where the expectation gives it. */
  private static final String WHERE_GIVEN = "rule";

  private Lines() {}

  /** The first field in which the line is not the expected one, or null. */
  public static @Nullable String difference(JsonNode expected, JsonNode actual) {
    for (String field : COMPARED) {
      if (expected.has(field) != actual.has(field) || !same(expected, actual, field)) {
        return field;
      }
    }
    return expected.has(WHERE_GIVEN) && !same(expected, actual, WHERE_GIVEN) ? WHERE_GIVEN : null;
  }

  /** The first field that the expectation gives and in which the line differs, or null. */
  public static @Nullable String differenceWhereGiven(JsonNode expected, JsonNode actual) {
    for (String field : COMPARED) {
      if (expected.has(field) && !same(expected, actual, field)) {
        return field;
      }
    }
    return expected.has("refused") == actual.has("refused")
        ? expected.has(WHERE_GIVEN) && !same(expected, actual, WHERE_GIVEN) ? WHERE_GIVEN : null
        : "refused";
  }

  private static boolean same(JsonNode expected, JsonNode actual, String field) {
    return expected.path(field).equals(actual.path(field));
  }
}
