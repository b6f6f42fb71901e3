package dev.reprieve.verification.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprieve.verification.conformance.ConformanceCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes down what is asked of one instance and what must come of it, in the order of time. */
final class Story {
  static final Instant T = Instant.parse("2026-03-01T00:00:00Z");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String name;
  private final ObjectNode instance;
  private final List<String> rules;
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> lines = new ArrayList<>();

  Story(String name, JsonNode attributes, String product, String profile, String billing) {
    this.name = name;
    this.rules = new ArrayList<>();
    this.instance = JSON.objectNode();
    instance.put("id", "i1").put("product", product).put("profile", profile);
    instance.put("billing", billing).put("createdAt", at(Duration.ofDays(-300)));
    instance.set("attributes", attributes);
    if (billing.equals("SUBSCRIPTION")) {
      instance.put("expiresAt", at(Duration.ZERO));
    }
  }

  /** Something is asked, so long after T. */
  ObjectNode ask(Duration after, String type) {
    ObjectNode event = JSON.objectNode().put("at", at(after)).put("instance", "i1");
    events.add(event.put("type", type));
    return event;
  }

  /** Something happens, so long after T. */
  Story then(Duration after, String cause, String from, String to, String rule, String effects) {
    ObjectNode line = line(after, "i1", cause, rule).put("from", from).put("to", to);
    var array = line.putArray("effects");
    for (String effect : effects.isEmpty() ? new String[0] : effects.split(" ")) {
      array.add(effect);
    }
    return this;
  }

  /** What was asked is refused. */
  Story refused(Duration after, String cause, String code, String rule) {
    line(after, "i1", cause, rule).put("refused", code);
    return this;
  }

  /** The instance that a rebuild made. */
  Story made(Duration after, String rule) {
    line(after, "n1", "REBUILD", rule).putNull("from").put("to", "RUNNING").putArray("effects");
    return this;
  }

  /** The instance cannot be ruled. */
  ConformanceCase unfit(String error, String attribute) {
    lines.add(
        JSON.objectNode().put("instance", "i1").put("error", error).put("attribute", attribute));
    return ended(Duration.ZERO, 1);
  }

  /** The case; what stands after {@code until} is not asked. */
  ConformanceCase until(Duration until) {
    return ended(until, 0);
  }

  private ConformanceCase ended(Duration until, int exit) {
    ObjectNode scenario = JSON.objectNode();
    scenario.putArray("instances").add(instance);
    scenario.putArray("events").addAll(events);
    scenario.put("until", at(until));
    return new ConformanceCase(
        "tables",
        name,
        rules,
        scenario.toString().getBytes(StandardCharsets.UTF_8),
        Set.of(instance.get("product").asText()),
        exit,
        lines,
        List.of(),
        false);
  }

  private ObjectNode line(Duration after, String id, String cause, String rule) {
    ObjectNode line = JSON.objectNode().put("at", at(after)).put("instance", id);
    line.put("cause", cause).put("rule", rule);
    lines.add(line);
    rules.add(rule);
    return line;
  }

  static String at(Duration after) {
    return T.plus(after).toString();
  }
}
