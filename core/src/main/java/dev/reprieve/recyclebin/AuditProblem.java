package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place at which a trail is not what was written.
 *
 * @param kind what is wrong
 * @param key whose trail; null for the store's own, and for an anchor
 * @param sequence the number of the line in the trail; of an anchor, its number
 * @param message the same in a sentence
 */
public record AuditProblem(Kind kind, @Nullable InstanceKey key, long sequence, String message) {
  /** Refuses nulls. */
  public AuditProblem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** What can be wrong. */
  public enum Kind {
    /** A line is not there, and later ones are. */
    MISSING,
    /** A line says something else than was written. */
    ALTERED,
    /** A line stands where another one belongs. */
    OUT_OF_ORDER,
    /** A line is there that was not written. */
    INSERTED,
    /** The last lines are not there, or all of them. */
    CUT_OFF,
    /** The row is in another state than the decisions of its trail lead to. */
    STATE_DIFFERS,
    /** An anchor is not the one that was made. */
    ANCHOR_ALTERED,
    /** An anchor that was made is not there. */
    ANCHOR_MISSING
  }

  @Override
  public String toString() {
    return message;
  }
}
