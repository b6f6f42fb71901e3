package dev.reprieve.mongodb;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.EffectType.DELETE_ALL_BACKUPS;
import static dev.reprieve.model.EffectType.DELETE_DATA;
import static dev.reprieve.model.EffectType.DELETE_OLDER_BACKUPS;
import static dev.reprieve.model.EffectType.LOCK_ACCESS;
import static dev.reprieve.model.EffectType.NOTIFY_OWNER;
import static dev.reprieve.model.EffectType.RELEASE_COMPUTE;
import static dev.reprieve.model.EffectType.RELEASE_COMPUTE_WITH_DATA;
import static dev.reprieve.model.EffectType.TAKE_BACKUP;
import static dev.reprieve.model.EffectType.UNLOCK_ACCESS;
import static dev.reprieve.model.EffectType.VERIFY_BACKUP;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.Operation.DESTROY;
import static dev.reprieve.model.Operation.REBUILD;
import static dev.reprieve.model.Operation.RENEW;
import static dev.reprieve.model.Operation.SETTLE;

import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import java.time.Duration;

/** What happens to a MongoDB instance in each state, whatever the profile's days are. */
final class MongoDbHandling {
  private static final Duration KEPT_AFTER_RELEASE = Duration.ofDays(7);

  static final Handling ESSD_DELETE_ALL =
      locked("MDB-08")
          .onRelease("MDB-10", KEPT_AFTER_RELEASE, "MDB-05", PAY_AS_YOU_GO)
          .entering(RETAINED, VERIFY_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER, DELETE_OLDER_BACKUPS)
          .permits(RETAINED, "MDB-02", REBUILD, DESTROY)
          .purgingFirstUnlessRetained(RELEASE_COMPUTE)
          .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling ESSD_KEEPING =
      locked("MDB-08")
          .onReleaseWithoutEnd("MDB-10", PAY_AS_YOU_GO)
          .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE, NOTIFY_OWNER)
          .permits(RETAINED, "MDB-02", REBUILD, DESTROY)
          .purgingFirstUnlessRetained(RELEASE_COMPUTE)
          .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling LOCAL_REPLICA_SET =
      locked("MDB-09")
          .onRelease("MDB-10", KEPT_AFTER_RELEASE, "MDB-03", PAY_AS_YOU_GO)
          .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE_WITH_DATA, NOTIFY_OWNER)
          .permits(RETAINED, "MDB-03", REBUILD, DESTROY)
          .purgingFirstUnlessRetained(RELEASE_COMPUTE_WITH_DATA)
          .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling LOCAL_SHARDED =
      locked("MDB-09")
          .onFinalRelease("MDB-10", PAY_AS_YOU_GO)
          .purging(RELEASE_COMPUTE_WITH_DATA, DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  private MongoDbHandling() {}

  /** What all have in common: running, locked, paid for, settled in the bin. */
  private static HandlingBuilder locked(String destroyRule) {
    return Handling.builder()
        .permits(RUNNING, "MDB-01", RENEW, SETTLE)
        .entering(LOCKED, LOCK_ACCESS, NOTIFY_OWNER)
        .permits(LOCKED, "MDB-01", RENEW, SETTLE)
        .doing(UNLOCK_ACCESS)
        .permits(LOCKED, destroyRule, DESTROY)
        .permits(RETAINED, "MDB-11", SETTLE);
  }
}
