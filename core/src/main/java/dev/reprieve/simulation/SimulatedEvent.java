package dev.reprieve.simulation;

import dev.reprieve.model.Event;

/**
 * An event that a simulation takes.
 *
 * @param instance the id of the instance; ids name instances of any product, as scenario files do
 * @param event what is asked
 */
public record SimulatedEvent(String instance, Event event) {}
