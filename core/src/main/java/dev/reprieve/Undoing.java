package dev.reprieve;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Passage;
import dev.reprieve.recyclebin.EffectRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of effects whose step is undone by somebody who pays or restores (SAF-11): a parked
 * {@code LOCK_ACCESS} never delays the {@code UNLOCK_ACCESS}.
 */
final class Undoing {
  private Undoing() {}

  /** Whether a step brings an instance back, and undoes by that what locked or released it. */
  static boolean isBy(Decision own) {
    InstanceState from = own.from();
    return (from == InstanceState.LOCKED || from == InstanceState.RETAINED) && own.to().isLive();
  }

  /**
   * What an effect becomes by such a step; null leaves it alone. One that is under way is not
   * stopped, and not tried again when it fails.
   */
  static @Nullable EffectRecord of(EffectRecord record, Decision own, Instant now) {
    if (record.undone() || !takesBack(own, record.effect())) {
      return null;
    }
    return record.isUnderWay(now) ? record.asUndone() : record.dropped();
  }

  /**
   * Whether an effect was ordered by a step that is undone: by one of the passages since the
   * instance was last live, or to tell of the purge that was ahead.
   */
  static boolean takesBack(Decision own, Effect effect) {
    Instance before = own.before();
    if (before == null || before.openRebuilds().contains(effect.key())) {
      return false;
    }
    if (effect.details().containsKey("purgeAt") && effect.rule().equals("SAF-04")) {
      return true;
    }
    List<Passage> trail = before.trail();
    for (int i = trail.size() - 1; i >= 0; i--) {
      Passage passage = trail.get(i);
      if (passage.to().isLive()) {
        return false;
      }
      if (passage.version() == effect.key().version()
          && !passage.cause().equals(Cause.REGISTRATION)) {
        return true;
      }
    }
    return false;
  }
}
