package dev.reprieve.byteplus;

import static dev.reprieve.byteplus.BytePlusArchitecture.PRIMARY_SECONDARY;
import static dev.reprieve.byteplus.BytePlusArchitecture.SINGLE_NODE;
import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.EffectType.DELETE_ALL_BACKUPS;
import static dev.reprieve.model.EffectType.DELETE_DATA;
import static dev.reprieve.model.EffectType.LOCK_ACCESS;
import static dev.reprieve.model.EffectType.NOTIFY_OWNER;
import static dev.reprieve.model.EffectType.RELEASE_COMPUTE_WITH_DATA;
import static dev.reprieve.model.EffectType.RESUME_BILLING;
import static dev.reprieve.model.EffectType.SUSPEND_BILLING;
import static dev.reprieve.model.EffectType.TAKE_BACKUP;
import static dev.reprieve.model.EffectType.UNLOCK_ACCESS;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.Operation.SETTLE;
import static dev.reprieve.policy.RetentionTable.table;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;

/**
 * The retention policy of BytePlus cache for Redis in arrears, from the vendor's page on arrears.
 * The README beside this artifact has its rules, BPR-01 to BPR-06.
 */
public final class BytePlusRedisPolicy {
  /** The product's and the policy's id. */
  public static final String PRODUCT = "byteplus-redis";

  /** The only profile. */
  public static final String BYTEPLUS = "BYTEPLUS";

  /** How the instance is built; no rule can be applied without it. */
  public static final AttributeKey<BytePlusArchitecture> ARCHITECTURE =
      AttributeKey.ofEnum("architecture", BytePlusArchitecture.class);

  private static final Duration RUNS_ON = Duration.ofHours(2);
  private static final Duration LOCK = Duration.ofDays(30);
  private static final Duration BACKUP_KEPT = Duration.ofDays(7);

  private BytePlusRedisPolicy() {}

  /** The policy, the same each time. */
  public static RetentionPolicy create() {
    return RetentionPolicy.builder(PRODUCT, 1)
        .billing(PAY_AS_YOU_GO)
        .requires(ARCHITECTURE)
        .profile(
            BYTEPLUS,
            table("primary-secondary", ARCHITECTURE.is(PRIMARY_SECONDARY), keepingABackup())
                .fromDay(1, RUNNING, "BPR-01")
                .from(RUNS_ON, LOCKED, "BPR-02")
                .from(RUNS_ON.plus(LOCK), RETAINED, "BPR-03")
                .from(RUNS_ON.plus(LOCK).plus(BACKUP_KEPT), PURGED, "BPR-03"),
            table("single node", ARCHITECTURE.is(SINGLE_NODE), keepingNothing())
                .fromDay(1, RUNNING, "BPR-01")
                .from(RUNS_ON, LOCKED, "BPR-02")
                .from(RUNS_ON.plus(LOCK), PURGED, "BPR-04"))
        .build();
  }

  private static HandlingBuilder inArrears() {
    return Handling.builder()
        .neverReleased("BPR-06")
        .permits(RUNNING, "BPR-05", SETTLE)
        .entering(LOCKED, LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER)
        .permits(LOCKED, "BPR-05", SETTLE)
        .doing(RESUME_BILLING, UNLOCK_ACCESS);
  }

  private static Handling keepingABackup() {
    return inArrears()
        .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE_WITH_DATA, NOTIFY_OWNER)
        .permits(RETAINED, "BPR-05", SETTLE)
        .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
        .build();
  }

  private static Handling keepingNothing() {
    return inArrears().purging(RELEASE_COMPUTE_WITH_DATA, DELETE_DATA, NOTIFY_OWNER).build();
  }
}
