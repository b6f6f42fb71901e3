package dev.reprieve.testkit;

import dev.reprieve.model.Decision;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.NextStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a simulated life, as a scenario's output has it (SPEC 10): a step, or
 * a refusal. Immutable.
 *
 * @param at when
 * @param instance the id of the instance
 * @param cause {@code EXPIRY}, {@code ARREARS}, {@code DEADLINE}, or the operation
 * @param from the state before; null for an instance that begins with it, and for a refusal
 * @param to the state after, {@code PURGED} where a purge begins; null for a refusal
 * @param rule the rule that it follows, or that refuses it
 * @param effects the names of the effects, in order
 * @param operations which of RENEW, SETTLE, RELEASE, REBUILD, RESTORE and DESTROY are permitted
 *     now, sorted
 * @param next what happens if nobody does anything, or null
 * @param refusal why not, or null for what happened
 * @param decision the step itself, or null for a refusal
 */
public record Line(
    Instant at,
    String instance,
    String cause,
    @Nullable InstanceState from,
    @Nullable InstanceState to,
    String rule,
    List<String> effects,
    List<String> operations,
    @Nullable NextStep next,
    @Nullable Refusal refusal,
    @Nullable Decision decision) {
  /** Copies the lists. */
  public Line {
    effects = List.copyOf(effects);
    operations = List.copyOf(operations);
  }

  /** Whether it was refused. */
  public boolean refused() {
    return refusal != null;
  }

  /** What comes next as {@code 2026-02-16T00:00:00Z RETAINED}, or {@code nothing}. */
  public String nextText() {
    return next == null ? "nothing" : next.at() + " " + next.to();
  }

  /**
   * In short: {@code 2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED}, or {@code 2026-02-11T00:00:00Z
   * DESTROY refused NOT_PERMITTED_IN_STATE}.
   */
  @Override
  public String toString() {
    return at
        + " "
        + cause
        + (refusal == null ? " " + from + " -> " + to : " refused " + refusal.code());
  }
}
