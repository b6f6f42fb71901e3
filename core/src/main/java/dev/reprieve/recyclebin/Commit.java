package dev.reprieve.recyclebin;

import dev.reprieve.model.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one step writes, all of it or nothing. Made by a {@link #builder}: what is not
 * named there is not written, and not compared.
 *
 * @param rows the rows, each by compare-and-set
 * @param effects the effects to append, in order
 * @param effectChanges effects that have come further, each by compare-and-set
 * @param audit the lines to append, in order
 * @param remembered an event with an id and its answer, or null; it must not be remembered yet
 * @param ownerChange what is recorded of an owner, by compare-and-set, or null (OWN-02)
 * @param decidedOn what was decided on of an owner, or null: where its version is another by now,
 *     nothing is written (OWN-02)
 * @param admission what must be true of the whole store for something destructive, or null
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
    @Nullable OwnerChange ownerChange,
    @Nullable OwnerFact decidedOn,
    @Nullable Admission admission,
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
     * A row, an effect, a remembered event, the guard or what is recorded of an owner was not as
     * expected, or it was decided at another time than now: nothing was written, and whoever wants
     * it still decides anew.
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

  /** One that writes nothing, until something is added. */
  public static Builder builder() {
    return new Builder();
  }

  /** One that writes nothing but lines. */
  public static Commit of(AuditEntry... lines) {
    Objects.requireNonNull(lines, "lines");
    return builder().lines(List.of(lines)).build();
  }

  /** One that changes an effect and nothing of its instance, with the lines that say so. */
  public static Commit of(EffectChange change, AuditEntry... lines) {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(lines, "lines");
    return builder().change(change).lines(List.of(lines)).build();
  }

  /** One that writes nothing but what its admission counts. */
  public static Commit admissionAlone(Admission admission) {
    Objects.requireNonNull(admission, "admission");
    return builder().admitted(admission).build();
  }

  /** A builder that begins with all that this one has. */
  public Builder toBuilder() {
    return builder()
        .rows(rows)
        .effects(effects)
        .changes(effectChanges)
        .lines(audit)
        .remembering(remembered)
        .recording(ownerChange)
        .knowing(decidedOn)
        .admitted(admission)
        .decided(decidedAt);
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

  /** Collects what a commit writes, and what must be so for it. Not thread-safe. */
  public static final class Builder {
    private List<RowChange> rows = List.of();
    private List<Effect> effects = List.of();
    private List<EffectChange> effectChanges = List.of();
    private List<AuditEntry> audit = List.of();
    private @Nullable RememberedEvent remembered;
    private @Nullable OwnerChange ownerChange;
    private @Nullable OwnerFact decidedOn;
    private @Nullable Admission admission;
    private @Nullable Instant decidedAt;

    private Builder() {}

    /** These rows, and no others. */
    public Builder rows(List<RowChange> written) {
      Objects.requireNonNull(written, "written");
      rows = written;
      return this;
    }

    /** This row as well. */
    public Builder row(RowChange written) {
      Objects.requireNonNull(written, "written");
      rows = joined(rows, written);
      return this;
    }

    /** Appends these effects, and no others. */
    public Builder effects(List<Effect> ordered) {
      Objects.requireNonNull(ordered, "ordered");
      effects = ordered;
      return this;
    }

    /** These changes of effects, and no others. */
    public Builder changes(List<EffectChange> changed) {
      Objects.requireNonNull(changed, "changed");
      effectChanges = changed;
      return this;
    }

    /** This change of an effect as well. */
    public Builder change(EffectChange changed) {
      Objects.requireNonNull(changed, "changed");
      effectChanges = joined(effectChanges, changed);
      return this;
    }

    /** Appends these lines to the trail, and no others. */
    public Builder lines(List<AuditEntry> said) {
      Objects.requireNonNull(said, "said");
      audit = said;
      return this;
    }

    /** Appends this line to the trail as well. */
    public Builder line(AuditEntry said) {
      Objects.requireNonNull(said, "said");
      audit = joined(audit, said);
      return this;
    }

    /** Remembers an event, which must not be remembered yet; null for none. */
    public Builder remembering(@Nullable RememberedEvent event) {
      remembered = event;
      return this;
    }

    /** Records this of an owner; null for nothing. */
    public Builder recording(@Nullable OwnerChange change) {
      ownerChange = change;
      return this;
    }

    /** Only if this is still what is recorded of the owner; null to compare nothing. */
    public Builder knowing(@Nullable OwnerFact fact) {
      decidedOn = fact;
      return this;
    }

    /** Only if this is true as well; null to ask nothing. */
    public Builder admitted(@Nullable Admission needed) {
      admission = needed;
      return this;
    }

    /** Decided on this reading of the store's clock; null where nothing is decided. */
    public Builder decided(@Nullable Instant reading) {
      decidedAt = reading;
      return this;
    }

    /** The commit. */
    public Commit build() {
      return new Commit(
          rows,
          effects,
          effectChanges,
          audit,
          remembered,
          ownerChange,
          decidedOn,
          admission,
          decidedAt);
    }

    private static <T> List<T> joined(List<T> before, T next) {
      List<T> more = new ArrayList<>(before);
      more.add(next);
      return more;
    }
  }
}
