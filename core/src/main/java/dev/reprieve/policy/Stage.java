package dev.reprieve.policy;

import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a vendor's table: from when on, counted from T, an unpaid instance is in which state.
 *
 * @param after how long after T the stage begins; zero for "from day 1"
 * @param moreThan whether it begins only after that instant and not yet at it (ALL-03)
 * @param state the state
 * @param noEndRule the rule that the stage has no end, or null where another stage follows
 * @param rule the rule that the stage begins then
 */
public record Stage(
    Duration after,
    boolean moreThan,
    InstanceState state,
    @Nullable String noEndRule,
    String rule) {
  /** Refuses nulls. */
  public Stage {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(rule, "rule");
  }

  /** Whether the stage is declared to have no end. */
  public boolean openEnd() {
    return noEndRule != null;
  }
}
