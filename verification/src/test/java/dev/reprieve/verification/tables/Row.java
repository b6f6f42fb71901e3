package dev.reprieve.verification.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rulebook says of one vendor's table, written by hand.
 *
 * @param product the product
 * @param profile the profile
 * @param billing the billing modes to which it applies
 * @param attributes JSON of the attributes that choose the table
 * @param stages each as {@code DAYS STATE RULE}; an open end is the last one's
 * @param locking effects of entering LOCKED
 * @param unlocking effects of paying in LOCKED
 * @param retaining effects of entering RETAINED
 * @param purgingLocked effects of a purge from LOCKED or RUNNING
 * @param purgingRetained effects of a purge from RETAINED
 * @param payRule the rule of RENEW and SETTLE in RUNNING
 * @param unlockRule the rule of paying in LOCKED
 * @param destroyLocked the rule of DESTROY in LOCKED, or {@code CODE RULE} of its refusal
 * @param binRule the rules of REBUILD and DESTROY in RETAINED
 * @param settleInBin the rule of SETTLE in RETAINED
 * @param release {@code RULE DAYS ENDRULE}, {@code RULE none} or {@code RULE final}; null: refused
 * @param noRelease where a release is refused: by which rule
 * @param restorable whether a REBUILD is permitted at all
 */
record Row(
    String product,
    String profile,
    List<String> billing,
    String attributes,
    List<String> stages,
    String locking,
    String unlocking,
    String retaining,
    String purgingLocked,
    String purgingRetained,
    String payRule,
    String unlockRule,
    String destroyLocked,
    String binRule,
    String settleInBin,
    @Nullable String release,
    String noRelease,
    boolean restorable) {
  private static final List<String> BOTH = List.of("SUBSCRIPTION", "PAY_AS_YOU_GO");
  private static final String LOCK = "LOCK_ACCESS NOTIFY_OWNER";
  private static final String KEEP = "TAKE_BACKUP RELEASE_COMPUTE NOTIFY_OWNER";
  private static final String PURGE = "DELETE_ALL_BACKUPS DELETE_DATA NOTIFY_OWNER";

  static List<Row> all() {
    return List.of(
        redis("TAIR_INTERNATIONAL", "SUBSCRIPTION", INTERNATIONAL),
        redis("TAIR_INTERNATIONAL", "PAY_AS_YOU_GO", INTERNATIONAL),
        redis("TAIR_CHINA", "SUBSCRIPTION", "0 LOCKED RED-02,7 RETAINED RED-02,15 PURGED RED-02"),
        redis(
            "TAIR_CHINA",
            "PAY_AS_YOU_GO",
            "0 RUNNING RED-02,1 LOCKED RED-02,7 RETAINED RED-02,15 PURGED RED-02"),
        essd("MONGODB_SEED", "DELETE_ALL", SEED + ",15 RETAINED MDB-02,22 PURGED MDB-05"),
        essd("MONGODB_SEED", "KEEP_LATEST", SEED + ",15 RETAINED MDB-02"),
        essd("MONGODB_SEED", "KEEP_ALL", SEED + ",15 RETAINED MDB-02"),
        local("MONGODB_SEED", "REPLICA_SET", SEED + ",15 RETAINED MDB-03,22 PURGED MDB-03"),
        local("MONGODB_SEED", "STANDALONE", SEED + ",15 RETAINED MDB-03,22 PURGED MDB-03"),
        sharded("MONGODB_SEED", SEED + ",15 PURGED MDB-04"),
        essd(LATER, "DELETE_ALL", FIFTEEN + ",30 RETAINED MDB-16,37 PURGED MDB-05"),
        essd(LATER, "KEEP_LATEST", FIFTEEN + ",30 RETAINED MDB-16"),
        essd(LATER, "KEEP_ALL", FIFTEEN + ",30 RETAINED MDB-16"),
        local(LATER, "REPLICA_SET", FIFTEEN + ",30 RETAINED MDB-16,37 PURGED MDB-03"),
        local(LATER, "STANDALONE", FIFTEEN + ",30 RETAINED MDB-16,37 PURGED MDB-03"),
        sharded(LATER, FIFTEEN + ",30 PURGED MDB-04"));
  }

  private static final String INTERNATIONAL =
      "0 RUNNING RED-01,15 LOCKED RED-01,30 RETAINED RED-01,37 PURGED RED-01";
  private static final String SEED = "0 LOCKED MDB-01";
  private static final String LATER = "MONGODB_INTERNATIONAL_2025";
  private static final String FIFTEEN = "0 RUNNING MDB-16,15 LOCKED MDB-16";

  private static Row redis(String profile, String billing, String stages) {
    boolean subscription = billing.equals("SUBSCRIPTION");
    return new Row(
        "redis",
        profile,
        List.of(billing),
        "{}",
        List.of(stages.split(",")),
        subscription ? LOCK : "LOCK_ACCESS SUSPEND_BILLING NOTIFY_OWNER",
        subscription ? "UNLOCK_ACCESS" : "RESUME_BILLING UNLOCK_ACCESS",
        KEEP,
        "RELEASE_COMPUTE " + PURGE,
        PURGE,
        "RED-06",
        subscription ? "RED-06" : "RED-04",
        "RED-08",
        "RED-07 RED-08",
        "RED-17",
        subscription ? null : "RED-05 7 RED-05",
        "RED-05",
        true);
  }

  private static Row essd(String profile, String retention, String stages) {
    boolean keeps = !retention.equals("DELETE_ALL");
    return mongodb(
        profile,
        "{\"disk\":\"ESSD\",\"architecture\":\"REPLICA_SET\",\"backupRetention\":\""
            + retention
            + "\"}",
        stages,
        keeps ? KEEP : "VERIFY_BACKUP RELEASE_COMPUTE NOTIFY_OWNER DELETE_OLDER_BACKUPS",
        keeps ? "BACKUP_POLICY_KEEPS_DATA MDB-08" : "MDB-08",
        "MDB-02 MDB-02",
        keeps ? "MDB-10 none" : "MDB-10 7 MDB-05",
        true);
  }

  private static Row local(String profile, String architecture, String stages) {
    return mongodb(
        profile,
        "{\"disk\":\"LOCAL\",\"architecture\":\"" + architecture + "\"}",
        stages,
        KEEP,
        "MDB-09",
        "MDB-03 MDB-03",
        "MDB-10 7 MDB-03",
        architecture.equals("REPLICA_SET"));
  }

  private static Row sharded(String profile, String stages) {
    return mongodb(
        profile,
        "{\"disk\":\"LOCAL\",\"architecture\":\"SHARDED\"}",
        stages,
        "",
        "MDB-09",
        "",
        "MDB-10 final",
        false);
  }

  private static Row mongodb(
      String profile,
      String attributes,
      String stages,
      String retaining,
      String destroyLocked,
      String binRule,
      String release,
      boolean restorable) {
    return new Row(
        "mongodb",
        profile,
        BOTH,
        attributes,
        List.of(stages.split(",")),
        LOCK,
        "UNLOCK_ACCESS",
        retaining,
        "RELEASE_COMPUTE " + PURGE,
        PURGE,
        "MDB-01",
        "MDB-01",
        destroyLocked,
        binRule,
        "MDB-11",
        release,
        "MDB-10",
        restorable);
  }
}
