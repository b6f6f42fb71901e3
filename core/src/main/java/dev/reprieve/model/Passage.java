package dev.reprieve.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One change of state that was carried out, remembered so that a late event can be told what it
 * missed (ALL-07 d).
 *
 * @param from the state before
 * @param to the state after
 * @param cause why
 * @param at when it was carried out
 * @param version the instance's version after it, which the effects that it ordered have in their
 *     keys: several steps may bear one instant
 */
public record Passage(InstanceState from, InstanceState to, Cause cause, Instant at, long version) {
  /** Refuses nulls. */
  public Passage {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(at, "at");
  }
}
