package dev.reprieve.recyclebin;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the append-only trail says (SAF-07): a decision, a refusal, an effect, or what
 * somebody did about one. Its place in the trail is its {@link AuditLine}'s.
 *
 * @param key whose; null for what concerns the whole store, or nobody's row
 * @param version the instance's version after it; 0 where there is no instance
 * @param kind what sort of line
 * @param dueAt when it was due; to the microsecond, rounded down
 * @param at when it was carried out; to the microsecond, rounded down
 * @param cause the cause, the operation, the action, or the effect's type
 * @param from the state before; null for an instance that begins, and where there is none
 * @param to the state after; null where there is no instance
 * @param rule the rule that it follows
 * @param outcome the refusal code, or how the effect ended; null for a decision
 * @param effects the effects that a decision ordered, by name
 * @param by who asked, or null where nobody did
 * @param why the reason given, or null
 */
public record AuditEntry(
    @Nullable InstanceKey key,
    long version,
    Kind kind,
    Instant dueAt,
    Instant at,
    String cause,
    @Nullable InstanceState from,
    @Nullable InstanceState to,
    String rule,
    @Nullable String outcome,
    List<String> effects,
    @Nullable String by,
    @Nullable String why) {
  /** The sorts of lines. */
  public enum Kind {
    /** A step that was committed. */
    DECISION,
    /** An event that was refused. */
    REFUSAL,
    /** An effect that was confirmed or given up. */
    EFFECT,
    /** What an operator did to an effect or a row, without a decision: retried, taken up again. */
    ACT,
    /** A safeguard spoke: something was declined, set aside, stopped, or let go on. */
    GUARD,
    /** A caller asked for what it may not do (KEY-11). */
    ACCESS
  }

  /** Copies the effects, and rounds the instants, so that every store can keep them whole. */
  public AuditEntry {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(dueAt, "dueAt");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(effects, "effects");
    dueAt = Microseconds.down(dueAt);
    at = Microseconds.down(at);
    effects = List.copyOf(effects);
  }

  /**
   * A line about an instance that leaves its state as it is.
   *
   * @param cause what was done
   * @param outcome what came of it, or null
   */
  public static AuditEntry about(
      Instance instance,
      Kind kind,
      Instant at,
      String cause,
      String rule,
      @Nullable String outcome,
      @Nullable String by,
      @Nullable String why) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(at, "at");
    return new AuditEntry(
        instance.key(),
        instance.version(),
        kind,
        at,
        at,
        cause,
        instance.state(),
        instance.state(),
        rule,
        outcome,
        List.of(),
        by,
        why);
  }

  /** A line about the whole store, or about what has no row: it goes into the store's own trail. */
  public static AuditEntry ofStore(
      Kind kind,
      Instant at,
      String cause,
      String rule,
      @Nullable String outcome,
      @Nullable String by,
      @Nullable String why) {
    Objects.requireNonNull(at, "at");
    return new AuditEntry(
        null, 0, kind, at, at, cause, null, null, rule, outcome, List.of(), by, why);
  }
}
