package dev.reprieve.recyclebin;

/** What is counted, so that too much of it stops (SAF-01). */
public enum Guarded {
  /** Beginnings of purges. */
  PURGE,
  /** {@code LOCK_ACCESS} and {@code RELEASE_COMPUTE}, outside a purge. */
  LOCK
}
