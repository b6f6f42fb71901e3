package dev.reprieve.schedule;

/** Work that a scheduler was given, until it begins. Thread-safe. */
@FunctionalInterface
public interface Alarm {
  /** Nothing was scheduled: what a scheduler that took nothing is said to have answered. */
  Alarm NONE =
      new Alarm() {
        @Override
        public boolean cancel() {
          return false;
        }

        @Override
        public String toString() {
          return "Alarm.NONE";
        }
      };

  /**
   * Calls the work off.
   *
   * @return true if it will not be done; false if it has begun, was called off before, or was never
   *     taken. Called off once, work is never begun
   */
  boolean cancel();
}
