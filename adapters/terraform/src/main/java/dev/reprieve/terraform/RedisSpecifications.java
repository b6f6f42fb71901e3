package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import dev.reprieve.redis.specification.RedisSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each {@code alicloud_kvstore_instance} of a state as a specification that can be checked
 * (RED-11). A password is judged as it passes by and dropped (TF-04). Stateless and thread-safe.
 */
public final class RedisSpecifications {
  private RedisSpecifications() {}

  /**
   * One instance.
   *
   * @param address Terraform's
   * @param id the instance's, or null where the file has none
   * @param specification what the file says of it
   */
  public record Described(String address, @Nullable String id, RedisSpecification specification) {}

  /**
   * Reads a file once, from beginning to end; the stream is left open, and memory grows with the
   * instances alone. A private address is joined with the block of its vSwitch, wherever in the
   * file that stands: as a resource {@code alicloud_vswitch} or in a data source {@code
   * alicloud_vswitches}.
   *
   * @return the instances, in the file's order
   * @throws UnusableFileException if it is no Terraform state, or is cut off (TF-05)
   * @throws IOException if the stream cannot be read
   */
  public static List<Described> read(InputStream in) throws UnusableFileException, IOException {
    return read(in, false);
  }

  /**
   * As {@link #read(InputStream)}, but without what the provider writes into every state by itself:
   * copies of a value under deprecated names, defaults that have no effect, and {@code tde_status}
   * where it is {@code Disabled}, which is how a state says that nobody has switched it on.
   *
   * @return the instances, in the file's order
   * @throws UnusableFileException if it is no Terraform state, or is cut off (TF-05)
   * @throws IOException if the stream cannot be read
   */
  public static List<Described> readWithoutDefaults(InputStream in)
      throws UnusableFileException, IOException {
    return read(in, true);
  }

  private static List<Described> read(InputStream in, boolean withoutDefaults)
      throws UnusableFileException, IOException {
    Reading reading = new Reading(withoutDefaults);
    TerraformReader.read(in, reading);
    return reading.joined();
  }

  private record Draft(Described described, @Nullable String vswitch) {}

  private static final class Reading implements ResourceSink<RawAttributes> {
    private final List<Draft> drafts = new ArrayList<>();
    private final VswitchBlocks blocks = new VswitchBlocks();
    private final boolean withoutDefaults;

    Reading(boolean withoutDefaults) {
      this.withoutDefaults = withoutDefaults;
    }

    @Override
    public boolean wants(String type) {
      return type.equals(ResourceKind.KVSTORE.type) || VswitchBlocks.areIn(type);
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
        Set<String> sensitive) {
      if (type == null) {
        return;
      }
      RawAttributes known = values == null ? new RawAttributes() : values;
      if (VswitchBlocks.areIn(type)) {
        blocks.add(known);
      } else if (type.equals(ResourceKind.KVSTORE.type) && !"data".equals(mode)) {
        if (withoutDefaults) {
          known.forgetDefaults();
        }
        RedisSpecification.Builder specification = known.specification();
        sensitive.forEach(specification::secret);
        drafts.add(
            new Draft(
                new Described(address, known.text("id"), specification.build()),
                known.text("vswitch_id")));
      }
    }

    List<Described> joined() {
      List<Described> all = new ArrayList<>(drafts.size());
      for (Draft draft : drafts) {
        Described one = draft.described();
        all.add(
            new Described(
                one.address(),
                one.id(),
                one.specification().withVswitchBlock(blocks.of(draft.vswitch()))));
      }
      return all;
    }
  }
}
