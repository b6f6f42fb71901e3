package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the append-only trail (SAF-07): a decision, a refusal or an effect.
 *
 * @param key whose
 * @param version the instance's version after it
 * @param kind what sort of line
 * @param dueAt when it was due
 * @param at when it was carried out
 * @param cause the cause, the operation, or the effect's type
 * @param from the state before; null for an instance that begins
 * @param to the state after
 * @param rule the rule that it follows
 * @param outcome the refusal code, or how the effect ended; null for a decision
 * @param effects the effects that a decision ordered, by name
 * @param by who asked, or null where nobody did
 * @param why the reason given, or null
 */
public record AuditEntry(
    InstanceKey key,
    long version,
    Kind kind,
    Instant dueAt,
    Instant at,
    String cause,
    @Nullable InstanceState from,
    InstanceState to,
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
    EFFECT
  }

  /** Copies the effects. */
  public AuditEntry {
    effects = List.copyOf(effects);
  }
}
