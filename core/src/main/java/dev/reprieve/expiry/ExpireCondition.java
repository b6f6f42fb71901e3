package dev.reprieve.expiry;

/**
 * What must hold of a key's present deadline for a new one to be set: Redis's NX, XX, GT and LT, of
 * which the combinations that contradict each other cannot be said. A key without a deadline counts
 * as one that ends at infinity.
 */
public enum ExpireCondition {
  /** Nothing must hold. */
  ALWAYS,
  /** NX: the key has no deadline. */
  NO_DEADLINE,
  /** XX: the key has a deadline. */
  HAS_DEADLINE,
  /** GT: the new deadline is later. Never holds of a key without one. Redis's XX GT is the same. */
  LATER,
  /** LT: the new deadline is earlier. Holds of a key without one. */
  EARLIER,
  /** XX LT: the key has a deadline and the new one is earlier. */
  HAS_DEADLINE_AND_EARLIER;

  /**
   * Whether the condition holds; both in microseconds since 1970, {@link Word#NO_DEADLINE} for
   * none.
   */
  boolean holds(long present, long wanted) {
    boolean endless = present == Word.NO_DEADLINE;
    return switch (this) {
      case ALWAYS -> true;
      case NO_DEADLINE -> endless;
      case HAS_DEADLINE -> !endless;
      case LATER -> !endless && wanted > present;
      case EARLIER -> endless || wanted < present;
      case HAS_DEADLINE_AND_EARLIER -> !endless && wanted < present;
    };
  }
}
