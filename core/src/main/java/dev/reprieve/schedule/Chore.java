package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a runner's pass does besides, each time that so much time has gone by. Belongs to
 * one runner, whose passes follow one another.
 */
final class Chore {
  private final String failed;
  private final Duration every;
  private final Runnable work;

  /** When it was last done, by the scheduler's clock. */
  private volatile @Nullable Instant done;

  /**
   * @param failed what to say where it throws
   */
  Chore(String failed, Duration every, Runnable work) {
    this.failed = failed;
    this.every = every;
    this.work = work;
  }

  /** What to say where it throws. */
  String failed() {
    return failed;
  }

  /** Whether it was not done yet, or so long ago; a clock that was put back delays nothing. */
  boolean isDue(Instant now) {
    Instant last = done;
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(every));
  }

  /** Does it; it stays due if it throws. */
  void doIt(Instant now) {
    work.run();
    done = now;
  }
}
