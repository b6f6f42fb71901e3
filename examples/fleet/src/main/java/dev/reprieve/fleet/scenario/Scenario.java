package dev.reprieve.fleet.scenario;

import dev.reprieve.simulation.SimulatedEvent;
import dev.reprieve.simulation.Simulation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file as it was read.
 *
 * @param instances in the file's order, faulty ones included
 * @param events in the file's order
 * @param until the last instant, inclusive, or null
 */
public record Scenario(
    List<ScenarioInstance> instances, List<SimulatedEvent> events, @Nullable Instant until) {
  /** Copies the lists. */
  public Scenario {
    instances = List.copyOf(instances);
    events = List.copyOf(events);
  }

  /**
   * Adds what can be ruled to a simulation; the ids of the rest are in use all the same (SCN-11).
   */
  public void populate(Simulation simulation) {
    for (ScenarioInstance instance : instances) {
      if (instance.registration() != null) {
        simulation.add(instance.registration());
      } else if (instance.id() != null) {
        simulation.reserve(instance.id());
      }
    }
  }
}
