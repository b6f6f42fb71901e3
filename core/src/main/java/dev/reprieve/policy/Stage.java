package dev.reprieve.policy;

import dev.reprieve.model.InstanceState;
import java.time.Duration;

/**
 * One line of a vendor's table: from when on, counted from T, an unpaid instance is in which state.
 *
 * @param after how long after T the stage begins; zero for "from day 1"
 * @param moreThan whether it begins only after that instant and not yet at it (ALL-03)
 * @param state the state
 * @param openEnd whether the stage is declared to have no end
 * @param rule the rule that says so
 */
public record Stage(
    Duration after, boolean moreThan, InstanceState state, boolean openEnd, String rule) {}
