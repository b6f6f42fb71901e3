package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reprieve.fleet.input.JsonFault;
import dev.reprieve.fleet.input.Shown;
import dev.reprieve.fleet.input.UnusableInputException;
import dev.reprieve.model.Microseconds;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.simulation.SimulatedEvent;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenario files, element by element: memory grows with instances and events alone. Not
 * thread-safe; one reader reads one file.
 */
public final class ScenarioReader {
  /** Longer than anything that is written down of an instance or an event, in characters. */
  private static final int LONGEST_TEXT = 1_000_000;

  private static final int LONGEST_MESSAGE = 300;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names are not kept beyond their object: there is no end to those of a hostile file.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

  private final InstanceReader instanceReader;
  private final EventReader eventReader;
  private final List<ScenarioInstance> instances = new ArrayList<>();
  private final List<SimulatedEvent> events = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Visitor visitor;
  private @Nullable Instant until;

  /** A reader for the policies that are known. */
  public ScenarioReader(PolicyRegistry policies) {
    this(policies, (instance, written) -> {});
  }

  /** A reader that shows each instance as it comes by. */
  ScenarioReader(PolicyRegistry policies, Visitor visitor) {
    this.visitor = visitor;
    this.instanceReader = new InstanceReader(policies);
    this.eventReader = new EventReader(policies);
  }

  /**
   * Reads a whole file.
   *
   * @throws UnusableInputException if it is no scenario (SCN-01); the message is one line that
   *     names the place
   * @throws IOException if it cannot be read
   */
  public Scenario read(InputStream in) throws IOException {
    try (BoundedParser parser = open(in)) {
      try {
        return read(parser);
      } catch (IOException failure) {
        throw new UnusableInputException(JsonFault.sentence(parser, failure), failure);
      }
    }
  }

  /** The parser looks at the first bytes to tell the encoding, and may find that it is none. */
  private static BoundedParser open(InputStream in) throws IOException {
    try {
      return new BoundedParser(JSON.createParser(in));
    } catch (CharConversionException noText) {
      throw new UnusableInputException("it is not text in UTF-8, before line 1, column 1", noText);
    }
  }

  private Scenario read(BoundedParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new UnusableInputException("a scenario file is one JSON object, this one is not");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "instances" -> elements(parser, key, this::addInstance);
        case "events" -> elements(parser, key, place -> events.add(eventReader.read(place)));
        case "until" -> until = readUntil(parser);
        default ->
            throw new UnusableInputException(
                "unknown key " + Shown.quoted(key) + ", expected instances, events or until");
      }
    }
    if (parser.nextToken() != null) {
      throw new UnusableInputException(
          "it goes on after its end, at " + JsonFault.place(parser.currentTokenLocation()));
    }
    return new Scenario(instances, events, until);
  }

  private @Nullable Instant readUntil(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    Instant read = Instants.parse(parser.getText());
    if (parser.currentToken() != JsonToken.VALUE_STRING || read == null) {
      throw new UnusableInputException(
          "\"until\" is not an instant, expected one like 2026-02-01T00:00:00Z");
    }
    return Microseconds.up(read);
  }

  private void addInstance(JsonPlace place) {
    ScenarioInstance instance = instanceReader.read(place);
    String id = instance.id();
    if (id != null && !ids.add(id)) {
      throw place.complaint("the id " + Shown.quoted(id) + " stands in the file twice");
    }
    instances.add(instance);
    visitor.visit(instance, place.node());
  }

  private static void elements(BoundedParser parser, String key, ElementConsumer consumer)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new UnusableInputException("\"" + key + "\" is not an array");
    }
    int index = 0;
    parser.begin();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String place = key + "[" + index++ + "]";
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new UnusableInputException(place + ": expected an object");
      }
      JsonNode node = MAPPER.readTree(parser);
      parser.begin();
      try {
        consumer.accept(new JsonPlace(place, node));
      } catch (IllegalArgumentException unfit) {
        String why = Shown.cut(String.valueOf(unfit.getMessage()), LONGEST_MESSAGE);
        throw new UnusableInputException(place + ": " + why, unfit);
      }
    }
  }

  /** Is shown each instance, read and as it was written. */
  interface Visitor {
    void visit(ScenarioInstance instance, JsonNode written);
  }

  /** Takes one element of an array. */
  private interface ElementConsumer {
    void accept(JsonPlace place);
  }
}
