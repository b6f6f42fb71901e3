package dev.reprieve.testkit;

import dev.reprieve.model.Deadline;
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
   * The whole line, as a scenario's author writes it down: instant, cause, passage and rule; then
   * the effects in order, the operations that are permitted now, and what comes next, each after a
   * bar, {@code -} for none. What comes only <em>after</em> an instant and not yet at it (ALL-03)
   * says so: {@code after 2026-02-01T02:00:00Z PURGED}.
   *
   * <pre>
   * 2026-02-01T00:00:00Z EXPIRY RUNNING -&gt; LOCKED ACM-01 | LOCK_ACCESS, NOTIFY_OWNER | RENEW | 2026-02-16T00:00:00Z PURGED
   * 2026-02-11T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE ACM-01
   * 2026-02-17T00:00:00Z REBUILD of n1 null -&gt; RUNNING ACM-02 | - | RENEW | 2026-03-17T00:00:00Z LOCKED
   * </pre>
   */
  public String told() {
    String of = instance.equals(Life.ID) ? "" : " of " + instance;
    String begun = at + " " + cause + of;
    if (refusal != null) {
      return begun + " refused " + refusal.code() + " " + rule;
    }
    return begun
        + " "
        + from
        + " -> "
        + to
        + " "
        + rule
        + " | "
        + listed(effects)
        + " | "
        + listed(operations)
        + " | "
        + (next == null ? "-" : (passesAfterIt() ? "after " : "") + nextText());
  }

  private boolean passesAfterIt() {
    Deadline deadline = decision == null ? null : decision.after().deadline();
    return next != null
        && deadline != null
        && deadline.moreThan()
        && deadline.at().equals(next.at());
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "-" : String.join(", ", names);
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
