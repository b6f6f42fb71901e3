package dev.reprieve.schedule;

import java.time.Instant;

/** What a {@link ScheduledTask} does. Called in a thread of the host's scheduler. */
@FunctionalInterface
public interface TaskWork {
  /**
   * Does one run.
   *
   * @param due when the run was due: for a run by hand, when it was asked for
   * @throws Exception whatever it likes: the run is recorded as failed, and the next one comes at
   *     its time (SCH-04)
   */
  void run(Instant due) throws Exception;
}
