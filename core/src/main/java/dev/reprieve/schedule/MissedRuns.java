package dev.reprieve.schedule;

/**
 * What becomes of a run that could not begin in its time: the node was down, another run took long,
 * or the window had closed (SCH-01).
 */
public enum MissedRuns {
  /** All that were missed are made up for by one run, at once or when the window opens. */
  RUN_ONCE,
  /** They are left out; the next one runs in its own time. */
  SKIP
}
