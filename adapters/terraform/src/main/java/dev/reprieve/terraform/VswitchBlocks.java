package dev.reprieve.terraform;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The address blocks of the vSwitches that a file holds, by id. Not thread-safe. */
final class VswitchBlocks {
  private final Map<String, String> blocks = new HashMap<>();

  /** Whether resources or data sources of this type have vSwitches in them. */
  static boolean areIn(String type) {
    return type.equals("alicloud_vswitch") || type.equals("alicloud_vswitches");
  }

  /** Takes a vSwitch, or a data source with several in it. */
  void add(RawAttributes values) {
    String id = values.text("id");
    String block = values.text("cidr_block");
    if (id != null && block != null) {
      blocks.put(id, block);
    }
    values.vswitches().forEach(this::add);
  }

  /** The block of a vSwitch, or null where the file does not hold it. */
  @Nullable String of(@Nullable String id) {
    return id == null ? null : blocks.get(id);
  }
}
