package dev.reprieve;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.model.EffectType;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an instance's open effects a purge waits for before it begins: in words, or null. */
final class PurgeGate {
  private PurgeGate() {}

  /**
   * The notice that its owner has not been given for certain (SAF-04, MDB-04). Effects go out in
   * order, so that the last notice is confirmed once none is open.
   *
   * @param open the instance's open effects, in order
   */
  static @Nullable String noticeMissing(Interpreter.Settings settings, List<EffectRecord> open) {
    if (settings.notices().isEmpty()) {
      return null;
    }
    for (EffectRecord record : open) {
      if (record.effect().type().equals(EffectType.NOTIFY_OWNER)) {
        return "its owner's notice " + record.effect().key() + " is not confirmed" + soFar(record);
      }
    }
    return null;
  }

  /**
   * The backup that is not confirmed (SAF-06), the rebuild that was taken up again, or whatever was
   * given up and waits for an operator.
   *
   * @param open the instance's open effects, in order
   */
  static @Nullable String effectMissing(List<EffectRecord> open) {
    for (EffectRecord record : open) {
      EffectType type = record.effect().type();
      if (BackupFacts.neededBy(type)
          || type.equals(EffectType.CREATE_INSTANCE)
          || record.status() == EffectStatus.GIVEN_UP) {
        return type + " " + record.effect().key() + " is not confirmed" + soFar(record);
      }
    }
    return null;
  }

  private static String soFar(EffectRecord record) {
    String reason = record.reason() == null ? "" : ": " + record.reason();
    return record.status() == EffectStatus.GIVEN_UP
        ? ", it was given up until somebody retries it" + reason
        : ", it is " + record.status() + reason;
  }
}
