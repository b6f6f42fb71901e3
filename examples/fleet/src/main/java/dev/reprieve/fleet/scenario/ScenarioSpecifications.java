package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.fleet.input.UnusableInputException;
import dev.reprieve.model.BillingMode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.redis.RedisPolicy;
import dev.reprieve.redis.specification.Finding;
import dev.reprieve.redis.specification.RedisSpecification;
import dev.reprieve.redis.specification.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each instance of a scenario file as something that can be checked: for what no rule can be
 * applied to it (SCN-03), and a Redis instance for its specification (RED-11).
 */
public final class ScenarioSpecifications {
  /** What no finding shows, wherever else in the instance it may have been written. */
  private static final Set<String> SECRETS =
      Set.of("password", "kmsEncryptedPassword", "encryptionKey");

  private ScenarioSpecifications() {}

  /**
   * Reads a whole file: its instances, in the file's order, also those that no rule can be applied
   * to.
   *
   * @throws UnusableInputException if it is no scenario (SCN-01)
   * @throws IOException if it cannot be read
   */
  public static List<Examined> read(InputStream in, PolicyRegistry policies) throws IOException {
    List<Examined> all = new ArrayList<>();
    new ScenarioReader(
            policies,
            (instance, written) -> {
              String id = instance.id();
              boolean redis = written.path("product").asText().equals(RedisPolicy.PRODUCT);
              all.add(
                  new Examined(
                      id == null ? "without id" : id,
                      id,
                      problems(instance, written.path("attributes")),
                      redis ? specification(written) : null));
            })
        .read(in);
    return all;
  }

  private static List<Finding> problems(ScenarioInstance instance, JsonNode attributes) {
    List<Finding> findings = new ArrayList<>();
    for (AttributeProblem problem : instance.problems()) {
      String message = problem.message();
      for (String secret : SECRETS) {
        String value = attributes.path(secret).asText();
        message = value.isBlank() ? message : message.replace(value, "***");
      }
      findings.add(new Finding(Severity.ERROR, problem.attribute(), "SCN-03", message));
    }
    return findings;
  }

  private static RedisSpecification specification(JsonNode written) {
    RedisSpecification.Builder specification =
        RedisSpecification.scenario().billing(billing(written.path("billing").asText()));
    written
        .path("attributes")
        .properties()
        .forEach(attribute -> put(specification, attribute.getKey(), attribute.getValue()));
    return specification.build();
  }

  private static void put(RedisSpecification.Builder specification, String name, JsonNode value) {
    if (value.isObject()) {
      specification.keys(name, keys(value));
    } else if (value.isArray()) {
      List<String> items = new ArrayList<>();
      Set<String> keys = new HashSet<>();
      for (JsonNode item : value) {
        keys.addAll(keys(item));
        if (item.isValueNode() && !item.isNull()) {
          items.add(item.asText());
        }
      }
      if (keys.isEmpty()) {
        specification.texts(name, items);
      } else {
        specification.keys(name, keys);
      }
    } else if (!value.isNull()) {
      specification.text(name, value.asText());
    }
  }

  /** The keys that have a value; what is no object has none. */
  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new HashSet<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                keys.add(field.getKey());
              }
            });
    return keys;
  }

  private static @Nullable BillingMode billing(String text) {
    try {
      return new BillingMode(text);
    } catch (IllegalArgumentException noMode) {
      return null;
    }
  }
}
