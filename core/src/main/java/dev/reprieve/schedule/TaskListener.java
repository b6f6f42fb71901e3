package dev.reprieve.schedule;

/**
 * Hears what became of a task's runs.
 *
 * <p><strong>Threads.</strong> Called in the thread of the run, after it was recorded and under no
 * lock; for one task never twice at once. <strong>Exceptions.</strong> One that is thrown is logged
 * and harms nothing. <strong>Re-entrancy.</strong> It may call the task; the task still counts as
 * running.
 */
@FunctionalInterface
public interface TaskListener {
  /** A run ended, or was left out. */
  void onRun(ScheduledTask task, TaskRun run);
}
