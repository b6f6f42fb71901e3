package dev.reprieve;

import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Instance;
import dev.reprieve.policy.ClockReading;
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
 * forward and an outage look alike. If no worker's clock can tell them apart, every gap beyond the
 * limit, and a first sweep ever that finds a purge due already, halt purging.
 *
 * <p>The mark is the latest time that was believed. While the clock is not, it goes on with the
 * time that the workers live through, so that a second fault is measured by the truth and not by
 * the first one.
 */
final class ClockGuard {

  private final RecycleBinRepository bin;
  private final Safeguards safeguards;
  private final LongSupplier nanos;
  private final @Nullable InstantSource workersClock;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();
  private final AtomicReference<Set<Anomaly>> standing = new AtomicReference<>(Set.of());

  /** How far the store's clock is ahead of this worker's, if an operator knows of it. */
  private final AtomicReference<@Nullable Duration> accepted = new AtomicReference<>();

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
   * A reading of all clocks at once.
   *
   * @param lived the elapsed time, in nanoseconds
   * @param acknowledged how often the clock had been said to be right by then
   * @param ahead how far the store's clock was ahead of this worker's, or null where it has none
   * @param believed what the time really was, as far as this process can tell
   */
  private record Reading(
      Instant store, long lived, long acknowledged, @Nullable Duration ahead, Instant believed) {
    Duration until(long nanos) {
      return Duration.ofNanos(nanos - lived);
    }
  }

  /** What can be wrong. */
  private enum Anomaly {
    /** The clock moved otherwise than the time that this process lived through. */
    STEP,
    /** It is behind its own mark. */
    BEHIND,
    /** It is ahead of its mark, and nobody can say whether so much time has passed. */
    GAP,
    /** There is no mark, a purge is due all the same, and nobody can say whether it is. */
    NO_MARK,
    /** It is not the worker's. */
    APART
  }

  /**
   * A reading for whoever decides outside a sweep: how far it lags is what is known of it, and what
   * the mark, the elapsed time and this worker's clock show now. It halts nothing.
   */
  ClockReading read() {
    // In this order: an acknowledgement in between leaves the mark where the clock is right.
    Instant now = bin.now();
    if (!safeguards.clockGuarded()) {
      return ClockReading.of(now);
    }
    GuardState state = bin.guard();
    Reading ever = last.get();
    Reading before = ever != null && ever.acknowledged() == state.acknowledged() ? ever : null;
    Duration ahead = farAhead(now);
    boolean known = ahead == null || isSame(ahead, accepted.get()) || isSame(ahead, state.apart());
    Duration lag = lag(now, nanos.getAsLong(), before, bin.mark(), known ? null : ahead);
    return new ClockReading(now, longer(state.lag(), lag));
  }

  /** What clocks may lie apart is made good by the margin of a purge. */
  private Duration beyondLimit(Duration lag) {
    return lag.compareTo(safeguards.clockLimit()) > 0 ? lag : Duration.ZERO;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /**
   * Looks at the clocks, before a sweep.
   *
   * @return the reading by which the sweep judges
   */
  ClockReading look() {
    @Nullable ClockReading seen = null;
    while (seen == null) {
      seen = lookOnce();
    }
    return seen;
  }

  /** Null where somebody has said meanwhile that the clock is right: then all is looked at anew. */
  private @Nullable ClockReading lookOnce() {
    // In this order: a step that is acknowledged in between is not taken for a new one.
    GuardState state = bin.guard();
    Instant now = bin.now();
    if (!safeguards.clockGuarded()) {
      bin.beat(now);
      return ClockReading.of(now);
    }
    long lived = nanos.getAsLong();
    @Nullable Duration ahead = ahead(now);
    @Nullable Reading ever = last.get();
    // Whatever happened to the clock before an operator has looked at it is known.
    @Nullable Reading before =
        ever != null && ever.acknowledged() == state.acknowledged() ? ever : null;
    // Read first and raised last: whoever dies in between leaves it to the next one to find.
    Instant mark = bin.mark();
    boolean apart = isApart(ahead, ever, state);
    Map<Anomaly, String> found = anomalies(now, lived, before, ever, mark);
    if (apart && ahead != null) {
      found.put(
          Anomaly.APART,
          "the store's clock says " + now + " and this worker's " + now.minus(ahead));
    }
    Duration lag = lag(now, lived, before, mark, apart ? ahead : null);
    boolean halts = false;
    if (!found.isEmpty()) {
      String why = found.values().iterator().next();
      @Nullable Boolean written = halt(now, why, lag, state.acknowledged());
      if (written == null) {
        return null;
      }
      halts = written;
    }
    Set<Anomaly> known = standing.getAndSet(Set.copyOf(found.keySet()));
    if (!halts) {
      // It stood already: what is new is written down for whoever acknowledges it (each step is).
      found.forEach(
          (what, why) -> {
            if (what == Anomaly.STEP || !known.contains(what)) {
              note(now, "ANOMALY", why);
            }
          });
    }
    boolean trusted = found.isEmpty() && state.clockHalt() == null;
    if (trusted
        && mark != null
        && Duration.between(mark, now).compareTo(safeguards.outageLimit()) > 0) {
      remember(new Outage(mark, now));
    }
    Instant believed = trusted || mark == null ? now : believed(now, lived, before, mark, state);
    last.set(new Reading(now, lived, state.acknowledged(), ahead, believed));
    bin.beat(believed);
    return new ClockReading(now, longer(lag, state.lag()));
  }

  /** The time that this process has lived through, in nanoseconds from any origin. */
  long lived() {
    return nanos.getAsLong();
  }

  /** Whether what was said then is too old to be written: a clock may have stepped since. */
  boolean isLongSince(long said) {
    return Duration.ofNanos(lived() - said).compareTo(Commit.DECIDED_WITHIN) > 0;
  }

  /** How far the store's clock is ahead of this worker's, or null where it has none. */
  @Nullable Duration ahead(Instant now) {
    return workersClock == null ? null : Duration.between(workersClock.instant(), now);
  }

  /** The same, where it is beyond the limit. */
  @Nullable Duration farAhead(Instant now) {
    Duration ahead = ahead(now);
    return ahead == null || isWithinLimit(ahead) ? null : ahead;
  }

  private boolean isWithinLimit(Duration difference) {
    return difference.abs().compareTo(safeguards.clockLimit()) <= 0;
  }

  /**
   * Whether the worker's clock and the store's contradict each other, and nobody has looked at it:
   * an operator who says that the store's is right has looked at every worker's that is as far from
   * it as the one through which he says so, and at whatever this worker has told of before.
   */
  private boolean isApart(@Nullable Duration ahead, @Nullable Reading ever, GuardState state) {
    if (ahead == null || isWithinLimit(ahead)) {
      accepted.set(null);
      if (ahead != null && state.apart() != null && state.clockHalt() == null) {
        // They agree: if they part once more, that is something new.
        bin.changeGuard(state.version(), state.agreeing());
      }
      return false;
    }
    if (isSame(ahead, accepted.get())) {
      return false;
    }
    boolean lookedAtSince =
        ever != null && ever.acknowledged() != state.acknowledged() && isSame(ahead, ever.ahead());
    if (lookedAtSince || isSame(ahead, state.apart())) {
      accepted.set(ahead);
      return false;
    }
    return true;
  }

  private boolean isSame(Duration ahead, @Nullable Duration known) {
    return known != null && isWithinLimit(ahead.minus(known));
  }

  private Map<Anomaly, String> anomalies(
      Instant now,
      long lived,
      @Nullable Reading before,
      @Nullable Reading ever,
      @Nullable Instant mark) {
    Map<Anomaly, String> found = new EnumMap<>(Anomaly.class);
    Duration limit = safeguards.clockLimit();
    if (mark != null && Duration.between(now, mark).compareTo(limit) > 0) {
      found.put(
          Anomaly.BEHIND, "the store's clock says " + now + " and has said " + mark + " before");
    }
    if (before != null) {
      Duration shown = Duration.between(before.store(), now);
      Duration passed = before.until(lived);
      if (!isWithinLimit(shown.minus(passed))) {
        found.put(
            Anomaly.STEP,
            "the store's clock went from "
                + before.store()
                + " to "
                + now
                + " while "
                + passed
                + " passed");
      }
    } else if (workersClock == null) {
      if (mark == null) {
        if (isPurgeDue(now)) {
          found.put(
              Anomaly.NO_MARK,
              "this store was never swept, and at "
                  + now
                  + " a purge is due already; no worker's clock says whether it is so late:"
                  + " give this engine one (workersClock)");
        }
      } else {
        // After an acknowledgement, as long as this process has lived since it last looked.
        Duration passed = ever == null ? Duration.ZERO : ever.until(lived);
        if (Duration.between(mark, now).minus(passed).compareTo(limit) > 0) {
          found.put(
              Anomaly.GAP,
              "the store's clock says "
                  + now
                  + " and said "
                  + mark
                  + " when it was last swept; no worker's clock says whether it is so late:"
                  + " give this engine one (workersClock)");
        }
      }
    }
    return found;
  }

  /**
   * How far the clock lags, by whatever says so and says most: its mark, the time that this process
   * has lived through, or this worker's clock. Zero within the limit.
   */
  private Duration lag(
      Instant now,
      long lived,
      @Nullable Reading before,
      @Nullable Instant mark,
      @Nullable Duration ahead) {
    Duration lag = mark == null ? Duration.ZERO : Duration.between(now, mark);
    if (before != null) {
      lag = longer(lag, Duration.between(now, before.believed().plus(before.until(lived))));
    }
    if (ahead != null) {
      lag = longer(lag, ahead.negated());
    }
    return beyondLimit(lag);
  }

  /**
   * The time that it really is while the clock is not believed: what this process knows it has
   * lived through, and never before the mark. One that has just begun takes the clock's word and
   * adds what it is known to lag.
   */
  private static Instant believed(
      Instant now, long lived, @Nullable Reading before, Instant mark, GuardState state) {
    if (before != null) {
      return later(mark, before.believed().plus(before.until(lived)));
    }
    return state.lag().isZero() ? mark : later(mark, now.plus(state.lag()));
  }

  /** Reads every row, once in the life of a store: at its first sweep. */
  private boolean isPurgeDue(Instant now) {
    return Rows.living(bin)
        .map(Instance::deadline)
        .anyMatch(
            deadline -> deadline != null && deadline.purges() && !deadline.dueAt().isAfter(now));
  }

  /**
   * Halts, and keeps how far the clock lags.
   *
   * @return whether it halts by this, and has not stood already; null if an operator has said since
   *     that the clock is right
   */
  private @Nullable Boolean halt(Instant now, String why, Duration lag, long acknowledged) {
    while (true) {
      GuardState state = bin.guard();
      if (state.acknowledged() != acknowledged) {
        return null;
      }
      boolean news = state.clockHalt() == null;
      boolean more = lag.compareTo(state.lag()) > 0;
      if (!news && !more) {
        return false;
      }
      GuardState next = news ? state.clockHalt(new Said(now, null, why)) : state;
      if (more) {
        next = next.lagging(lag);
      }
      if (bin.changeGuard(state.version(), next.at(state.version() + 1))) {
        if (news) {
          note(now, "HALT", why);
        }
        return news;
      }
    }
  }

  private void remember(Outage outage) {
    GuardState state = bin.guard();
    // Two workers that come back at once have found the same one.
    while (state.outages().stream().noneMatch(known -> known.after().equals(outage.after()))) {
      if (bin.changeGuard(state.version(), state.outage(outage, forgetBefore(outage.until())))) {
        note(outage.until(), "OUTAGE", "nobody swept since " + outage.after());
        return;
      }
      state = bin.guard();
    }
  }

  /**
   * What an operator's word makes of what is remembered: the clock is right as it stands. Whatever
   * it shows beyond the time that anybody swept is an outage.
   */
  GuardState acknowledged(GuardState state, @Nullable Instant mark, Instant right) {
    GuardState next = state.clockBelieved(right, farAhead(right));
    if (mark == null
        || Duration.between(mark, right).compareTo(safeguards.outageLimit()) <= 0
        || next.outages().stream().anyMatch(known -> known.after().equals(mark))) {
      return next;
    }
    return next.outage(new Outage(mark, right), forgetBefore(right)).at(next.version());
  }

  private Instant forgetBefore(Instant until) {
    // Long enough for every deadline that it pushes to have been looked at.
    return until.minus(safeguards.longestPush().multipliedBy(5));
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
