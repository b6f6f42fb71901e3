package dev.reprieve;

import dev.reprieve.recyclebin.GuardState;
import java.util.List;

/**
 * Whether anything keeps the engine from purging what is due, and what.
 *
 * @param purging whether purges may begin
 * @param reasons what stands against something, in sentences that name no instance: what stops
 *     everything first, then how many rows wait for what; empty where nothing does
 * @param state what the safeguards have recorded
 */
public record Health(boolean purging, List<String> reasons, GuardState state) {
  /** Copies the reasons. */
  public Health {
    reasons = List.copyOf(reasons);
  }
}
