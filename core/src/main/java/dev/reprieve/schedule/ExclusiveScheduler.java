package dev.reprieve.schedule;

import java.time.Instant;

/**
 * A scheduler that can see to it that of all nodes of a cluster one does a run (SCH-03). A {@link
 * ScheduledTask} on it asks before every run; each node keeps its own alarms.
 */
public interface ExclusiveScheduler extends Scheduler {
  /**
   * Does work in the calling thread, unless a run of the same task is under way on any node, or one
   * that was due at this instant or later has been done, whoever did it. The second half is what
   * keeps a node whose clock lags from doing a run again (SCH-05).
   *
   * <p>A node that dies in a run holds it up no longer than a lease of the adapter's.
   *
   * @param task the name of the task, the same on all nodes
   * @param due when the run was due
   * @param work does not throw
   * @return whether the work was done by this call
   * @throws RuntimeException if it cannot be found out; then the work was not begun
   */
  boolean runExclusively(String task, Instant due, Runnable work);
}
