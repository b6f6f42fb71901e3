package dev.reprieve.policy;

import dev.reprieve.model.InstanceState;

/** Where an operation leads. Closed: stages with a clock are entered by time or release alone. */
public enum Target {
  /** The state stays. */
  SAME_STATE,
  /** Back to the state before the lock. */
  STATE_BEFORE_LOCK,
  /** To running. */
  RUNNING,
  /** To stopped. */
  STOPPED,
  /** The purge begins. */
  PURGED;

  /** The state that is reached. */
  InstanceState reach(InstanceState state, InstanceState beforeLock) {
    return switch (this) {
      case SAME_STATE -> state;
      case STATE_BEFORE_LOCK -> beforeLock;
      case RUNNING -> InstanceState.RUNNING;
      case STOPPED -> InstanceState.STOPPED;
      case PURGED -> InstanceState.PURGED;
    };
  }
}
