package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one resource, of those that the library reads. Every other attribute is passed
 * over in the stream: no password is ever held (TF-04), and memory does not grow with what is of no
 * use (TF-05).
 */
final class Values {
  /** No secret is in this list, and none may be put into it. */
  private static final Set<String> READ =
      Set.of(
          "auto_renew",
          "auto_renew_period",
          "backup_id",
          "backup_period",
          "backup_retention_policy_on_cluster_deletion",
          "backup_time",
          "capacity",
          "charge_type",
          "config",
          "create_time",
          "creation_date",
          "creation_time",
          "db_instance_id",
          "db_instance_name",
          "db_instance_release_protection",
          "effective_time",
          "enable_backup_log",
          "encryption_name",
          "end_time",
          "engine_version",
          "expiration_time",
          "expire_time",
          "id",
          "instance_charge_type",
          "instance_class",
          "instance_id",
          "instance_name",
          "instance_release_protection",
          "instance_state",
          "instance_status",
          "instance_type",
          "instances",
          "lock_mode",
          "maintain_end_time",
          "maintain_start_time",
          "name",
          "order_type",
          "payment_type",
          "period",
          "port",
          "private_ip",
          "region_id",
          "replication_factor",
          "restore_time",
          "role_arn",
          "security_group_id",
          "security_ips",
          "shard_count",
          "src_db_instance_id",
          "srcdb_instance_id",
          "ssl_enable",
          "status",
          "storage_type",
          "tags",
          "tair_instance_name",
          "tde_status",
          "vpc_auth_mode",
          "vswitch_id");

  /** What a rule, a state or a join needs: read even where a configuration marks it sensitive. */
  private static final Set<String> RULING =
      Set.of(
          "auto_renew",
          "backup_retention_policy_on_cluster_deletion",
          "charge_type",
          "create_time",
          "creation_date",
          "creation_time",
          "db_instance_id",
          "db_instance_release_protection",
          "end_time",
          "expiration_time",
          "expire_time",
          "id",
          "instance_charge_type",
          "instance_id",
          "instance_release_protection",
          "instance_state",
          "instance_status",
          "instances",
          "lock_mode",
          "payment_type",
          "region_id",
          "replication_factor",
          "status",
          "storage_type",
          "tde_status");

  /** Deep enough for a list of objects with lists of objects in them; nothing read is deeper. */
  private static final int DEPTH = 4;

  private final Map<String, Object> read = new LinkedHashMap<>();
  private int kept;

  /** Reads an object whose first token is the current one; anything else is no attributes. */
  static Values parse(JsonParser json) throws IOException {
    Values values = new Values();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return values;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (!READ.contains(name)) {
        json.skipChildren();
      } else if (name.equals("instances")) {
        values.put(name, parseEntries(json));
      } else {
        values.put(name, values.parseValue(json, DEPTH));
      }
    }
    return values;
  }

  /** The entries of a data source, each with its own attributes. */
  private static List<Values> parseEntries(JsonParser json) throws IOException {
    List<Values> entries = new ArrayList<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return entries;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      entries.add(parse(json));
    }
    return entries;
  }

  private @Nullable Object parseValue(JsonParser json, int depth) throws IOException {
    kept = JsonInput.oneMore(kept, json);
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token.isScalarValue()) {
      return json.getText();
    }
    if (depth == 0) {
      json.skipChildren();
      return null;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> items = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        Object item = parseValue(json, depth - 1);
        if (item != null) {
          items.add(item);
        }
      }
      return items;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (Secrets.isNameOfOne(name)) {
        json.skipChildren();
        continue;
      }
      Object value = parseValue(json, depth - 1);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private void put(String name, @Nullable Object value) {
    if (value != null) {
      read.put(name, value);
    }
  }

  /** The text of an attribute, or null where it is missing, null, blank or no scalar (SAF-13). */
  @Nullable String text(String name) {
    return read.get(name) instanceof String text && !text.isBlank() ? text : null;
  }

  /** The first of the attributes that has a text. */
  @Nullable String firstText(String... names) {
    for (String name : names) {
      String text = text(name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The texts of a list of scalars, or of a text with commas in it; empty where there are none. */
  List<String> texts(String name) {
    Object value = read.get(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof String text) {
      for (String part : text.split(",", -1)) {
        if (!part.isBlank()) {
          texts.add(part.strip());
        }
      }
    } else if (value instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** A map of scalars, or empty. */
  Map<String, String> map(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (read.get(name) instanceof Map<?, ?> fields) {
      fields.forEach(
          (key, value) -> {
            if (key instanceof String field && value instanceof String text) {
              texts.put(field, text);
            }
          });
    }
    return texts;
  }

  /** A field of the first object of a list of objects, as ksyun writes an instance's state. */
  @Nullable String textInFirst(String name, String field) {
    return read.get(name) instanceof List<?> items
            && !items.isEmpty()
            && items.get(0) instanceof Map<?, ?> fields
            && fields.get(field) instanceof String text
            && !text.isBlank()
        ? text
        : null;
  }

  /** The entries of a data source. */
  List<Values> entries() {
    List<Values> entries = new ArrayList<>();
    if (read.get("instances") instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Values entry) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  /** Forgets what the file marks as sensitive, but for what a rule needs. */
  void forgetSensitive(Set<String> marked) {
    read.keySet().removeIf(name -> marked.contains(name) && !RULING.contains(name));
  }
}
