package dev.reprieve.testkit.contract;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
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
import static dev.reprieve.model.Operation.DESTROY;
import static dev.reprieve.model.Operation.REBUILD;
import static dev.reprieve.model.Operation.RENEW;
import static dev.reprieve.model.Operation.SETTLE;
import static dev.reprieve.policy.RetentionTable.table;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;

/** The sound policy of a vendor that does not exist: the ground into which faults are planted. */
final class ShelfPolicy {
  /** How often the data is there. */
  enum Copies {
    ONE,
    TWO
  }

  static final AttributeKey<Copies> COPIES = AttributeKey.ofEnum("copies", Copies.class);

  private static final EffectType SHRED = new EffectType("shelf:SHRED", true);

  private ShelfPolicy() {}

  static RetentionPolicy create() {
    return RetentionPolicy.builder("shelf", 1)
        .billing(SUBSCRIPTION, PAY_AS_YOU_GO)
        .requires(COPIES)
        .profile(
            "SHELF",
            table("two copies", COPIES.is(Copies.TWO), twoCopies())
                .fromDay(1, LOCKED, "SHE-01")
                .fromDay(3, RETAINED, "SHE-02")
                .fromDay(10, PURGED, "SHE-02"),
            // Not "is ONE", so that only the requirement stands between nothing said and one copy.
            table("one copy", COPIES.is(Copies.TWO).negate(), oneCopy())
                .fromDay(1, RUNNING, "SHE-06")
                .fromDay(2, LOCKED, "SHE-06")
                .fromDay(9, PURGED, "SHE-06"))
        .build();
  }

  private static HandlingBuilder lockedAndPaid() {
    return Handling.builder()
        .permits(RUNNING, "SHE-01", RENEW, SETTLE)
        .entering(LOCKED, LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER)
        .permits(LOCKED, "SHE-01", RENEW, SETTLE)
        .doing(RESUME_BILLING, UNLOCK_ACCESS)
        .permits(LOCKED, "SHE-03", DESTROY)
        .purgingFirstUnlessRetained(RELEASE_COMPUTE_WITH_DATA);
  }

  private static Handling twoCopies() {
    return lockedAndPaid()
        .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE_WITH_DATA, NOTIFY_OWNER)
        .permits(RETAINED, "SHE-02", REBUILD, DESTROY)
        .onRelease("SHE-04", Duration.ofDays(7), "SHE-04", PAY_AS_YOU_GO)
        .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER, SHRED)
        .build();
  }

  private static Handling oneCopy() {
    return lockedAndPaid()
        .onFinalRelease("SHE-05", PAY_AS_YOU_GO)
        .purging(DELETE_DATA, NOTIFY_OWNER)
        .build();
  }
}
