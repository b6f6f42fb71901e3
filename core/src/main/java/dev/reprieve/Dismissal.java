package dev.reprieve;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import org.jspecify.annotations.Nullable;

/** What an operator may drop of the effects that were given up: nothing on which data rests. */
final class Dismissal {
  private static final Operation DISMISS = new Operation("DISMISS");

  private Dismissal() {}

  /** Why an effect is not dropped, or null. */
  static @Nullable Refusal refusal(
      EffectKey key, @Nullable Instance instance, @Nullable EffectRecord record, String why) {
    if (instance == null || record == null) {
      return Refusal.of(
          RefusalCode.NO_SUCH_INSTANCE, DISMISS, "OWN-01", "there is no open effect " + key);
    }
    if (why.isBlank()) {
      return refused(RefusalCode.INVALID_ARGUMENT, record, "it needs a reason");
    }
    if (record.status() != EffectStatus.GIVEN_UP) {
      return refused(
          RefusalCode.NOT_PERMITTED_IN_STATE,
          record,
          "it is " + record.status() + ", not given up");
    }
    EffectType type = record.effect().type();
    Deadline deadline = instance.deadline();
    boolean purging = instance.state() == InstanceState.PURGING;
    if (type.destructive()) {
      return refused(
          RefusalCode.NOT_PERMITTED_IN_STATE, record, "what destroys data is done or tried again");
    }
    if (BackupFacts.neededBy(type) && !purging) {
      return refused(
          RefusalCode.NOT_PERMITTED_IN_STATE,
          record,
          "what is released after it rests on that backup: complete it with one, or retry it");
    }
    if (type.equals(EffectType.NOTIFY_OWNER) && deadline != null && deadline.purges()) {
      return refused(
          RefusalCode.NOT_PERMITTED_IN_STATE,
          record,
          "the purge that is ahead waits until the owner was told: tell him and complete it");
    }
    return null;
  }

  private static Refusal refused(RefusalCode code, EffectRecord record, String why) {
    return Refusal.of(
        code,
        DISMISS,
        "SAF-06",
        record.effect().type() + " " + record.effect().key() + " is not dropped: " + why);
  }
}
