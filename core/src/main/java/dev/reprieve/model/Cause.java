package dev.reprieve.model;

import java.util.Objects;

/**
 * Why a transition happened: an expiry, a deadline, or an operation of that name.
 *
 * @param name such as {@code DEADLINE} or {@code RENEW}
 */
public record Cause(String name) {
  /** A subscription reached its end. */
  public static final Cause EXPIRY = new Cause("EXPIRY");

  /** A stage reached its end. */
  public static final Cause DEADLINE = new Cause("DEADLINE");

  /** The lead before an expiry at which auto-renewal is tried (RED-10). */
  public static final Cause AUTO_RENEWAL = new Cause("AUTO_RENEWAL");

  /** The owner is told of a purge that is ahead (SAF-04). */
  public static final Cause NOTICE = new Cause("NOTICE");

  /** Every effect of a purge was confirmed. */
  public static final Cause PURGE_CONFIRMED = new Cause("PURGE_CONFIRMED");

  /** The instance came under management, new or already there. */
  public static final Cause REGISTRATION = new Cause("REGISTRATION");

  /**
   * @throws IllegalArgumentException if the name is not {@code LIKE_THIS} or {@code
   *     vendor:LIKE_THIS}
   */
  public Cause {
    Objects.requireNonNull(name, "name");
    Names.check("cause", name);
  }

  /** The cause that bears the operation's name. */
  public static Cause of(Operation operation) {
    Objects.requireNonNull(operation, "operation");
    return new Cause(operation.name());
  }

  @Override
  public String toString() {
    return name;
  }
}
