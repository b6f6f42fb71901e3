package dev.reprieve.expiry;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Saves reads the clock: a thread notes the time every millisecond or so, and a read whose deadline
 * is further than {@link #WINDOW} from that note needs no more.
 *
 * <p>A note says nothing about its own age, so it is not simply believed (rule KEY-01). A reading
 * thread believes it only under a lease, which it gets by comparing the note with the real clock,
 * and only if the note proves to be younger than {@link #FRESH}. The lease ends with the note, and
 * is for few reads: none for a thread's first read under a note, then as many again as it has just
 * done, up to {@link #MOST}. So a thread that reads now and then always reads the clock; a busy one
 * reads it once in 64 reads; and a ticker that has stopped is found out before its note is as old
 * as the window.
 */
final class Ticker {
  /** Deadlines nearer than this are judged by the real clock, in microseconds. */
  static final long WINDOW = 1_000_000;

  /** A note older than this gets no lease, in microseconds. */
  static final long FRESH = 20_000;

  /** The most reads under one lease. */
  static final int MOST = 63;

  private static final long STOPPED = Long.MAX_VALUE;

  private static final int CELLS = 64;

  /** Two cache lines a cell: they are written by every read. */
  private static final int STRIDE = 16;

  private static final int REST = 1;
  private static final int GRANT = 2;

  private final StoreClock clock;
  private final Duration period;

  /**
   * By thread: note, reads left, size of the last lease. Threads that share a cell race without
   * harm: whatever mixture they leave was granted for that note and is at most {@link #MOST}.
   */
  private final long[] cells = new long[(CELLS + 2) * STRIDE];

  private volatile long note = STOPPED;
  private volatile boolean ended;

  Ticker(StoreClock clock, Duration period) {
    this.clock = clock;
    this.period = period;
  }

  /** Notes the time. */
  void tick() {
    note = clock.now();
    if (ended) {
      note = STOPPED;
    }
  }

  /** The ticker's thread. */
  void run() {
    try {
      while (!ended) {
        tick();
        LockSupport.parkNanos(this, period.toNanos());
      }
    } finally {
      stop();
    }
  }

  /** From here on every read reads the clock. */
  void stop() {
    ended = true;
    note = STOPPED;
  }

  boolean hasPassed(long deadline) {
    long noted = note;
    if (deadline - WINDOW <= noted) {
      return clock.hasPassedExactly(deadline);
    }
    int cell = ((int) Thread.currentThread().getId() & (CELLS - 1)) * STRIDE + STRIDE;
    long rest = cells[cell + REST];
    if (cells[cell] == noted && rest > 0) {
      cells[cell + REST] = rest - 1;
      return false;
    }
    return renew(cell, noted, deadline);
  }

  private boolean renew(int cell, long noted, long deadline) {
    long now = clock.now();
    long grant = 0;
    if (now - noted <= FRESH && cells[cell] == noted) {
      grant = Math.min(MOST, 2 * cells[cell + GRANT] + 1);
    }
    cells[cell] = noted;
    cells[cell + GRANT] = grant;
    cells[cell + REST] = grant;
    return deadline <= now;
  }
}
