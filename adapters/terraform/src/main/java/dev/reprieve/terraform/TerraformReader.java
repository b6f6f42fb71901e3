package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the JSON of a Terraform state: what {@code terraform show -json} prints, and raw state of
 * version 4. The stream is read once, from beginning to end, and memory grows with the governed
 * instances alone (TF-05).
 *
 * <p>Stateless and thread-safe.
 */
public final class TerraformReader {
  private TerraformReader() {}

  /**
   * Reads a file; the stream is left open.
   *
   * @throws UnusableFileException if it is no Terraform state, or is cut off (TF-05)
   * @throws IOException if the stream cannot be read
   */
  public static TerraformState read(InputStream in) throws UnusableFileException, IOException {
    Collector collector = new Collector();
    read(in, collector);
    return collector.joined();
  }

  /** Reads a file for somebody who takes the resources as they come. */
  static <V> void read(InputStream in, ResourceSink<V> sink)
      throws UnusableFileException, IOException {
    try (JsonParser json = JsonInput.parser(JsonInput.FACTORY, in)) {
      try {
        new StateParser<>(json, sink).parse();
      } catch (IOException failure) {
        throw JsonInput.unusable(json, failure);
      }
    }
  }
}
