package dev.reprieve.recyclebin;

import dev.reprieve.model.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one step writes, all of it or nothing.
 *
 * @param rows the rows, each by compare-and-set
 * @param effects the effects to append, in order
 * @param effectChanges effects that have come further, each by compare-and-set
 * @param audit the lines to append, in order
 * @param remembered an event with an id and its answer, or null; it must not be remembered yet
 * @param admission what must be true of the whole store for something destructive, or null
 * @param ownerArrears what was decided on of an owner, or null: where it is not so any more,
 *     nothing is written (OWN-02)
 * @param decidedAt the reading of the store's clock on which all this was decided, or null where
 *     nothing is decided. A span that is promised begins with it, so that a store refuses what was
 *     decided more than {@link #DECIDED_WITHIN} ago (ALL-14)
 */
public record Commit(
    List<RowChange> rows,
    List<Effect> effects,
    List<EffectChange> effectChanges,
    List<AuditEntry> audit,
    @Nullable RememberedEvent remembered,
    @Nullable Admission admission,
    @Nullable OwnerArrears ownerArrears,
    @Nullable Instant decidedAt) {
  /**
   * How far a store's clock may have gone, either way, since a commit was decided: one minute. It
   * is less than what the margin of a purge leaves over, so that a worker that stands still between
   * deciding and writing shortens no promised span; and a clock that was put right in between takes
   * what was decided by the wrong one with it.
   */
  public static final Duration DECIDED_WITHIN = Duration.ofMinutes(1);

  /** The ways in which a commit ends. */
  public enum Result {
    /** All of it was written. */
    COMMITTED,
    /**
     * A row, an effect, a remembered event, the guard or an owner's arrears was not as expected, or
     * it was decided at another time than now: nothing was written, and whoever wants it still
     * decides anew.
     */
    CONFLICT,
    /** A ceiling or the floor of its admission does not allow it: nothing was written. */
    OVER_LIMIT
  }

  /** Copies the lists. */
  public Commit {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(effects, "effects");
    Objects.requireNonNull(effectChanges, "effectChanges");
    Objects.requireNonNull(audit, "audit");
    rows = List.copyOf(rows);
    effects = List.copyOf(effects);
    effectChanges = List.copyOf(effectChanges);
    audit = List.copyOf(audit);
  }

  /** One that needs no admission, and may be written at any time. */
  public Commit(
      List<RowChange> rows,
      List<Effect> effects,
      List<EffectChange> effectChanges,
      List<AuditEntry> audit,
      @Nullable RememberedEvent remembered) {
    this(rows, effects, effectChanges, audit, remembered, null, null, null);
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(effects, "effects");
    Objects.requireNonNull(effectChanges, "effectChanges");
    Objects.requireNonNull(audit, "audit");
  }

  /** One that writes nothing but a line. */
  public static Commit of(AuditEntry line) {
    Objects.requireNonNull(line, "line");
    return new Commit(List.of(), List.of(), List.of(), List.of(line), null);
  }

  /** One that changes an effect and nothing of its instance, with the lines that say so. */
  public static Commit of(EffectChange change, AuditEntry... lines) {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(lines, "lines");
    return new Commit(List.of(), List.of(), List.of(change), List.of(lines), null);
  }

  /** One that writes nothing but what its admission counts. */
  public static Commit admissionAlone(Admission admission) {
    Objects.requireNonNull(admission, "admission");
    return new Commit(List.of(), List.of(), List.of(), List.of(), null).admitted(admission);
  }

  /** The same, to be written only if this is true as well. */
  public Commit admitted(@Nullable Admission needed) {
    return new Commit(
        rows, effects, effectChanges, audit, remembered, needed, ownerArrears, decidedAt);
  }

  /** The same, to be written only if this is still so of the owner. */
  public Commit knowing(@Nullable OwnerArrears decidedOn) {
    return new Commit(
        rows, effects, effectChanges, audit, remembered, admission, decidedOn, decidedAt);
  }

  /** The same, decided on this reading of the store's clock. */
  public Commit decided(Instant reading) {
    Objects.requireNonNull(reading, "reading");
    return new Commit(
        rows, effects, effectChanges, audit, remembered, admission, ownerArrears, reading);
  }

  /**
   * Whether it was decided at another time than this: more than {@link #DECIDED_WITHIN} before, or
   * after, by a clock that has been put back since.
   *
   * @param now the store's own clock, in the very step that writes
   */
  public boolean isOutOfTime(Instant now) {
    Objects.requireNonNull(now, "now");
    return decidedAt != null && isOutOfTime(decidedAt, now);
  }

  /**
   * Whether what is decided by one reading of the store's clock could not be written at another.
   */
  public static boolean isOutOfTime(Instant decidedAt, Instant now) {
    Objects.requireNonNull(decidedAt, "decidedAt");
    Objects.requireNonNull(now, "now");
    return Duration.between(decidedAt, now).abs().compareTo(DECIDED_WITHIN) > 0;
  }
}
