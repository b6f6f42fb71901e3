package dev.reprieve.guard;

import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the host's own systems whether an instance can be brought back, before anybody tries it
 * (SAF-08).
 *
 * <p><strong>Threads.</strong> Called in the thread that called the engine, under no lock; several
 * threads may call at once. It bounds its own waiting. <strong>Exceptions.</strong> Whatever is
 * thrown, and whatever is missing from the answer, is an obstacle: nobody is told that something
 * comes back of which nobody knows it.
 */
@FunctionalInterface
public interface RestoreCheck {
  /** What must be there for an instance to come back. */
  enum Need {
    /** Its name, or the new one, is free. */
    NAME,
    /** The owner's quota has room for it. */
    QUOTA,
    /** The key by which its data is encrypted can be used. */
    KEY,
    /** The owner has the funds. */
    FUNDS,
    /** The backup from which it comes is there and is readable. */
    BACKUP
  }

  /**
   * What was found of one need.
   *
   * @param obstacle what stands against it, in words for people, not blank; null if nothing does
   */
  record Finding(@Nullable String obstacle) {
    /** Nothing stands against it. */
    public static final Finding OK = new Finding(null);

    /** Refuses an obstacle without words. */
    public Finding {
      if (obstacle != null && obstacle.isBlank()) {
        throw new IllegalArgumentException("an obstacle without words helps nobody");
      }
    }

    /**
     * Something stands against it.
     *
     * @param words what, for people; not blank
     */
    public static Finding obstacle(String words) {
      return new Finding(Objects.requireNonNull(words, "words"));
    }
  }

  /**
   * Checks; changes nothing.
   *
   * @param instance as it lies there now
   * @param event what would be asked of it
   * @return what was found of each need, {@link Finding#OK} also where the instance does not have
   *     it; a need that is missing is an obstacle
   * @throws Exception if it cannot tell
   */
  Map<Need, Finding> check(Instance instance, Event event) throws Exception;
}
