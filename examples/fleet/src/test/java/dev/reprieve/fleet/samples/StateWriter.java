package dev.reprieve.fleet.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes resources as {@code terraform show -json} prints them, but one resource a line. */
final class StateWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ALICLOUD = "provider.example.invalid/aliyun/alicloud";
  private static final String KSYUN = "provider.example.invalid/kingsoftcloud/ksyun";

  private final List<String> root = new ArrayList<>();
  private final Map<String, List<String>> modules = new TreeMap<>();

  /** A managed resource. */
  void managed(@Nullable String module, String type, String name, Map<String, Object> values) {
    add(module, "managed", type, name, values);
  }

  /** A data source. */
  void data(@Nullable String module, String type, String name, Map<String, Object> values) {
    add(module, "data", type, name, values);
  }

  private void add(
      @Nullable String module, String mode, String type, String name, Map<String, Object> values) {
    Map<String, Object> resource = new LinkedHashMap<>();
    String address = (mode.equals("data") ? "data." : "") + type + "." + name;
    resource.put("address", module == null ? address : module + "." + address);
    resource.put("mode", mode);
    resource.put("type", type);
    resource.put("name", name);
    resource.put("provider_name", type.startsWith("ksyun") ? KSYUN : ALICLOUD);
    resource.put("schema_version", 0);
    resource.put("values", sorted(values));
    resource.put("sensitive_values", Map.of());
    List<String> lines =
        module == null ? root : modules.computeIfAbsent(module, key -> new ArrayList<>());
    lines.add(text(resource));
  }

  /** Sorted by key, as Terraform sorts them; {@code Map.of} has another order each time. */
  private static Map<String, Object> sorted(Map<String, Object> values) {
    Map<String, Object> sorted = new TreeMap<>();
    values.forEach(
        (name, value) ->
            sorted.put(name, value instanceof Map<?, ?> map ? new TreeMap<>(map) : value));
    return sorted;
  }

  /** The whole file. */
  String write() {
    StringBuilder file = new StringBuilder();
    file.append("{\"format_version\":\"1.0\",\"terraform_version\":\"1.9.8\",");
    file.append("\"values\":{\"outputs\":{},\"root_module\":{\"resources\":[\n");
    file.append(String.join(",\n", root)).append("\n]");
    if (!modules.isEmpty()) {
      List<String> written = new ArrayList<>();
      modules.forEach(
          (address, lines) ->
              written.add(
                  "{\"address\":"
                      + text(address)
                      + ",\"resources\":[\n"
                      + String.join(",\n", lines)
                      + "\n]}"));
      file.append(",\"child_modules\":[\n").append(String.join(",\n", written)).append("\n]");
    }
    return file.append("}}}\n").toString();
  }

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
