package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.fleet.input.Shown;
import dev.reprieve.fleet.input.UnusableInputException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of the file and where it stands, so that every complaint names its place.
 *
 * @param place such as {@code events[2]}
 * @param node the object
 */
record JsonPlace(String place, JsonNode node) {

  /** Refuses a key that is none of these. */
  void knowsOnly(Set<String> keys) {
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!keys.contains(key)) {
        throw complaint(
            "unknown key " + Shown.quoted(key) + ", expected " + String.join(", ", keys));
      }
    }
  }

  /** The text, or null where the key is missing or null. */
  @Nullable String text(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw complaint("\"" + key + "\" is " + kind(value) + ", expected a text in quotes");
    }
    return value.asText();
  }

  /** The text of a key that must be there. */
  String neededText(String key) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      throw complaint("\"" + key + "\" is missing");
    }
    return text;
  }

  /** The instant, or null where the key is missing or null. */
  @Nullable Instant instant(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    Instant instant = Instants.parse(text);
    if (instant == null) {
      throw complaint(
          "\""
              + key
              + "\" is "
              + Shown.quoted(text)
              + ", expected an instant like 2026-02-01T00:00:00Z");
    }
    return instant;
  }

  /** True or false; false where the key is missing or null. */
  boolean flag(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw complaint("\"" + key + "\" is " + kind(value) + ", expected true or false");
    }
    return value.asBoolean();
  }

  /** What a value is, without a word of it: it may be long, and it may be a secret. */
  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> "nothing";
    };
  }

  UnusableInputException complaint(String what) {
    return new UnusableInputException(place + ": " + what);
  }
}
