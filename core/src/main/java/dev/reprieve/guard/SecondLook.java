package dev.reprieve.guard;

/** What can be made to need a second principal, who is not the first (SAF-20). */
public enum SecondLook {
  /** A purge before its deadline: {@code DESTROY}, or a final {@code RELEASE}. */
  EARLY_PURGE,
  /** Lifting a hold. */
  LIFT_HOLD,
  /** Whatever brings a purge nearer: a re-pin or an adoption that may, another backup policy. */
  SHORTEN,
  /** Confirming what the breaker stopped, or raising its limits. */
  CONFIRM_BREAKER
}
