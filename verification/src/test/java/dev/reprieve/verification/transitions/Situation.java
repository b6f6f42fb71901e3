package dev.reprieve.verification.transitions;

import dev.reprieve.model.InstanceState;

/**
 * Where an instance stands, as far as it matters for what may come next.
 *
 * @param state its state
 * @param beforeLock the state before the lock, or RUNNING
 * @param arrears whether it is in arrears
 * @param next which deadline is set: {@link #NONE}, {@link #EXPIRY}, {@link #PURGE}, or the index
 *     of a stage
 */
record Situation(InstanceState state, InstanceState beforeLock, boolean arrears, int next) {
  static final int NONE = -1;
  static final int EXPIRY = -2;
  static final int PURGE = -3;

  Situation to(InstanceState other, int deadline) {
    return new Situation(
        other,
        other == InstanceState.LOCKED && state != InstanceState.LOCKED ? state : beforeLock,
        arrears,
        deadline);
  }

  Situation inArrears(boolean is) {
    return new Situation(state, beforeLock, is, next);
  }
}
