package dev.reprieve.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that remembers beyond a restart how far each task has come, so that runs missed
 * meanwhile are known to be missed (SCH-01). In a cluster all nodes share the memory.
 */
public interface PersistentScheduler extends Scheduler {
  /** When the last run was due that was kept of a task, or null. */
  @Nullable Instant lastDue(String task);

  /**
   * Keeps when a run was due that has been done, has failed or was left out. One that is earlier
   * than what is kept changes nothing.
   */
  void keepDue(String task, Instant due);
}
