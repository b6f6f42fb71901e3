package dev.reprieve.model;

import dev.reprieve.internal.Ordered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One accepted step in the life of an instance: from a snapshot to the next, with everything that
 * must happen outside. A value; nothing has happened yet when it is made (ALL-09).
 *
 * @param before the snapshot that was decided on; null for an instance that begins with it
 * @param after the next snapshot
 * @param cause why
 * @param dueAt when it was due (ALL-02): the nominal deadline, or the event's own instant
 * @param at when it is carried out: never before {@code dueAt}
 * @param rule the rule that it follows
 * @param transition the row of the policy's tables that was taken, for coverage and explanation
 * @param effects what must happen, in this order
 * @param created the instance that a rebuild makes, committed together with this step; else null
 * @param notCarried attributes that do not come back, with what they were (RED-07, KEC-07)
 * @param advice what the rules recommend beside it
 */
public record Decision(
    @Nullable Instance before,
    Instance after,
    Cause cause,
    Instant dueAt,
    Instant at,
    String rule,
    String transition,
    List<Effect> effects,
    @Nullable Decision created,
    Map<String, String> notCarried,
    List<Advice> advice) {
  /** Copies the collections. */
  public Decision {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(dueAt, "dueAt");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(transition, "transition");
    Objects.requireNonNull(effects, "effects");
    Objects.requireNonNull(notCarried, "notCarried");
    Objects.requireNonNull(advice, "advice");
    effects = List.copyOf(effects);
    notCarried = Ordered.copyOf(notCarried);
    advice = List.copyOf(advice);
  }

  /** The same step, leading to another snapshot. */
  public Decision leadingTo(Instance next) {
    Objects.requireNonNull(next, "next");
    return new Decision(
        before, next, cause, dueAt, at, rule, transition, effects, created, notCarried, advice);
  }

  /** The same step, with the instance that it makes and what does not come back. */
  public Decision with(@Nullable Decision made, Map<String, String> lost) {
    Objects.requireNonNull(lost, "lost");
    return new Decision(
        before, after, cause, dueAt, at, rule, transition, effects, made, lost, advice);
  }

  /** The state before, or null for an instance that begins with this step. */
  public @Nullable InstanceState from() {
    return before == null ? null : before.state();
  }

  /** The state after. */
  public InstanceState to() {
    return after.state();
  }

  /** Whether this step begins a purge. */
  public boolean beginsPurge() {
    return after.state() == InstanceState.PURGING && from() != InstanceState.PURGING;
  }
}
