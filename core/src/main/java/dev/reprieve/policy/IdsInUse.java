package dev.reprieve.policy;

import dev.reprieve.model.InstanceKey;

/** Says whether an id is taken, by what exists or once existed (SCN-11). */
@FunctionalInterface
public interface IdsInUse {
  /** No id is taken: for questions in which none matters. */
  IdsInUse NONE = key -> false;

  /** Whether the id is taken. */
  boolean contains(InstanceKey key);
}
