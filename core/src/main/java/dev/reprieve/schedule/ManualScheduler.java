package dev.reprieve.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler for tests, and its clock: nothing happens until it is told to go on, and then in the
 * thread that tells it, in order of instants and for equal ones in order of scheduling. The same
 * test always goes the same way.
 *
 * <p>It is an {@link InstantSource}, so that a store can go by the same clock. Work that throws
 * throws out of the call that did it: a test should see it. Thread-safe; work is done under no
 * lock.
 */
public final class ManualScheduler implements Scheduler, InstantSource {
  private final TreeSet<Entry> entries =
      new TreeSet<>(
          Comparator.comparing((Entry entry) -> entry.at).thenComparing(entry -> entry.number));
  private Instant now;
  private long numbers;

  ManualScheduler(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now();
  }

  @Override
  public synchronized Alarm schedule(Instant at, Runnable work) {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(work, "work");
    Entry entry = new Entry(at, numbers++, work);
    entries.add(entry);
    return () -> callOff(entry);
  }

  private synchronized boolean callOff(Entry entry) {
    return entries.remove(entry);
  }

  /** Puts the clock to an instant, forward or back, and does nothing. */
  public synchronized void set(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    this.now = instant;
  }

  /**
   * Goes on to an instant and does on the way all that is due by then, also what comes up
   * meanwhile; the clock stands at each one's instant when it is done.
   *
   * @throws IllegalArgumentException if the instant is before now
   */
  public void advanceTo(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    if (instant.isBefore(now())) {
      throw new IllegalArgumentException(
          "advance from " + now() + " to " + instant + ": to step back, set the clock");
    }
    Runnable work = reach(instant);
    while (work != null) {
      work.run();
      work = reach(instant);
    }
  }

  /** Goes on by a duration, as {@link #advanceTo} does. */
  public void advanceBy(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    advanceTo(now().plus(duration));
  }

  /** Does what is due now, also what comes up meanwhile. */
  public void runDue() {
    advanceTo(now());
  }

  /**
   * Does the first work, whatever the clock shows: as a host does whose timer and clock disagree.
   *
   * @return false if there is none
   */
  public boolean runNext() {
    Runnable work;
    synchronized (this) {
      Entry first = entries.pollFirst();
      work = first == null ? null : first.work;
    }
    if (work == null) {
      return false;
    }
    work.run();
    return true;
  }

  private synchronized @Nullable Runnable reach(Instant end) {
    if (entries.isEmpty() || entries.first().at.isAfter(end)) {
      if (now.isBefore(end)) {
        now = end;
      }
      return null;
    }
    Entry first = entries.first();
    entries.remove(first);
    if (now.isBefore(first.at)) {
      now = first.at;
    }
    return first.work;
  }

  /** The instants at which there is something to do, in order. */
  public synchronized List<Instant> pending() {
    return entries.stream().map(entry -> entry.at).toList();
  }

  @Override
  public String toString() {
    return "manual scheduler at " + now();
  }

  private static final class Entry {
    private final Instant at;
    private final long number;
    private final Runnable work;

    Entry(Instant at, long number, Runnable work) {
      this.at = at;
      this.number = number;
      this.work = work;
    }
  }
}
