package dev.reprieve.model;

/** The states of an instance, as the rulebook's section 1 has them. Closed: no policy adds one. */
public enum InstanceState {
  /** Usable; also while in arrears or past its expiry where the profile lets it run on. */
  RUNNING,
  /** Not usable, by its user's will. */
  STOPPED,
  /** It exists, nobody can use it, and paying brings it back. */
  LOCKED,
  /** Compute is gone or forcibly stopped; the data waits in the recycle bin. */
  RETAINED,
  /** A purge is recorded and under way: nothing brings the instance back. */
  PURGING,
  /** The data is gone for ever. Terminal (ALL-04). */
  PURGED,
  /** No longer managed, untouched (FGT-01). Terminal for the library. */
  FORGOTTEN;

  /** Whether nothing leaves this state. */
  public boolean isTerminal() {
    return this == PURGED || this == FORGOTTEN;
  }

  /** Whether users of the instance can reach it. */
  public boolean isUsable() {
    return this == RUNNING;
  }

  /** Whether the recycle bin lists the instance: locked, retained and purging ones. */
  public boolean isInBin() {
    return this == LOCKED || this == RETAINED || this == PURGING;
  }

  /** Whether this is a state before any lock: running, or stopped by its user. */
  public boolean isLive() {
    return this == RUNNING || this == STOPPED;
  }
}
