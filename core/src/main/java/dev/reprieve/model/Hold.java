package dev.reprieve.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named order that nothing of an instance may be destroyed (ALL-10).
 *
 * @param name never blank; {@value #DEFAULT_NAME} where nobody named it
 * @param until the instant at which it has ended, or null for one without end
 * @param by who set it, or null where nobody said
 * @param why the reason, or null where nobody said
 * @param compliance whether it can be lengthened and neither shortened nor lifted while it is in
 *     force
 */
public record Hold(
    String name,
    @Nullable Instant until,
    @Nullable String by,
    @Nullable String why,
    boolean compliance) {
  /** The name of a hold that was given none. */
  public static final String DEFAULT_NAME = "hold";

  /** The name of the hold that a late payment sets (ALL-07 d). */
  public static final String LATE_PAYMENT = "late-payment";

  /**
   * @throws IllegalArgumentException if the name is blank or longer than 512 characters, or that of
   *     the hold that a late payment sets, and this is a compliance hold: nobody could ever lift it
   */
  public Hold {
    Objects.requireNonNull(name, "name");
    Names.checkId("hold name", name);
    if (compliance && name.equals(LATE_PAYMENT)) {
      throw new IllegalArgumentException(
          "a compliance hold is not named " + LATE_PAYMENT + ": late payments set that one");
    }
    until = until == null ? null : Microseconds.up(until);
  }

  /** One that whoever may set it may shorten and lift, too. */
  public Hold(String name, @Nullable Instant until, @Nullable String by, @Nullable String why) {
    this(name, until, by, why, false);
    Objects.requireNonNull(name, "name");
  }

  /** Whether it is in force: it has ended at the very instant of its end. */
  public boolean inForceAt(Instant at) {
    Objects.requireNonNull(at, "at");
    return until == null || at.isBefore(until);
  }

  /** Whether another one of the same name keeps the same for at least as long. */
  public boolean endsNoLaterThan(Hold other) {
    Objects.requireNonNull(other, "other");
    Instant theirs = other.until();
    return name.equals(other.name())
        && (theirs == null || (until != null && !theirs.isBefore(until)));
  }

  /**
   * Whether it may stand in another one's place where that is a compliance hold: it ends no sooner
   * and is one itself.
   */
  public boolean bindsAtLeastAs(Hold other) {
    Objects.requireNonNull(other, "other");
    Instant theirs = other.until();
    return compliance && (until == null || (theirs != null && !until.isBefore(theirs)));
  }
}
