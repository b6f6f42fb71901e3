package dev.reprieve.fleet.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprieve.fleet.input.Shown;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.Event;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.simulation.SimulatedEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads one event of a scenario file. */
final class EventReader {
  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "at", "instance", "type", "until", "newId", "overrides", "name", "value", "confirm"));

  private static final Set<Operation> OF_EVERY_SCENARIO =
      Set.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.ARREARS,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY,
          Operation.START,
          Operation.STOP,
          Operation.CHANGE_BACKUP_RETENTION,
          Operation.PROTECT,
          Operation.UNPROTECT,
          Operation.HOLD,
          Operation.UNHOLD);

  private final Map<String, Operation> types = new HashMap<>();

  EventReader(PolicyRegistry policies) {
    OF_EVERY_SCENARIO.forEach(type -> types.put(type.name(), type));
    // A third party's policy may have operations of its own, which bear its prefix.
    policies.latest().stream()
        .flatMap(policy -> policy.operations().stream())
        .filter(operation -> operation.name().contains(":"))
        .forEach(type -> types.put(type.name(), type));
  }

  SimulatedEvent read(JsonPlace place) {
    place.knowsOnly(KEYS);
    Instant at = place.instant("at");
    if (at == null) {
      throw place.complaint("\"at\" is missing");
    }
    String instance = place.neededText("instance");
    String typeName = place.neededText("type");
    Operation type = types.get(typeName);
    if (type == null) {
      throw place.complaint(
          "unknown type "
              + Shown.quoted(typeName)
              + ", expected one of "
              + new TreeSet<>(types.keySet()));
    }
    String name = place.text("name");
    if (name != null && name.isBlank()) {
      throw place.complaint("\"name\" is blank, leave it out for the hold named hold");
    }
    return new SimulatedEvent(
        instance,
        Event.builder(type, at)
            .until(place.instant("until"))
            .newId(place.text("newId"))
            .overrides(overrides(place))
            .name(name)
            .value(place.text("value"))
            .confirm(place.flag("confirm"))
            .build());
  }

  private static Attributes overrides(JsonPlace place) {
    JsonNode node = place.node().get("overrides");
    if (node == null || node.isNull()) {
      return Attributes.empty();
    }
    if (!node.isObject()) {
      throw place.complaint("\"overrides\" is " + JsonPlace.kind(node) + ", expected an object");
    }
    return AttributeTexts.read(node);
  }
}
