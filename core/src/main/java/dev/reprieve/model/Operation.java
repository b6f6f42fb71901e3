package dev.reprieve.model;

import java.util.Objects;

/**
 * What somebody asks of an instance, or reports of it. An open name: a product may bring its own.
 *
 * @param name such as {@code RENEW}
 */
public record Operation(String name) implements Comparable<Operation> {
  /** A new term for a subscription. */
  public static final Operation RENEW = new Operation("RENEW");

  /** Arrears paid. */
  public static final Operation SETTLE = new Operation("SETTLE");

  /** Reported by billing: what is not a subscription stops being paid; sets T. */
  public static final Operation ARREARS = new Operation("ARREARS");

  /** Manual release; KEC calls it delete or recycle. */
  public static final Operation RELEASE = new Operation("RELEASE");

  /** Data and configuration of a retained instance go to a new one. */
  public static final Operation REBUILD = new Operation("REBUILD");

  /** The same retained instance comes back. */
  public static final Operation RESTORE = new Operation("RESTORE");

  /** Purge now, backups included. */
  public static final Operation DESTROY = new Operation("DESTROY");

  /** The user starts a stopped instance. */
  public static final Operation START = new Operation("START");

  /** The user stops a running instance. */
  public static final Operation STOP = new Operation("STOP");

  /** Another backup retention policy (MDB-17). */
  public static final Operation CHANGE_BACKUP_RETENTION = new Operation("CHANGE_BACKUP_RETENTION");

  /** Pay-as-you-go to subscription (BIL-01). */
  public static final Operation CHANGE_BILLING_MODE = new Operation("CHANGE_BILLING_MODE");

  /** Release protection on (ALL-10). */
  public static final Operation PROTECT = new Operation("PROTECT");

  /** Release protection off (ALL-10). */
  public static final Operation UNPROTECT = new Operation("UNPROTECT");

  /** A named hold: nothing destructive is handed out while it is in force (ALL-10). */
  public static final Operation HOLD = new Operation("HOLD");

  /** Lifts a named hold, or all. */
  public static final Operation UNHOLD = new Operation("UNHOLD");

  /** Moves a purge later, with a reason and within a limit (SAF-10). */
  public static final Operation SNOOZE = new Operation("SNOOZE");

  /** An operator has a failing purge tried again. */
  public static final Operation RETRY_PURGE = new Operation("RETRY_PURGE");

  /** Stop managing without touching the instance (FGT-01). */
  public static final Operation FORGET = new Operation("FORGET");

  /**
   * @throws IllegalArgumentException if the name is not {@code LIKE_THIS} or {@code
   *     vendor:LIKE_THIS}
   */
  public Operation {
    Objects.requireNonNull(name, "name");
    Names.check("operation", name);
  }

  @Override
  public int compareTo(Operation other) {
    Objects.requireNonNull(other, "other");
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
