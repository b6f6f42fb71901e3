package dev.reprieve.fleet;

import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.simulation.SimulationListener;

/** Follows a simulation: shows how far it has come, and ends it where somebody wishes it. */
abstract class Followed implements SimulationListener {
  private final Progress.Work work;
  private final Interruption interruption;

  /**
   * Follows.
   *
   * @param work is told how many events have been taken
   * @param interruption may end the simulation between two events
   */
  Followed(Progress.Work work, Interruption interruption) {
    this.work = work;
    this.interruption = interruption;
  }

  @Override
  public final void onProgress(long events) {
    work.reached(events);
  }

  @Override
  public final boolean cancelled() {
    return interruption.isAsked();
  }
}
