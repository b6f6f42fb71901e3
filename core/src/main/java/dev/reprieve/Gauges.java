package dev.reprieve;

import dev.reprieve.internal.Ordered;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Figures by which a host sees that something is wrong (SAF-16).
 *
 * @param oldestDue since when the oldest thing is due that no sweep has passed, or null
 * @param declined how many rows are due and wait, by what they wait for
 * @param implausible rows whose deadline lies more than 100 years ahead, or before their state
 *     began, and rows that say that they were written after now, by more than the clock limit: a
 *     clock wrote them that was ahead, and was put back
 * @param redelivered effects that this engine handed out though they had been handed out before
 * @param notRestorable rows whose data is kept and from which nothing can be brought back
 * @param earlyPurges purges that this engine began before their deadline; always 0
 */
public record Gauges(
    @Nullable Instant oldestDue,
    Map<WaitingFor, Long> declined,
    long implausible,
    long redelivered,
    long notRestorable,
    long earlyPurges) {
  /** Copies the map. */
  public Gauges {
    Objects.requireNonNull(declined, "declined");
    declined = Ordered.copyOf(declined);
  }
}
