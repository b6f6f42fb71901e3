package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the resources of a state, one after the other, in the file's order.
 *
 * @param <V> what it makes of a resource's attributes
 */
interface ResourceSink<V> {

  /** Whether the attributes of resources of this type are to be read at all. */
  boolean wants(String type);

  /**
   * Reads the attributes of a resource, from the current token to the last of what it begins. The
   * type may not be known yet: keys stand in any order.
   */
  V parse(JsonParser json) throws IOException;

  /**
   * Takes a resource.
   *
   * @param mode {@code managed} or {@code data}
   * @param values null where they were not wanted or not there
   * @param sensitive the attributes that the file marks as sensitive
   */
  void add(
      @Nullable String mode,
      @Nullable String type,
      String address,
      @Nullable V values,
      Set<String> sensitive)
      throws IOException;
}
