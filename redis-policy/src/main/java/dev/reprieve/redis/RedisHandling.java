package dev.reprieve.redis;

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
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.Operation.DESTROY;
import static dev.reprieve.model.Operation.REBUILD;
import static dev.reprieve.model.Operation.RENEW;
import static dev.reprieve.model.Operation.SETTLE;

import dev.reprieve.policy.Handling;
import java.time.Duration;

/** What happens to a Redis instance in each state, whatever the profile's days are. */
final class RedisHandling {
  private static final Duration KEPT_AFTER_RELEASE = Duration.ofDays(7);

  static final Handling SUBSCRIPTION =
      Handling.builder()
          .permits(RUNNING, "RED-06", RENEW)
          .neverReleased("RED-05")
          .entering(LOCKED, LOCK_ACCESS, NOTIFY_OWNER)
          .permits(LOCKED, "RED-06", RENEW)
          .doing(UNLOCK_ACCESS)
          .permits(LOCKED, "RED-08", DESTROY)
          .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE_WITH_DATA, NOTIFY_OWNER)
          .permits(RETAINED, "RED-07", REBUILD)
          .permits(RETAINED, "RED-08", DESTROY)
          .purgingFirstUnlessRetained(RELEASE_COMPUTE_WITH_DATA)
          .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling PAYING_AS_IT_GOES =
      Handling.builder()
          .permits(RUNNING, "RED-06", SETTLE)
          .onRelease("RED-05", KEPT_AFTER_RELEASE, "RED-05", PAY_AS_YOU_GO)
          .entering(LOCKED, LOCK_ACCESS, SUSPEND_BILLING, NOTIFY_OWNER)
          .permits(LOCKED, "RED-04", SETTLE)
          .doing(RESUME_BILLING, UNLOCK_ACCESS)
          .permits(LOCKED, "RED-08", DESTROY)
          .entering(RETAINED, TAKE_BACKUP, RELEASE_COMPUTE_WITH_DATA, NOTIFY_OWNER)
          .permits(RETAINED, "RED-17", SETTLE)
          .permits(RETAINED, "RED-07", REBUILD)
          .permits(RETAINED, "RED-08", DESTROY)
          .purgingFirstUnlessRetained(RELEASE_COMPUTE_WITH_DATA)
          .purging(DELETE_ALL_BACKUPS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  private RedisHandling() {}
}
