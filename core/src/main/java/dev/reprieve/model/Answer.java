package dev.reprieve.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking something of an instance. Every outcome of a race is an ordinary value;
 * exceptions are for misuse and for a broken store.
 *
 * @param kind which outcome
 * @param key the instance that was asked
 * @param steps what was decided and committed, deadlines passed first; empty unless applied
 * @param refusal why not; null unless refused
 * @param handedOut for a hold on a purge that is under way: the effects for which it comes too late
 *     (ALL-10); else empty
 * @param repeated whether this is the first answer to an event that came again (ALL-05)
 */
public record Answer(
    Kind kind,
    InstanceKey key,
    List<Decision> steps,
    @Nullable Refusal refusal,
    List<String> handedOut,
    boolean repeated) {
  /** The outcomes. */
  public enum Kind {
    /** Decided and committed. */
    APPLIED,
    /** It was so already; nothing changed. */
    ALREADY_THERE,
    /** Others were faster each time it was tried; nothing changed, ask again. */
    LOST_RACE,
    /** Not permitted. */
    REFUSED
  }

  /** Copies the steps. */
  public Answer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(handedOut, "handedOut");
    steps = List.copyOf(steps);
    handedOut = List.copyOf(handedOut);
  }

  /** Decided and committed. */
  public static Answer applied(InstanceKey key, List<Decision> steps) {
    return new Answer(Kind.APPLIED, key, steps, null, List.of(), false);
  }

  /** Not permitted. */
  public static Answer refused(InstanceKey key, Refusal refusal) {
    Objects.requireNonNull(refusal, "refusal");
    return new Answer(Kind.REFUSED, key, List.of(), refusal, List.of(), false);
  }

  /** It was so already. */
  public static Answer alreadyThere(InstanceKey key) {
    return new Answer(Kind.ALREADY_THERE, key, List.of(), null, List.of(), false);
  }

  /** Others were faster. */
  public static Answer lostRace(InstanceKey key) {
    return new Answer(Kind.LOST_RACE, key, List.of(), null, List.of(), false);
  }

  /** The same answer, naming what a hold comes too late for. */
  public Answer withHandedOut(List<String> effects) {
    Objects.requireNonNull(effects, "effects");
    return new Answer(kind, key, steps, refusal, effects, repeated);
  }

  /** The same answer, given again. */
  public Answer asRepeated() {
    return new Answer(kind, key, steps, refusal, handedOut, true);
  }

  /** Whether it was decided and committed, now or the first time. */
  public boolean isApplied() {
    return kind == Kind.APPLIED;
  }
}
