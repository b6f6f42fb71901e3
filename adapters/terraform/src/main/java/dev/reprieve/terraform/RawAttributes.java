package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.reprieve.redis.RedisDiskForm;
import dev.reprieve.redis.specification.RedisSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All attributes of one resource, secrets too, in the form in which a specification takes them. Not
 * thread-safe, and not to be kept.
 */
final class RawAttributes {
  /** Deprecated names under which the provider repeats a value, and where it takes it from. */
  private static final Map<String, String> COPIES =
      Map.of(
          "instance_name", "db_instance_name",
          "availability_zone", "zone_id",
          "instance_charge_type", "payment_type");

  /**
   * What stands in a state where nobody said anything; {@code auto_renew} was written by the
   * provider's versions until 2023, and stays in a state.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "auto_renew", "false",
          "auto_renew_period", "1",
          "order_type", "UPGRADE",
          "tde_status", "Disabled");

  /** What the provider takes from the vendor's answer on each refresh, whatever somebody wrote. */
  private static final Set<String> COMPUTED =
      Set.of("connection_string", "enable_public", "node_type");

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();
  private final Map<String, Set<String>> maps = new HashMap<>();
  private final List<RawAttributes> vswitches = new ArrayList<>();
  private int kept;

  /** Reads an object whose first token is the current one; anything else is no attributes. */
  static RawAttributes parse(JsonParser json) throws IOException {
    RawAttributes attributes = new RawAttributes();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return attributes;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      attributes.kept = JsonInput.oneMore(attributes.kept, json);
      switch (json.nextToken()) {
        case VALUE_NULL -> {}
        case START_OBJECT -> attributes.maps.put(name, attributes.keys(json));
        case START_ARRAY -> {
          if (name.equals("vswitches")) {
            attributes.entries(json);
          } else {
            attributes.array(name, json);
          }
        }
        default -> attributes.texts.put(name, json.getText());
      }
    }
    return attributes;
  }

  /** The vSwitches that a data source has found, each with its own attributes. */
  private void entries(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      vswitches.add(parse(json));
    }
  }

  /** A list of scalars; one of objects counts as one map. */
  private void array(String name, JsonParser json) throws IOException {
    List<String> items = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      kept = JsonInput.oneMore(kept, json);
      if (json.currentToken() == JsonToken.START_OBJECT) {
        keys.addAll(keys(json));
      } else if (json.currentToken() == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (json.currentToken() != JsonToken.VALUE_NULL) {
        items.add(json.getText());
      }
    }
    if (keys.isEmpty()) {
      lists.put(name, items);
    } else {
      maps.put(name, keys);
    }
  }

  /** The keys that have a value; the values are passed over. */
  private Set<String> keys(JsonParser json) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        kept = JsonInput.oneMore(kept, json);
        keys.add(key);
      }
      json.skipChildren();
    }
    return keys;
  }

  /**
   * Forgets what the provider writes into every state by itself, asked or not: a state cannot tell
   * it from what somebody wrote.
   */
  void forgetDefaults() {
    COPIES.forEach(
        (old, present) -> {
          if (texts.containsKey(old) && texts.get(old).equals(texts.get(present))) {
            texts.remove(old);
          }
        });
    DEFAULTS.forEach((name, value) -> texts.remove(name, value));
    COMPUTED.forEach(texts::remove);
    String instanceClass = texts.get("instance_class");
    if (instanceClass != null && RedisDiskForm.ofClass(instanceClass) == RedisDiskForm.CLASSIC) {
      // Nobody chooses it there, and the provider reads it back all the same. On cloud disks it
      // tells a cluster from a standard instance.
      texts.remove("shard_count");
    }
  }

  /** The text of an attribute, or null where it is missing, null, blank or no scalar. */
  @Nullable String text(String name) {
    String text = texts.get(name);
    return text == null || text.isBlank() ? null : text;
  }

  /** The entries of a data source of vSwitches. */
  List<RawAttributes> vswitches() {
    return vswitches;
  }

  RedisSpecification.Builder specification() {
    RedisSpecification.Builder specification = RedisSpecification.terraform();
    texts.forEach(specification::text);
    lists.forEach(specification::texts);
    maps.forEach(specification::keys);
    return specification;
  }
}
