package dev.reprieve.simulation;

import dev.reprieve.model.Event;
import java.util.Objects;

/**
 * An event that a simulation takes.
 *
 * @param instance the id of the instance; ids name instances of any product, as scenario files do
 * @param event what is asked
 */
public record SimulatedEvent(String instance, Event event) {
  /** Refuses nulls. */
  public SimulatedEvent {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(event, "event");
  }
}
