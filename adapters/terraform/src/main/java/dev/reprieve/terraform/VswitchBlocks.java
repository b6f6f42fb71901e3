package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the address blocks of the vSwitches that a file holds, by id. Not thread-safe. */
final class VswitchBlocks implements ResourceSink<List<VswitchBlocks.Vswitch>> {
  private static final String RESOURCE = "alicloud_vswitch";
  private static final String DATA_SOURCE = "alicloud_vswitches";
  private static final String ENTRIES = "vswitches";

  private final Map<String, String> blocks = new HashMap<>();

  /** A vSwitch as far as anybody asks. */
  record Vswitch(@Nullable String id, @Nullable String block) {}

  @Override
  public boolean wants(String type) {
    return type.equals(RESOURCE) || type.equals(DATA_SOURCE);
  }

  @Override
  public List<Vswitch> parse(JsonParser json) throws IOException {
    List<Vswitch> found = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      vswitch(json, found);
    } else {
      json.skipChildren();
    }
    return found;
  }

  /** One vSwitch, or the answer of a data source with several in it. */
  private static void vswitch(JsonParser json, List<Vswitch> found) throws IOException {
    String id = null;
    String block = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(ENTRIES) && value == JsonToken.START_ARRAY) {
        entries(json, found);
      } else if (name.equals("id") && value == JsonToken.VALUE_STRING) {
        id = json.getText();
      } else if (name.equals("cidr_block") && value == JsonToken.VALUE_STRING) {
        block = json.getText();
      } else {
        json.skipChildren();
      }
    }
    found.add(new Vswitch(id, block));
  }

  private static void entries(JsonParser json, List<Vswitch> found) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        vswitch(json, found);
      } else {
        json.skipChildren();
      }
    }
  }

  @Override
  public void add(
      @Nullable String mode,
      @Nullable String type,
      String address,
      @Nullable List<Vswitch> values,
      Set<String> sensitive) {
    if (type == null || values == null || !wants(type)) {
      return;
    }
    for (Vswitch vswitch : values) {
      if (vswitch.id() != null && vswitch.block() != null) {
        blocks.put(vswitch.id(), vswitch.block());
      }
    }
  }

  Map<String, String> byId() {
    return Map.copyOf(blocks);
  }
}
