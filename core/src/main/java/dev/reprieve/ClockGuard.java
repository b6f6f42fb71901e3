package dev.reprieve;

import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Instance;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.GuardState.Outage;
import dev.reprieve.recyclebin.GuardState.Said;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the store's clock against its own high-water mark, against the time that this process has
 * lived through, and against the worker's clock (SAF-05). A jump halts purging until an operator
 * has looked; a span in which nobody swept is remembered as an outage.
 *
 * <p>A process that has just begun has lived through nothing: to it, a store clock that jumped
 * forward and an outage look alike. If no worker's clock can tell them apart, a gap longer than an
 * outage may push, and a first sweep ever that finds a purge due already, halt purging.
 */
final class ClockGuard {

  private final RecycleBinRepository bin;
  private final Safeguards safeguards;
  private final LongSupplier nanos;
  private final @Nullable InstantSource workersClock;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();
  private final AtomicReference<Set<Anomaly>> standing = new AtomicReference<>(Set.of());

  /**
   * @param nanos time that never steps, in nanoseconds from any origin
   * @param workersClock this machine's own clock, or null where it is not compared
   */
  ClockGuard(
      RecycleBinRepository bin,
      Safeguards safeguards,
      LongSupplier nanos,
      @Nullable InstantSource workersClock) {
    this.bin = bin;
    this.safeguards = safeguards;
    this.nanos = nanos;
    this.workersClock = workersClock;
  }

  /**
   * A reading of both clocks at once.
   *
   * @param acknowledged how often the clock had been said to be right by then
   */
  private record Reading(Instant store, long nanos, long acknowledged) {}

  /** What can be wrong. */
  private enum Anomaly {
    /** The clock moved otherwise than the time that this process lived through. */
    STEP,
    /** It is behind its own mark. */
    BEHIND,
    /** It is far ahead of its mark, and nobody can say whether so much time has passed. */
    GAP,
    /** There is no mark, a purge is due all the same, and nobody can say whether it is. */
    NO_MARK,
    /** It is not the worker's. */
    APART
  }

  /**
   * Looks at the clocks, before a sweep.
   *
   * @return the instant by which the sweep judges
   */
  Instant look() {
    // In this order: a step that is acknowledged in between is not taken for a new one.
    long acknowledged = bin.guard().acknowledged();
    Instant now = bin.now();
    if (!safeguards.clockGuarded()) {
      bin.beat(now);
      return now;
    }
    Reading reading = new Reading(now, nanos.getAsLong(), acknowledged);
    Reading before = last.getAndSet(reading);
    if (before != null && before.acknowledged() != acknowledged) {
      // Whatever happened to the clock since then, an operator has looked at it.
      before = null;
    }
    // Read first and raised last: whoever dies in between leaves it to the next one to find.
    Instant mark = bin.mark();
    Map<Anomaly, String> found = anomalies(reading, before, mark);
    Set<Anomaly> known = standing.getAndSet(Set.copyOf(found.keySet()));
    if (!found.isEmpty() && !halt(now, found.values().iterator().next())) {
      // It stood already: what is new is written down for whoever acknowledges it (each step is).
      found.forEach(
          (what, why) -> {
            if (what == Anomaly.STEP || !known.contains(what)) {
              note(now, "ANOMALY", why);
            }
          });
    }
    if (mark != null && Duration.between(mark, now).compareTo(safeguards.outageLimit()) > 0) {
      remember(new Outage(mark, now));
    }
    bin.beat(now);
    return now;
  }

  private Map<Anomaly, String> anomalies(
      Reading reading, @Nullable Reading before, @Nullable Instant mark) {
    Map<Anomaly, String> found = new EnumMap<>(Anomaly.class);
    Instant now = reading.store();
    Duration limit = safeguards.clockLimit();
    if (mark != null && Duration.between(now, mark).compareTo(limit) > 0) {
      found.put(
          Anomaly.BEHIND, "the store's clock says " + now + " and has said " + mark + " before");
    }
    if (before != null) {
      Duration shown = Duration.between(before.store(), now);
      Duration lived = Duration.ofNanos(reading.nanos() - before.nanos());
      if (shown.minus(lived).abs().compareTo(limit) > 0) {
        found.put(
            Anomaly.STEP,
            "the store's clock went from "
                + before.store()
                + " to "
                + now
                + " while "
                + lived
                + " passed");
      }
    }
    if (workersClock != null) {
      Instant here = workersClock.instant();
      if (Duration.between(here, now).abs().compareTo(limit) > 0) {
        found.put(Anomaly.APART, "the store's clock says " + now + " and this worker's " + here);
      }
    } else if (before == null) {
      if (mark == null) {
        if (isPurgeDue(now)) {
          found.put(
              Anomaly.NO_MARK,
              "this store was never swept, and at "
                  + now
                  + " a purge is due already; no worker's clock says whether it is so late");
        }
      } else if (Duration.between(mark, now).compareTo(safeguards.longestPush()) > 0) {
        found.put(
            Anomaly.GAP,
            "the store's clock says "
                + now
                + " and said "
                + mark
                + " when it was last swept; no worker's clock says whether it is so late");
      }
    }
    return found;
  }

  /** Reads every row, once in the life of a store: at its first sweep. */
  private boolean isPurgeDue(Instant now) {
    return Rows.living(bin)
        .map(Instance::deadline)
        .anyMatch(
            deadline -> deadline != null && deadline.purges() && !deadline.dueAt().isAfter(now));
  }

  /** Whether it halts by this. */
  private boolean halt(Instant now, String why) {
    GuardState state = bin.guard();
    while (state.clockHalt() == null) {
      if (bin.changeGuard(state.version(), state.clockHalt(new Said(now, null, why)))) {
        note(now, "HALT", why);
        return true;
      }
      state = bin.guard();
    }
    return false;
  }

  private void remember(Outage outage) {
    // Long enough for every deadline that it pushes to have been looked at.
    Instant forgetBefore = outage.until().minus(safeguards.longestPush().multipliedBy(5));
    GuardState state = bin.guard();
    // Two workers that come back at once have found the same one.
    while (state.outages().stream().noneMatch(known -> known.after().equals(outage.after()))) {
      if (bin.changeGuard(state.version(), state.outage(outage, forgetBefore))) {
        note(outage.until(), "OUTAGE", "nobody swept since " + outage.after());
        return;
      }
      state = bin.guard();
    }
  }

  private void note(Instant at, String what, String why) {
    AuditEntry line =
        AuditEntry.ofStore(AuditEntry.Kind.GUARD, at, what, "SAF-05", null, null, why);
    bin.commit(Commit.of(line));
  }

  /**
   * Where an outage pushes a purge that was due, or null where none does. It is always after the
   * outage's end, so that no outage pushes the same purge twice.
   *
   * @param due when it was due, without the margin
   */
  @Nullable Instant pushed(GuardState state, Instant due) {
    for (Outage outage : state.outages()) {
      if (outage.holds(due)) {
        Duration length = outage.length();
        Duration longest = safeguards.longestPush();
        Instant pushed = due.plus(length.compareTo(longest) < 0 ? length : longest);
        return pushed.isAfter(outage.until()) ? pushed : outage.until().plus(1, ChronoUnit.MICROS);
      }
    }
    return null;
  }
}
