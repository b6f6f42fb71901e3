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
  GIVEN_UP
}
