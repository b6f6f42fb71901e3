package dev.reprieve.kec;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.PAY_BY_DAILY_CONFIG;
import static dev.reprieve.model.BillingMode.SPOT;
import static dev.reprieve.model.EffectType.DELETE_DATA;
import static dev.reprieve.model.EffectType.DETACH_ASSOCIATIONS;
import static dev.reprieve.model.EffectType.FORCE_STOP;
import static dev.reprieve.model.EffectType.LOCK_ACCESS;
import static dev.reprieve.model.EffectType.NOTIFY_OWNER;
import static dev.reprieve.model.EffectType.START_INSTANCE;
import static dev.reprieve.model.EffectType.STOP_INSTANCE;
import static dev.reprieve.model.EffectType.UNLOCK_ACCESS;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.model.InstanceState.STOPPED;
import static dev.reprieve.model.Operation.DESTROY;
import static dev.reprieve.model.Operation.RENEW;
import static dev.reprieve.model.Operation.RESTORE;
import static dev.reprieve.model.Operation.SETTLE;
import static dev.reprieve.model.Operation.START;
import static dev.reprieve.model.Operation.STOP;

import dev.reprieve.policy.Handling;
import dev.reprieve.policy.HandlingBuilder;
import dev.reprieve.policy.Target;
import java.time.Duration;

/** What happens to a KEC instance in each state. */
final class KecHandling {
  private static final Duration KEPT_IN_THE_BIN = Duration.ofHours(2);

  static final Handling SUBSCRIPTION =
      startedAndStopped()
          .neverReleased("KEC-01")
          .permits(RUNNING, "KEC-01", RENEW)
          .permits(STOPPED, "KEC-01", RENEW)
          .entering(LOCKED, LOCK_ACCESS, NOTIFY_OWNER)
          .permits(LOCKED, "KEC-01", RENEW)
          .doing(UNLOCK_ACCESS)
          .purging(FORCE_STOP, DETACH_ASSOCIATIONS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling PAY_BY_DAILY =
      startedAndStopped()
          .arrearsAreOnlyRecorded("KEC-11")
          .permits(RUNNING, "KEC-11", SETTLE)
          .permits(STOPPED, "KEC-11", SETTLE)
          .onReleaseForMoreThan("KEC-02", KEPT_IN_THE_BIN, "KEC-04", PAY_BY_DAILY_CONFIG)
          .entering(RETAINED, FORCE_STOP, DETACH_ASSOCIATIONS, NOTIFY_OWNER)
          .permits(RETAINED, "KEC-07", RESTORE)
          .to(Target.STOPPED)
          .permits(RETAINED, "KEC-12", DESTROY)
          .permits(RETAINED, "KEC-11", SETTLE)
          .purgingFirstUnlessRetained(FORCE_STOP, DETACH_ASSOCIATIONS)
          .purging(DELETE_DATA, NOTIFY_OWNER)
          .build();

  static final Handling NOT_RECYCLED =
      startedAndStopped()
          .arrearsAreOnlyRecorded("KEC-11")
          .permits(RUNNING, "KEC-11", SETTLE)
          .permits(STOPPED, "KEC-11", SETTLE)
          .onFinalRelease("KEC-05", PAY_AS_YOU_GO, SPOT)
          .purging(FORCE_STOP, DETACH_ASSOCIATIONS, DELETE_DATA, NOTIFY_OWNER)
          .build();

  private KecHandling() {}

  private static HandlingBuilder startedAndStopped() {
    return Handling.builder()
        .permits(RUNNING, "KEC-09", STOP)
        .to(Target.STOPPED)
        .doing(STOP_INSTANCE)
        .permits(STOPPED, "KEC-07", START)
        .to(Target.RUNNING)
        .doing(START_INSTANCE);
  }
}
