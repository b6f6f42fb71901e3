package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import dev.reprieve.redis.specification.RedisSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each {@code alicloud_kvstore_instance} of a state as a specification that can be checked
 * (RED-11): with its secrets, which are handed on and not kept. Stateless and thread-safe.
 */
public final class RedisSpecifications {
  private RedisSpecifications() {}

  /** Takes the instances of a file, one after the other. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes one instance.
     *
     * @param address Terraform's
     * @param id the instance's, or null where the file has none
     * @param specification what the file says of it, its secrets too: not to be kept
     */
    void visit(String address, @Nullable String id, RedisSpecification specification)
        throws IOException;
  }

  /**
   * Reads a file, in its order; the stream is left open. Nothing of an instance is kept when the
   * visitor has seen it.
   *
   * @param vswitchBlocks the address block of each vSwitch by its id, as {@link
   *     #vswitchBlocks(InputStream)} gives them
   * @throws UnusableFileException if it is no Terraform state, or is cut off (TF-05); what was
   *     visited before stands
   * @throws IOException if the stream cannot be read, or the visitor threw it
   */
  public static void read(InputStream in, Map<String, String> vswitchBlocks, Visitor visitor)
      throws UnusableFileException, IOException {
    TerraformReader.read(in, new Instances(vswitchBlocks, visitor));
  }

  /**
   * The address block of each vSwitch that the file holds, by its id: of resources {@code
   * alicloud_vswitch} and of data sources {@code alicloud_vswitches}. The stream is left open.
   *
   * @throws UnusableFileException if it is no Terraform state, or is cut off (TF-05)
   * @throws IOException if the stream cannot be read
   */
  public static Map<String, String> vswitchBlocks(InputStream in)
      throws UnusableFileException, IOException {
    VswitchBlocks blocks = new VswitchBlocks();
    TerraformReader.read(in, blocks);
    return blocks.byId();
  }

  private record Instances(Map<String, String> vswitchBlocks, Visitor visitor)
      implements ResourceSink<RawAttributes> {
    @Override
    public boolean wants(String type) {
      return type.equals(ResourceKind.KVSTORE.type);
    }

    @Override
    public RawAttributes parse(JsonParser json) throws IOException {
      return RawAttributes.parse(json);
    }

    @Override
    public void add(
        @Nullable String mode,
        @Nullable String type,
        String address,
        @Nullable RawAttributes values,
        Set<String> sensitive)
        throws IOException {
      if (type == null || !wants(type) || "data".equals(mode)) {
        return;
      }
      RawAttributes known = values == null ? new RawAttributes() : values;
      String vswitch = known.text("vswitch_id");
      RedisSpecification.Builder specification =
          known.specification().vswitchBlock(vswitch == null ? null : vswitchBlocks.get(vswitch));
      sensitive.forEach(specification::secret);
      visitor.visit(address, known.text("id"), specification.build());
    }
  }
}
