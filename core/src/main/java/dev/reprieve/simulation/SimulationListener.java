package dev.reprieve.simulation;

import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Refusal;

/** Hears what happens in a simulation, in the order in which it happens. */
public interface SimulationListener {
  /** Something happened; a purge is told as it begins, and is over at the same instant. */
  default void onDecision(Decision decision) {}

  /** An event was refused. */
  default void onRefusal(String instance, Event event, Refusal refusal) {}

  /**
   * So much is done: called after every event, for a progress bar.
   *
   * @param events how many events have been taken
   */
  default void onProgress(long events) {}

  /** Asked after every event: whether to stop where it stands. */
  default boolean cancelled() {
    return false;
  }
}
