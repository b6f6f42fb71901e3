package dev.reprieve;

import dev.reprieve.guard.Plan;
import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Decision;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What executing a plan did (SAF-03).
 *
 * @param steps what was done
 * @param skipped what was not, and why not
 */
public record PlanReport(List<Decision> steps, Map<Plan.Item, String> skipped) {
  /** Copies the collections. */
  public PlanReport {
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(skipped, "skipped");
    steps = List.copyOf(steps);
    skipped = Ordered.copyOf(skipped);
  }
}
