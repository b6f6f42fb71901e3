package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of any product, from JSON to the plain texts that the engine keeps. */
final class AttributeTexts {
  private static final AttributeKey<List<String>> LIST = AttributeKey.ofTexts("list");

  private AttributeTexts() {}

  /** Every attribute that has a value; what is null in the file is missing. */
  static Attributes read(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), text(entry.getValue()));
              }
            });
    return Attributes.ofTexts(texts);
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      for (JsonNode element : value) {
        String text = element.isValueNode() ? element.asText() : association(element);
        elements.add(text == null ? element.toString() : text);
      }
      return LIST.format(elements);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** {@code {"kind": "EIP", "id": "eip-1"}} as {@code EIP eip-1}, or null for anything else. */
  private static @Nullable String association(JsonNode element) {
    JsonNode kind = element.path("kind");
    JsonNode id = element.path("id");
    return element.size() == 2 && kind.isTextual() && id.isTextual()
        ? kind.asText() + " " + id.asText()
        : null;
  }
}
