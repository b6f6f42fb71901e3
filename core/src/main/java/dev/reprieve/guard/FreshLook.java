package dev.reprieve.guard;

import dev.reprieve.model.InstanceKey;
import java.util.List;
import java.util.Map;

/**
 * Asks the host's own systems about instances, just before something is done to them that cannot be
 * undone (SAF-02).
 *
 * <p><strong>Threads.</strong> Called in the thread that called the engine, under no lock; several
 * threads may call at once. It bounds its own waiting: a call to a system that does not answer must
 * throw, and an answer that takes longer than a minute is too old when it comes.
 * <strong>Exceptions.</strong> Whatever is thrown, and whatever is missing from the answer, means
 * <em>no</em>: the purge waits, says why, and is asked for again later.
 */
@FunctionalInterface
public interface FreshLook {
  /** How many are asked for in one call, at the most. */
  int BATCH = 256;

  /**
   * Looks.
   *
   * @param asked 1 to {@value #BATCH} questions, each about another instance
   * @return what was seen, by instance; one that is missing was not seen, and means no
   * @throws Exception if it cannot tell
   */
  Map<InstanceKey, Sighting> look(List<Question> asked) throws Exception;
}
