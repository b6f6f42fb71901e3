package dev.reprieve.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named order that nothing of an instance may be destroyed (ALL-10).
 *
 * @param name never blank; {@value #DEFAULT_NAME} where nobody named it
 * @param until the instant at which it has ended, or null for one without end
 * @param by who set it, or null where nobody said
 * @param why the reason, or null where nobody said
 */
public record Hold(
    String name, @Nullable Instant until, @Nullable String by, @Nullable String why) {
  /** The name of a hold that was given none. */
  public static final String DEFAULT_NAME = "hold";

  /** The name of the hold that a late payment sets (ALL-07 d). */
  public static final String LATE_PAYMENT = "late-payment";

  /**
   * @throws IllegalArgumentException if the name is blank or longer than 512 characters
   */
  public Hold {
    Names.checkId("hold name", name);
    until = until == null ? null : Microseconds.up(until);
  }

  /** Whether it is in force: it has ended at the very instant of its end. */
  public boolean inForceAt(Instant at) {
    return until == null || at.isBefore(until);
  }
}
