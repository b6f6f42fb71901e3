package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
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
  private static final JsonFactory FACTORY = new JsonFactory();

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
    try (JsonParser json = FACTORY.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      try {
        new StateParser<>(json, sink).parse();
      } catch (JsonEOFException cutOff) {
        throw new UnusableFileException("it is cut off: it ends at " + place(cutOff.getLocation()));
      } catch (StreamConstraintsException beyond) {
        throw new UnusableFileException(
            "something in it is longer or deeper than any Terraform file has it, before "
                + place(json.currentLocation()));
      } catch (CharConversionException noText) {
        throw new UnusableFileException(
            "it is not text in UTF-8, before " + place(json.currentLocation()));
      } catch (JsonProcessingException broken) {
        throw new UnusableFileException("it is not JSON at " + place(broken.getLocation()));
      }
    }
  }

  /** Where, without a word of what stands there. */
  static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
