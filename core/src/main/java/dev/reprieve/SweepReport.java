package dev.reprieve;

import dev.reprieve.model.Decision;
import java.util.List;
import java.util.Objects;

/**
 * What a sweep did.
 *
 * @param steps what was committed, in order
 * @param lostRaces rows that somebody else changed meanwhile; they are looked at again if still due
 * @param setAside rows that could not be handled
 * @param more whether the limit was reached and more is due
 */
public record SweepReport(List<Decision> steps, int lostRaces, int setAside, boolean more) {
  /** Copies the steps. */
  public SweepReport {
    Objects.requireNonNull(steps, "steps");
    steps = List.copyOf(steps);
  }
}
