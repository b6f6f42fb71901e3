package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the JSON of a state, keys in any order, and hands each resource to a {@link
 * ResourceSink}. Not thread-safe.
 *
 * @param <V> what the sink makes of a resource's attributes
 */
final class StateParser<V> {
  private static final int RAW_VERSION = 4;

  private final JsonParser json;
  private final ResourceSink<V> sink;
  private boolean showsState;
  private boolean showsPlan;
  private boolean hasRawResources;
  private boolean hasFormat;
  private @Nullable String rawVersion;

  StateParser(JsonParser json, ResourceSink<V> sink) {
    this.json = json;
    this.sink = sink;
  }

  void parse() throws IOException, UnusableFileException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new UnusableFileException("it is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new UnusableFileException("it is not the JSON object that Terraform writes");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      topLevel(name);
    }
    if (json.nextToken() != null) {
      throw new UnusableFileException(
          "it goes on after its end, at " + JsonInput.place(json.currentTokenLocation()));
    }
    check();
  }

  private void topLevel(String name) throws IOException {
    switch (name) {
      case "values" -> {
        showsState = true;
        shownValues();
      }
      case "resources" -> {
        hasRawResources = true;
        eachObject(this::rawResource);
      }
      case "version" -> rawVersion = scalar();
      case "format_version" -> {
        hasFormat = true;
        json.skipChildren();
      }
      case "planned_values", "resource_changes" -> {
        showsPlan = true;
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private void check() throws UnusableFileException {
    if (showsState || (hasFormat && !showsPlan && !hasRawResources)) {
      return;
    }
    if (showsPlan) {
      throw new UnusableFileException(
          "it is a plan, not a state: run terraform show -json without a plan file");
    }
    if (!hasRawResources) {
      throw new UnusableFileException(
          "it is not a Terraform state: it has neither \"values\" nor \"resources\"");
    }
    if (!String.valueOf(RAW_VERSION).equals(rawVersion)) {
      throw new UnusableFileException(
          "it is not raw state of version 4, the only version that is read");
    }
  }

  // What terraform show -json prints.

  private void shownValues() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("root_module") && json.currentToken() == JsonToken.START_OBJECT) {
        module();
      } else {
        json.skipChildren();
      }
    }
  }

  private void module() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "resources" -> eachObject(this::shownResource);
        case "child_modules" -> eachObject(this::module);
        default -> json.skipChildren();
      }
    }
  }

  private void shownResource() throws IOException {
    String address = null;
    String mode = null;
    String type = null;
    String deposed = null;
    V values = null;
    Set<String> sensitive = Set.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "address" -> address = scalar();
        case "mode" -> mode = scalar();
        case "type" -> type = scalar();
        case "deposed_key" -> deposed = scalar();
        case "values" -> values = valuesOf(type);
        case "sensitive_values" -> sensitive = marked();
        default -> json.skipChildren();
      }
    }
    String suffix = deposed == null ? "" : " (deposed " + deposed + ")";
    sink.add(mode, type, (address == null ? "?" : address) + suffix, values, sensitive);
  }

  /** The attributes, or null where it is known already that nobody wants them. */
  private @Nullable V valuesOf(@Nullable String type) throws IOException {
    if (type != null && !sink.wants(type)) {
      json.skipChildren();
      return null;
    }
    return sink.parse(json);
  }

  /** The attributes that are marked sensitive as a whole. */
  private Set<String> marked() throws IOException {
    Set<String> names = new HashSet<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return names;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_TRUE) {
        JsonInput.oneMore(names.size(), json);
        names.add(name);
      }
      json.skipChildren();
    }
    return names;
  }

  // Raw state, version 4.

  private void rawResource() throws IOException {
    String module = null;
    String mode = null;
    String type = null;
    String name = null;
    List<RawInstance<V>> instances = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "module" -> module = scalar();
        case "mode" -> mode = scalar();
        case "type" -> type = scalar();
        case "name" -> name = scalar();
        case "instances" -> {
          String known = type;
          eachObject(() -> instances.add(rawInstance(known)));
        }
        default -> json.skipChildren();
      }
    }
    String address =
        (module == null ? "" : module + ".")
            + ("data".equals(mode) ? "data." : "")
            + (type == null ? "?" : type)
            + "."
            + (name == null ? "?" : name);
    for (RawInstance<V> instance : instances) {
      sink.add(mode, type, address + instance.suffix(), instance.values(), instance.sensitive());
    }
  }

  private record RawInstance<V>(String suffix, @Nullable V values, Set<String> sensitive) {}

  private RawInstance<V> rawInstance(@Nullable String type) throws IOException {
    String index = "";
    String deposed = "";
    V values = null;
    Set<String> sensitive = Set.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "index_key" -> {
          String quote = json.currentToken() == JsonToken.VALUE_STRING ? "\"" : "";
          String key = scalar();
          index = key == null ? "" : "[" + quote + key + quote + "]";
        }
        case "deposed" -> {
          String key = scalar();
          deposed = key == null ? "" : " (deposed " + key + ")";
        }
        case "attributes" -> values = valuesOf(type);
        case "sensitive_attributes" -> sensitive = markedPaths();
        default -> json.skipChildren();
      }
    }
    return new RawInstance<>(index + deposed, values, sensitive);
  }

  /** The attributes that are marked as a whole: paths of one step, a list of lists of objects. */
  private Set<String> markedPaths() throws IOException {
    Set<String> names = new HashSet<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return names;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        json.skipChildren();
        continue;
      }
      List<String> path = new ArrayList<>();
      eachObject(
          () -> {
            JsonInput.oneMore(path.size(), json);
            path.add(pathStep());
          });
      if (path.size() == 1) {
        JsonInput.oneMore(names.size(), json);
        names.add(path.get(0));
      }
    }
    return names;
  }

  private String pathStep() throws IOException {
    String value = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isValue = json.currentName().equals("value");
      json.nextToken();
      String text = isValue ? scalar() : null;
      if (!isValue) {
        json.skipChildren();
      }
      value = text == null ? value : text;
    }
    return value;
  }

  // Common.

  private interface Step {
    /** Reads an object whose first token is the current one, up to its last. */
    void read() throws IOException;
  }

  /** Reads each object of an array; whatever else is in it is passed over. */
  private void eachObject(Step step) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        step.read();
      } else {
        json.skipChildren();
      }
    }
  }

  /** A scalar's text; null for null, and for an array or object, which is passed over. */
  private @Nullable String scalar() throws IOException {
    if (json.currentToken().isScalarValue()) {
      return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
    }
    json.skipChildren();
    return null;
  }
}
