package dev.reprieve.model;

import java.util.Objects;

/**
 * The typed reason of a refusal. An open name: a policy may bring its own.
 *
 * @param name such as {@code NOT_PERMITTED_IN_STATE}
 */
public record RefusalCode(String name) {
  /** The id is unknown, or not yet there. */
  public static final RefusalCode NO_SUCH_INSTANCE = new RefusalCode("NO_SUCH_INSTANCE");

  /** The instance is purged: every later event is refused (ALL-04). */
  public static final RefusalCode PURGED = new RefusalCode("PURGED");

  /** The instance is no longer managed (FGT-01). */
  public static final RefusalCode FORGOTTEN = new RefusalCode("FORGOTTEN");

  /** The product knows no such operation. */
  public static final RefusalCode NOT_PERMITTED_FOR_PRODUCT =
      new RefusalCode("NOT_PERMITTED_FOR_PRODUCT");

  /** The operation does not exist for this way of paying. */
  public static final RefusalCode NOT_PERMITTED_FOR_BILLING_MODE =
      new RefusalCode("NOT_PERMITTED_FOR_BILLING_MODE");

  /** Arrears of what is in arrears. */
  public static final RefusalCode ALREADY_IN_ARREARS = new RefusalCode("ALREADY_IN_ARREARS");

  /** Settling what is not in arrears. */
  public static final RefusalCode NOT_IN_ARREARS = new RefusalCode("NOT_IN_ARREARS");

  /** Arrears of an owner who has settled since (OWN-02, ALL-07 d). */
  public static final RefusalCode SETTLED_SINCE = new RefusalCode("SETTLED_SINCE");

  /** The state does not permit the operation. */
  public static final RefusalCode NOT_PERMITTED_IN_STATE =
      new RefusalCode("NOT_PERMITTED_IN_STATE");

  /** Release protection is on (ALL-10). */
  public static final RefusalCode RELEASE_PROTECTED = new RefusalCode("RELEASE_PROTECTED");

  /** A hold is in force (ALL-10). */
  public static final RefusalCode HELD = new RefusalCode("HELD");

  /** A compliance hold can be lengthened, and neither shortened nor lifted (ALL-10). */
  public static final RefusalCode COMPLIANCE_HOLD = new RefusalCode("COMPLIANCE_HOLD");

  /** The backup retention policy keeps data (MDB-08). */
  public static final RefusalCode BACKUP_POLICY_KEEPS_DATA =
      new RefusalCode("BACKUP_POLICY_KEEPS_DATA");

  /** What lies in the bin cannot be restored (MDB-12, MDB-13). */
  public static final RefusalCode NOT_RESTORABLE = new RefusalCode("NOT_RESTORABLE");

  /** Arrears must be settled first (MDB-11, RED-17). */
  public static final RefusalCode IN_ARREARS = new RefusalCode("IN_ARREARS");

  /** The instance has not been created long enough ago (KEC-03). */
  public static final RefusalCode TOO_YOUNG = new RefusalCode("TOO_YOUNG");

  /** A final release needs {@code confirm} (ALL-17). */
  public static final RefusalCode CONFIRMATION_REQUIRED = new RefusalCode("CONFIRMATION_REQUIRED");

  /** The id for the new instance is taken. */
  public static final RefusalCode ID_IN_USE = new RefusalCode("ID_IN_USE");

  /** An argument is missing or makes no sense. */
  public static final RefusalCode INVALID_ARGUMENT = new RefusalCode("INVALID_ARGUMENT");

  /** The event is dated later than the deciding clock, beyond the tolerance (ALL-07 a). */
  public static final RefusalCode IN_THE_FUTURE = new RefusalCode("IN_THE_FUTURE");

  /** The event id was used for other content (ALL-05). */
  public static final RefusalCode EVENT_ID_REUSED = new RefusalCode("EVENT_ID_REUSED");

  /** A needed attribute is missing (ALL-13). */
  public static final RefusalCode MISSING_ATTRIBUTE = new RefusalCode("MISSING_ATTRIBUTE");

  /** An attribute has a value that no rule knows (ALL-13). */
  public static final RefusalCode INVALID_ATTRIBUTE = new RefusalCode("INVALID_ATTRIBUTE");

  /** The instance is there already, with other facts (ADO-04). */
  public static final RefusalCode DIFFERENT_FACTS = new RefusalCode("DIFFERENT_FACTS");

  /** Who asks may not: says nothing about what exists (KEY-11). */
  public static final RefusalCode NOT_AUTHORIZED = new RefusalCode("NOT_AUTHORIZED");

  /** The row's policy is not known to this engine: it is parked and never touched. */
  public static final RefusalCode UNKNOWN_POLICY = new RefusalCode("UNKNOWN_POLICY");

  /** It is recorded and done once a second principal agrees (SAF-20). */
  public static final RefusalCode SECOND_PRINCIPAL_REQUIRED =
      new RefusalCode("SECOND_PRINCIPAL_REQUIRED");

  /**
   * @throws IllegalArgumentException if the name is not {@code LIKE_THIS} or {@code
   *     vendor:LIKE_THIS}
   */
  public RefusalCode {
    Objects.requireNonNull(name, "name");
    Names.check("refusal code", name);
  }

  @Override
  public String toString() {
    return name;
  }
}
