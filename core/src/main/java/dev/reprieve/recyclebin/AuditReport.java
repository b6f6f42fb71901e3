package dev.reprieve.recyclebin;

import java.util.List;
import java.util.Objects;

/**
 * What a verification of the trails found.
 *
 * @param trails how many trails were read
 * @param lines how many lines they have
 * @param anchors how many anchors were read
 * @param problems what is wrong, the first thousand of it; empty if nothing is
 * @param more whether there are further problems
 */
public record AuditReport(
    long trails, long lines, long anchors, List<AuditProblem> problems, boolean more) {
  /** Copies the problems. */
  public AuditReport {
    Objects.requireNonNull(problems, "problems");
    problems = List.copyOf(problems);
  }

  /** Whether every trail is what was written. */
  public boolean isSound() {
    return problems.isEmpty();
  }
}
