package dev.reprieve.schedule;

import dev.reprieve.ReprieveListener;
import dev.reprieve.model.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Wakes an {@link EngineRunner} early when the engine decides something that is nearer than the
 * runner's next pass: an event with effects, a new deadline.
 *
 * <p>It is made first, given to the engine's builder as a listener, and then to the runner's
 * builder. What the engine decides before the runner is there is found by the first pass. Thread-safe.
 */
public final class EngineWaker implements ReprieveListener {
  private volatile @Nullable EngineRunner runner;

  /** A waker that is given to an engine and a runner. */
  public EngineWaker() {}

  void wakes(EngineRunner runner) {
    this.runner = runner;
  }

  @Override
  public void onDecision(Decision decision) {
    EngineRunner sleeper = runner;
    if (sleeper != null) {
      sleeper.heard(decision);
    }
  }
}
