package dev.reprieve.fleet.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;

/**
 * Says in a sentence why a text is no JSON: the place and what would be right, and not a word of
 * what stands there, which may be a secret.
 */
public final class JsonFault {
  private JsonFault() {}

  /**
   * The sentence.
   *
   * @throws IOException the failure itself, where it is none of the text's
   */
  public static String sentence(JsonParser json, IOException failure) throws IOException {
    if (failure instanceof JsonEOFException cutOff) {
      return "it is cut off: it ends at " + place(cutOff.getLocation());
    }
    if (failure instanceof StreamConstraintsException) {
      return "something in it is longer or deeper than any scenario has it, before "
          + place(json.currentLocation());
    }
    if (failure instanceof CharConversionException) {
      return "it is not text in UTF-8, before " + place(json.currentLocation());
    }
    if (failure instanceof JsonProcessingException broken) {
      boolean twice = broken.getOriginalMessage().startsWith("Duplicate ");
      return twice
          ? "a key stands twice in one object, at " + place(broken.getLocation())
          : "it is not JSON at "
              + place(broken.getLocation())
              + ": expected "
              + expected(json.getParsingContext());
    }
    throw failure;
  }

  /** Where, as an editor counts. */
  public static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String expected(JsonStreamContext context) {
    if (context.inObject()) {
      return "a key in quotes and its value, or the end of the object";
    }
    return context.inArray() ? "a value, or the end of the array" : "one JSON object";
  }
}
