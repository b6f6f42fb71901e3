package dev.reprieve.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The instant at which the present stage ends, kept in the row itself: never a timer.
 *
 * @param at the nominal instant, to the microsecond
 * @param moreThan whether it is passed only <em>after</em> that instant, and not yet at it (ALL-03)
 * @param cause {@link Cause#EXPIRY} for the end of a term, else {@link Cause#DEADLINE}
 * @param to the state that begins
 * @param rule the rule that sets the instant
 */
public record Deadline(Instant at, boolean moreThan, Cause cause, InstanceState to, String rule) {
  private static final Duration NANOSECOND = Duration.ofNanos(1);

  /** Refuses nulls. */
  public Deadline {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(rule, "rule");
  }

  /**
   * The first instant at which the deadline has passed. A "more than" deadline is one nanosecond
   * later, finer than anything that is recorded, so that what happens at the nominal instant comes
   * before it and what happens a microsecond later comes after it.
   */
  public Instant dueAt() {
    return moreThan ? Microseconds.after(at, NANOSECOND) : at;
  }

  /** Whether it leads to a purge, which only a sweep may begin (ALL-07 c). */
  public boolean purges() {
    return to == InstanceState.PURGED;
  }
}
