package dev.reprieve.guard;

import dev.reprieve.model.Instance;
import java.util.Objects;

/**
 * What a fresh look is asked (SAF-02).
 *
 * @param instance the snapshot that was decided on
 * @param act what is about to happen to it
 */
public record Question(Instance instance, Act act) {
  /** Refuses nulls. */
  public Question {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(act, "act");
  }

  /** What is about to happen. */
  public enum Act {
    /** Its data is deleted for ever. */
    PURGE,
    /** Its machine is given back. */
    RELEASE_COMPUTE
  }
}
