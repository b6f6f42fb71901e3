package dev.reprieve;

import dev.reprieve.internal.Printable;
import dev.reprieve.recyclebin.GuardState;
import java.util.List;
import java.util.Objects;

/**
 * Whether anything keeps the engine from purging what is due, and what.
 *
 * @param purging whether purges may begin
 * @param reasons what stands against something, in sentences that name no instance: what stops
 *     everything first, then how many rows wait for what; empty where nothing does
 * @param state what the safeguards have recorded
 */
public record Health(boolean purging, List<String> reasons, GuardState state) {
  /** Copies the reasons, each in a form that forges no line. */
  public Health {
    Objects.requireNonNull(reasons, "reasons");
    Objects.requireNonNull(state, "state");
    reasons = reasons.stream().map(Printable::text).toList();
  }
}
