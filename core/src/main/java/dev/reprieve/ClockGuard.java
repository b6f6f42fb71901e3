package dev.reprieve;

import dev.reprieve.guard.Safeguards;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the store's clock against its own high-water mark, against the time that this process has
 * lived through, and against the worker's clock (SAF-05). A jump halts purging until an operator
 * has looked; a span in which nobody swept is remembered as an outage.
 */
final class ClockGuard {
  private final RecycleBinRepository bin;
  private final Safeguards safeguards;
  private final LongSupplier nanos;
  private final @Nullable InstantSource workersClock;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

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

  /** A reading of both clocks at once. */
  private record Reading(Instant store, long nanos) {}

  /** Looks at the clocks, before a sweep. */
  void look(Instant now) {
    if (!safeguards.clockGuarded()) {
      return;
    }
    Reading reading = new Reading(now, nanos.getAsLong());
    Reading before = last.getAndSet(reading);
    // Read first and raised last: whoever dies in between leaves it to the next one to find.
    Instant mark = bin.mark();
    String jump = jump(reading, before, mark);
    if (jump != null) {
      halt(now, jump);
    }
    if (mark != null && Duration.between(mark, now).compareTo(safeguards.outageLimit()) > 0) {
      remember(new Outage(mark, now));
    }
    bin.beat(now);
  }

  private @Nullable String jump(Reading reading, @Nullable Reading before, @Nullable Instant mark) {
    Instant now = reading.store();
    Duration limit = safeguards.clockLimit();
    if (mark != null && Duration.between(now, mark).compareTo(limit) > 0) {
      return "the store's clock says " + now + " and has said " + mark + " before";
    }
    if (before != null) {
      Duration shown = Duration.between(before.store(), now);
      Duration lived = Duration.ofNanos(reading.nanos() - before.nanos());
      if (shown.minus(lived).abs().compareTo(limit) > 0) {
        return "the store's clock went from "
            + before.store()
            + " to "
            + now
            + " while "
            + lived
            + " passed";
      }
    }
    if (workersClock != null) {
      Instant here = workersClock.instant();
      if (Duration.between(here, now).abs().compareTo(limit) > 0) {
        return "the store's clock says " + now + " and this worker's " + here;
      }
    }
    return null;
  }

  private void halt(Instant now, String why) {
    GuardState state = bin.guard();
    while (state.clockHalt() == null) {
      if (bin.changeGuard(state.version(), state.clockHalt(new Said(now, null, why)))) {
        note(now, "HALT", why);
        return;
      }
      state = bin.guard();
    }
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
    bin.commit(new Commit(List.of(), List.of(), List.of(), List.of(line), null));
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
