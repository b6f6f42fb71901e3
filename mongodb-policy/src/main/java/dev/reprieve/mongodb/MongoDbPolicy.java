package dev.reprieve.mongodb;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.mongodb.Architecture.REPLICA_SET;
import static dev.reprieve.mongodb.Architecture.SHARDED;
import static dev.reprieve.mongodb.Architecture.STANDALONE;
import static dev.reprieve.mongodb.BackupRetention.DELETE_ALL;
import static dev.reprieve.mongodb.BackupRetention.KEEP_ALL;
import static dev.reprieve.mongodb.BackupRetention.KEEP_LATEST;
import static dev.reprieve.mongodb.DiskType.ESSD;
import static dev.reprieve.mongodb.DiskType.LOCAL;
import static dev.reprieve.mongodb.MongoDbAttributes.ARCHITECTURE;
import static dev.reprieve.mongodb.MongoDbAttributes.BACKUP_RETENTION;
import static dev.reprieve.mongodb.MongoDbAttributes.DISK;
import static dev.reprieve.mongodb.MongoDbAttributes.TDE;
import static dev.reprieve.policy.RetentionTable.table;

import dev.reprieve.model.Condition;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.time.Duration;

/**
 * The retention policy of MongoDB (MDB-01 to MDB-18), from the vendor's page on expiry and overdue
 * payments. Both billing modes share one timeline.
 *
 * <p>The tables of both profiles stand below as the vendor prints them; {@link MongoDbHandling}
 * says what is done and permitted in each state.
 */
public final class MongoDbPolicy {
  /** The product's and the policy's id. */
  public static final String PRODUCT = "mongodb";

  /** The default profile (MDB-01 to MDB-15). */
  public static final String MONGODB_SEED = "MONGODB_SEED";

  /** The profile in which an instance runs on for 15 days first (MDB-16). */
  public static final String MONGODB_INTERNATIONAL_2025 = "MONGODB_INTERNATIONAL_2025";

  private static final Condition ESSD_DELETING_ALL =
      DISK.is(ESSD).and(BACKUP_RETENTION.is(DELETE_ALL));
  private static final Condition ESSD_KEEPING_LATEST =
      DISK.is(ESSD).and(BACKUP_RETENTION.is(KEEP_LATEST));
  private static final Condition ESSD_KEEPING_ALL =
      DISK.is(ESSD).and(BACKUP_RETENTION.is(KEEP_ALL));
  private static final Condition LOCAL_UNSHARDED =
      DISK.is(LOCAL).and(ARCHITECTURE.isOneOf(REPLICA_SET, STANDALONE));
  private static final Condition LOCAL_SHARDED = DISK.is(LOCAL).and(ARCHITECTURE.is(SHARDED));

  private static final Duration NOTICE_OF_SHORTENING = Duration.ofDays(7);

  private MongoDbPolicy() {}

  /** The policy, the same each time. */
  public static RetentionPolicy create() {
    return RetentionPolicy.builder(PRODUCT, 1)
        .billing(SUBSCRIPTION, PAY_AS_YOU_GO)
        .requires(DISK, ARCHITECTURE)
        .requires(BACKUP_RETENTION, DISK.is(ESSD))
        .requiresOrWhatIf(TDE, false)
        .profile(MONGODB_SEED, seed())
        .profile(MONGODB_INTERNATIONAL_2025, international2025())
        .refuses(
            Operation.DESTROY,
            Condition.inState(InstanceState.LOCKED)
                .and(BACKUP_RETENTION.isOneOf(KEEP_LATEST, KEEP_ALL))
                .and(DISK.is(ESSD)),
            RefusalCode.BACKUP_POLICY_KEEPS_DATA,
            "MDB-08",
            "the backup retention policy keeps data, only under DELETE_ALL may it be destroyed now")
        .refuses(
            Operation.REBUILD,
            ARCHITECTURE.is(STANDALONE),
            RefusalCode.NOT_RESTORABLE,
            "MDB-12",
            "a released standalone instance cannot be restored")
        .refuses(
            Operation.REBUILD,
            TDE.is(true),
            RefusalCode.NOT_RESTORABLE,
            "MDB-13",
            "an instance with transparent data encryption cannot be restored once released")
        .refuses(
            Operation.REBUILD,
            Condition.inArrears(),
            RefusalCode.IN_ARREARS,
            "MDB-11",
            "the arrears must be settled first")
        .changes(
            BACKUP_RETENTION,
            Operation.CHANGE_BACKUP_RETENTION,
            DISK.is(ESSD),
            NOTICE_OF_SHORTENING,
            "MDB-17")
        .allowsBillingChange("BIL-01")
        .build();
  }

  /** Days 1–15 locked, released on day 16. */
  private static RetentionTable[] seed() {
    return new RetentionTable[] {
      table("ESSD, DELETE_ALL", ESSD_DELETING_ALL, MongoDbHandling.ESSD_DELETE_ALL)
          .fromDay(1, LOCKED, "MDB-01")
          .fromDay(16, RETAINED, "MDB-02")
          .fromDay(23, PURGED, "MDB-05"),
      table("ESSD, KEEP_LATEST", ESSD_KEEPING_LATEST, MongoDbHandling.ESSD_KEEPING)
          .fromDay(1, LOCKED, "MDB-01")
          .fromDay(16, RETAINED, "MDB-02")
          .withoutEnd("MDB-06"),
      table("ESSD, KEEP_ALL", ESSD_KEEPING_ALL, MongoDbHandling.ESSD_KEEPING)
          .fromDay(1, LOCKED, "MDB-01")
          .fromDay(16, RETAINED, "MDB-02")
          .withoutEnd("MDB-07"),
      table("local disk, not sharded", LOCAL_UNSHARDED, MongoDbHandling.LOCAL_REPLICA_SET)
          .fromDay(1, LOCKED, "MDB-01")
          .fromDay(16, RETAINED, "MDB-03")
          .fromDay(23, PURGED, "MDB-03"),
      table("local disk, sharded", LOCAL_SHARDED, MongoDbHandling.LOCAL_SHARDED)
          .fromDay(1, LOCKED, "MDB-01")
          .fromDay(16, PURGED, "MDB-04"),
    };
  }

  /** Days 1–15 running, 16–30 locked, released on day 31 (MDB-16). */
  private static RetentionTable[] international2025() {
    return new RetentionTable[] {
      table("ESSD, DELETE_ALL", ESSD_DELETING_ALL, MongoDbHandling.ESSD_DELETE_ALL)
          .fromDay(1, RUNNING, "MDB-16")
          .fromDay(16, LOCKED, "MDB-16")
          .fromDay(31, RETAINED, "MDB-16")
          .fromDay(38, PURGED, "MDB-05"),
      table("ESSD, KEEP_LATEST", ESSD_KEEPING_LATEST, MongoDbHandling.ESSD_KEEPING)
          .fromDay(1, RUNNING, "MDB-16")
          .fromDay(16, LOCKED, "MDB-16")
          .fromDay(31, RETAINED, "MDB-16")
          .withoutEnd("MDB-06"),
      table("ESSD, KEEP_ALL", ESSD_KEEPING_ALL, MongoDbHandling.ESSD_KEEPING)
          .fromDay(1, RUNNING, "MDB-16")
          .fromDay(16, LOCKED, "MDB-16")
          .fromDay(31, RETAINED, "MDB-16")
          .withoutEnd("MDB-07"),
      table("local disk, not sharded", LOCAL_UNSHARDED, MongoDbHandling.LOCAL_REPLICA_SET)
          .fromDay(1, RUNNING, "MDB-16")
          .fromDay(16, LOCKED, "MDB-16")
          .fromDay(31, RETAINED, "MDB-16")
          .fromDay(38, PURGED, "MDB-03"),
      table("local disk, sharded", LOCAL_SHARDED, MongoDbHandling.LOCAL_SHARDED)
          .fromDay(1, RUNNING, "MDB-16")
          .fromDay(16, LOCKED, "MDB-16")
          .fromDay(31, PURGED, "MDB-04"),
    };
  }
}
