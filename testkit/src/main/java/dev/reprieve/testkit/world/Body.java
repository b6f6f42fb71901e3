package dev.reprieve.testkit.world;

import dev.reprieve.model.EffectType;

/** What a host has really made of an instance. */
final class Body {
  private boolean data = true;
  private boolean locked;

  /** Whether its data is there. */
  boolean hasData() {
    return data;
  }

  /** Whether its users are locked out. */
  boolean isLocked() {
    return locked;
  }

  void suffer(EffectType type) {
    if (type.equals(EffectType.DELETE_DATA)) {
      if (!data) {
        throw new Breach("data was deleted twice", type.toString());
      }
      data = false;
    } else if (type.equals(EffectType.LOCK_ACCESS)) {
      locked = true;
    } else if (type.equals(EffectType.UNLOCK_ACCESS)) {
      locked = false;
    }
  }
}
