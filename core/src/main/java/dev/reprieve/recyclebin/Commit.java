package dev.reprieve.recyclebin;

import dev.reprieve.model.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one step writes, all of it or nothing.
 *
 * @param rows the rows, each by compare-and-set
 * @param effects the effects to append, in order
 * @param effectChanges effects that have come further, each by compare-and-set
 * @param audit the lines to append, in order
 * @param remembered an event with an id and its answer, or null; it must not be remembered yet
 */
public record Commit(
    List<RowChange> rows,
    List<Effect> effects,
    List<EffectChange> effectChanges,
    List<AuditEntry> audit,
    @Nullable RememberedEvent remembered) {
  /** The ways in which a commit ends. */
  public enum Result {
    /** All of it was written. */
    COMMITTED,
    /** A row, an effect or a remembered event was not as expected: nothing was written. */
    CONFLICT
  }

  /** Copies the lists. */
  public Commit {
    rows = List.copyOf(rows);
    effects = List.copyOf(effects);
    effectChanges = List.copyOf(effectChanges);
    audit = List.copyOf(audit);
  }
}
