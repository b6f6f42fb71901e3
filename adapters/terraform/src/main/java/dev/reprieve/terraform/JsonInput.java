package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/**
 * How text from outside is parsed: within bounds that no honest file comes near, and with a
 * sentence for what is broken that says where and quotes nothing (TF-04, TF-05).
 */
final class JsonInput {
  /** Longer than anything that is read of a resource, in characters; what is passed over may be. */
  private static final int LONGEST_TEXT = 1_000_000;

  static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build();

  /** Names are not kept beyond their object: there is no end to those of a hostile file. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(BOUNDS)
          .build();

  /** More than anybody writes into one resource; what is passed over does not count. */
  static final int MOST_VALUES = 100_000;

  private JsonInput() {}

  /**
   * Counts one more of what is kept of one resource.
   *
   * @throws StreamConstraintsException if there is no end of it
   */
  static int oneMore(int values, JsonParser json) throws StreamConstraintsException {
    if (values >= MOST_VALUES) {
      throw new StreamConstraintsException("too many values", json.currentLocation());
    }
    return values + 1;
  }

  /**
   * Opens a parser, which leaves the stream open when it is closed. It looks at the first bytes to
   * tell the encoding.
   *
   * @throws UnusableFileException if they are of none that there is
   */
  static JsonParser parser(JsonFactory factory, InputStream in)
      throws UnusableFileException, IOException {
    try {
      return factory.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    } catch (CharConversionException noText) {
      throw new UnusableFileException("it is not text in UTF-8, before line 1, column 1");
    }
  }

  /**
   * What is wrong, in a sentence.
   *
   * @throws IOException the failure itself, where it is none of the text's
   */
  static UnusableFileException unusable(JsonParser json, IOException failure) throws IOException {
    if (failure instanceof JsonEOFException cutOff) {
      return new UnusableFileException("it is cut off: it ends at " + place(cutOff.getLocation()));
    }
    if (failure instanceof StreamConstraintsException) {
      return new UnusableFileException(
          "something in it is longer or deeper than any Terraform file has it, before "
              + place(json.currentLocation()));
    }
    if (failure instanceof CharConversionException) {
      return new UnusableFileException(
          "it is not text in UTF-8, before " + place(json.currentLocation()));
    }
    if (failure instanceof JsonProcessingException broken) {
      return new UnusableFileException(
          "it is not JSON at "
              + place(broken.getLocation())
              + ": expected "
              + expected(json.getParsingContext()));
    }
    throw failure;
  }

  /** Where, as an editor counts. */
  static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String expected(JsonStreamContext context) {
    if (context.inObject()) {
      return "a key in quotes and its value, or the end of the object";
    }
    return context.inArray() ? "a value, or the end of the array" : "one JSON object";
  }
}
