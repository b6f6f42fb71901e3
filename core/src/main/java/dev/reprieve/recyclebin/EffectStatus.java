package dev.reprieve.recyclebin;

/** How far an effect has come. */
public enum EffectStatus {
  /** Ordered; waits for its turn. */
  WAITING,
  /** Handed to a worker; its lease runs. */
  CLAIMED,
  /** The handler said that it is under way. */
  WORKING,
  /** Confirmed. */
  DONE,
  /** Failed too often; an operator must retry it. */
  GIVEN_UP,
  /**
   * Taken back before it was confirmed: its instance is no longer managed (FGT-01), its step was
   * undone (SAF-11), or an operator dismissed it.
   */
  DROPPED;

  /** Whether nothing will come of it any more. */
  public boolean isOver() {
    return this == DONE || this == DROPPED;
  }
}
