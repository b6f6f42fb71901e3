package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Ends the reading of one instance or event that goes on and on: it is held in memory until it has
 * been read, and memory is not for one of them to use up.
 */
final class BoundedParser extends JsonParserDelegate {
  /** More keys and values than anybody writes down of one instance. */
  private static final int MOST = 100_000;

  private int read;

  BoundedParser(JsonParser json) {
    super(json);
  }

  /** The next instance or event begins. */
  void begin() {
    read = 0;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    if (++read > MOST) {
      throw new StreamConstraintsException("too many keys and values", currentLocation());
    }
    return super.nextToken();
  }
}
