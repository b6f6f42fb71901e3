package dev.reprieve.fleet.progress;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody's wish that the command end, as Ctrl-C says it, and the command's word that it has: what
 * was printed until then stands, in whole lines. Thread-safe.
 */
public final class Interruption {
  /** What a shell expects of a command that Ctrl-C ended. */
  public static final int STATUS = 130;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean asked;

  /** One that nobody has asked for. */
  public Interruption() {}

  /** Asks the command to end. */
  public void ask() {
    asked = true;
  }

  /** Whether the command is to end. */
  public boolean isAsked() {
    return asked;
  }

  /**
   * Ends the command where it stands, if it is to end.
   *
   * @throws InterruptedCommandException if it is
   */
  public void check() {
    if (asked) {
      throw new InterruptedCommandException();
    }
  }

  /** Says that the command has ended and everything is flushed. */
  public void ended() {
    ended.countDown();
  }

  /**
   * Asks the command to end, and waits until it has, but not for ever: a command that hangs must
   * not keep the process alive.
   */
  public void askAndWait() {
    ask();
    try {
      ended.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }
}
