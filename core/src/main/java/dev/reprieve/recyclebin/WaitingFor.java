package dev.reprieve.recyclebin;

/** What a row that is due waits for. */
public enum WaitingFor {
  /** It could not be handled: its policy is unknown, or something threw. */
  REPAIR,
  /** Its own instant, which comes later than the store's index says. */
  ITS_TIME,
  /** An operator, since more than usual would be purged, locked or released (SAF-01). */
  BREAKER,
  /** A host that says that it may go (SAF-02). */
  FRESH_LOOK,
  /** Its last notice to be confirmed (SAF-04). */
  NOTICE,
  /** An operator who looks at the clock (SAF-05). */
  CLOCK,
  /** Its backup, or any other effect that an operator must retry or dismiss (SAF-06). */
  EFFECT,
  /** The kill switch to be taken off (SAF-12). */
  KILL_SWITCH,
  /** Nothing: its id or tag is protected (SAF-18). */
  PROTECTION,
  /** An operator, since too few instances would be left (SAF-18). */
  FLOOR
}
