package dev.reprieve.fleet.scenario;

import dev.reprieve.Registration;
import dev.reprieve.policy.AttributeProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a scenario file.
 *
 * @param id its id, or null where the file gives none
 * @param registration what the engine takes in; null where there are problems
 * @param problems why no rule can be applied to it, sorted by attribute (SCN-03)
 */
public record ScenarioInstance(
    @Nullable String id, @Nullable Registration registration, List<AttributeProblem> problems) {
  /** Copies the problems. */
  public ScenarioInstance {
    problems = List.copyOf(problems);
  }
}
