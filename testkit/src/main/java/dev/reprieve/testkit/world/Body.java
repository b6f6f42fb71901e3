package dev.reprieve.testkit.world;

import dev.reprieve.model.Child;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a host has really made of an instance. */
final class Body {
  private final Set<Child> gone = new HashSet<>();
  private final Set<String> backups = new HashSet<>();
  private boolean data = true;
  private boolean locked;
  private boolean lockedByOthers;
  private boolean touchedLate;

  /** Whether its data is there. */
  boolean hasData() {
    return data;
  }

  /** Whether its users are locked out. */
  boolean isLocked() {
    return locked;
  }

  /** It was there before, and stands so. */
  void found(boolean isLocked, boolean byOthers) {
    locked = isLocked;
    lockedByOthers = byOthers;
  }

  boolean isLockedByOthers() {
    return lockedByOthers;
  }

  /** A worker that stood still with an effect has done it when it had been dropped. */
  void touchedLate() {
    touchedLate = true;
  }

  boolean isTouchedLate() {
    return touchedLate;
  }

  /** A backup of it was made, of this name. */
  void backedUp(String name) {
    backups.add(name);
  }

  boolean hasBackup(String name) {
    return backups.contains(name);
  }

  boolean hasLost(Child child) {
    return gone.contains(child);
  }

  /**
   * Something happens to it.
   *
   * @param children what goes with it, and before it
   */
  void suffer(Effect effect, List<Child> children) {
    EffectType type = effect.type();
    if (type.equals(EffectType.DELETE_DATA)) {
      if (!data) {
        throw new Breach("data was deleted twice", type.toString());
      }
      if (!gone.containsAll(children)) {
        throw new Breach("an instance was deleted before what goes with it", effect.toString());
      }
      data = false;
    } else if (type.equals(EffectType.DELETE_CHILD)) {
      Map<String, String> named = effect.details();
      Child child = new Child(named.getOrDefault("kind", ""), named.getOrDefault("id", ""));
      if (!children.contains(child)) {
        throw new Breach("something was deleted that does not go with it", effect.toString());
      }
      gone.add(child);
    } else if (lockedByOthers
        && (type.equals(EffectType.LOCK_ACCESS) || type.equals(EffectType.UNLOCK_ACCESS))) {
      throw new Breach("somebody else's lock was touched", effect.toString());
    } else if (type.equals(EffectType.LOCK_ACCESS)) {
      locked = true;
    } else if (type.equals(EffectType.UNLOCK_ACCESS)) {
      locked = false;
    }
  }
}
