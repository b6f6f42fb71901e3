package dev.reprieve.verification.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One hand-written case.
 *
 * @param file the file's name
 * @param name unique over all files
 * @param rules the rules that it shows
 * @param input the scenario file's content, byte for byte
 * @param products the products that its instances name, sorted
 * @param exit the expected exit status
 * @param lines the expected lines, in order
 * @param complaints fragments that the one line on standard error must contain
 * @param exact whether the lines must have what is expected and nothing else; otherwise only what
 *     is expected is looked at
 */
public record ConformanceCase(
    String file,
    String name,
    List<String> rules,
    byte[] input,
    Set<String> products,
    int exit,
    List<JsonNode> lines,
    List<String> complaints,
    boolean exact) {
  private static final Set<String> KEYS =
      Set.of("name", "why", "rules", "scenario", "raw", "exit", "lines", "stderr");

  static ConformanceCase read(String file, JsonNode node) {
    String name = node.path("name").asText();
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new IllegalStateException(file + "/" + name + ": unknown key " + key);
              }
            });
    if (!node.path("exit").isInt() || node.has("raw") == node.has("scenario")) {
      throw new IllegalStateException(
          file + "/" + name + ": needs an exit, and either a scenario or a raw text");
    }
    Set<String> products = new TreeSet<>();
    node.path("scenario")
        .path("instances")
        .forEach(instance -> products.add(instance.path("product").asText()));
    String text = node.has("raw") ? node.get("raw").asText() : node.get("scenario").toString();
    List<JsonNode> lines = new ArrayList<>();
    node.path("lines").forEach(lines::add);
    return new ConformanceCase(
        file,
        name,
        texts(node.path("rules")),
        text.getBytes(StandardCharsets.UTF_8),
        products,
        node.get("exit").asInt(),
        lines,
        texts(node.path("stderr")),
        true);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  @Override
  public String toString() {
    return file + "/" + name;
  }
}
