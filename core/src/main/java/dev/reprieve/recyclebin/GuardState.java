package dev.reprieve.recyclebin;

import dev.reprieve.guard.Limits;
import dev.reprieve.internal.Ordered;
import dev.reprieve.model.OwnerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the safeguards have to remember, one for the whole store, written by compare-and-set.
 *
 * @param version 0 before anything was written
 * @param killSwitch who stopped everything destructive, or null (SAF-12)
 * @param clockHalt why the clock is not believed, or null (SAF-05)
 * @param trips what the breaker has stopped (SAF-01)
 * @param outages spans in which nobody swept, latest last (SAF-05)
 * @param limits limits that an operator has set; where none is, the engine's own hold
 * @param acknowledged how often an operator has said that the clock is right: what a worker read of
 *     it before is not held against it any more (SAF-05)
 * @param lag how far the store's clock is known to lag behind the time that has really passed,
 *     until an operator says that it is right; zero where it is not (SAF-05)
 * @param apart how far it was ahead of the clock of the worker through which an operator last said
 *     that it is right, if that was beyond the limit; null where the two agreed (SAF-05)
 */
public record GuardState(
    long version,
    @Nullable Said killSwitch,
    @Nullable Said clockHalt,
    List<Trip> trips,
    List<Outage> outages,
    Map<Guarded, Limits> limits,
    long acknowledged,
    Duration lag,
    @Nullable Duration apart) {
  /** Nothing was ever written. */
  public static final GuardState INITIAL =
      new GuardState(0, null, null, List.of(), List.of(), Map.of(), 0, Duration.ZERO, null);

  /**
   * Something that was said or found.
   *
   * @param at when
   * @param by who, or null for the engine itself
   * @param why the reason
   */
  public record Said(Instant at, @Nullable String by, String why) {
    /** Refuses nulls. */
    public Said {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * Something that went over its limit and stands until an operator has looked.
   *
   * @param kind what
   * @param owner whose, or null for the fleet
   * @param at when
   * @param why with the figures
   */
  public record Trip(Guarded kind, @Nullable OwnerKey owner, Instant at, String why) {
    /** Refuses nulls. */
    public Trip {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(why, "why");
    }

    /** Whether it stops something of this owner. */
    public boolean stops(Guarded what, OwnerKey whose) {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(whose, "whose");
      return kind == what && (owner == null || owner.equals(whose));
    }
  }

  /**
   * A span in which nobody swept.
   *
   * @param after nothing was swept after this instant
   * @param until the first sweep again
   */
  public record Outage(Instant after, Instant until) {
    /** Refuses nulls. */
    public Outage {
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(until, "until");
    }

    /** How long. */
    public Duration length() {
      return Duration.between(after, until);
    }

    /** Whether an instant fell into it. */
    public boolean holds(Instant at) {
      Objects.requireNonNull(at, "at");
      return at.isAfter(after) && !at.isAfter(until);
    }
  }

  /** Copies the collections. */
  public GuardState {
    Objects.requireNonNull(trips, "trips");
    Objects.requireNonNull(outages, "outages");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(lag, "lag");
    trips = List.copyOf(trips);
    outages = List.copyOf(outages);
    limits = Ordered.copyOf(limits);
  }

  /** With the kill switch on, or off. */
  public GuardState killSwitch(@Nullable Said said) {
    return new GuardState(
        version + 1, said, clockHalt, trips, outages, limits, acknowledged, lag, apart);
  }

  /**
   * With the clock believed again. What it showed beyond the instant that is right now was no
   * outage.
   *
   * @param ahead how far it is ahead of the clock of whoever says so, if that is beyond the limit
   */
  public GuardState clockBelieved(Instant now, @Nullable Duration ahead) {
    Objects.requireNonNull(now, "now");
    List<Outage> real = new ArrayList<>();
    for (Outage outage : outages) {
      if (outage.after().isBefore(now)) {
        real.add(outage.until().isAfter(now) ? new Outage(outage.after(), now) : outage);
      }
    }
    return new GuardState(
        version + 1, killSwitch, null, trips, real, limits, acknowledged + 1, Duration.ZERO, ahead);
  }

  /** With the clock halted. */
  public GuardState clockHalt(Said said) {
    Objects.requireNonNull(said, "said");
    return new GuardState(
        version + 1, killSwitch, said, trips, outages, limits, acknowledged, lag, apart);
  }

  /** The same, as of another version: what is changed twice is written once. */
  public GuardState at(long other) {
    return new GuardState(
        other, killSwitch, clockHalt, trips, outages, limits, acknowledged, lag, apart);
  }

  /** With a clock that lags by so much. */
  public GuardState lagging(Duration by) {
    Objects.requireNonNull(by, "by");
    return new GuardState(
        version + 1, killSwitch, clockHalt, trips, outages, limits, acknowledged, by, apart);
  }

  /** With clocks that agree again. */
  public GuardState agreeing() {
    return new GuardState(
        version + 1, killSwitch, clockHalt, trips, outages, limits, acknowledged, lag, null);
  }

  /** With one more trip. */
  public GuardState tripped(Trip trip) {
    Objects.requireNonNull(trip, "trip");
    List<Trip> more = new ArrayList<>(trips);
    more.add(trip);
    return new GuardState(
        version + 1, killSwitch, clockHalt, more, outages, limits, acknowledged, lag, apart);
  }

  /** With everything of one kind running again. */
  public GuardState untripped(Guarded kind) {
    Objects.requireNonNull(kind, "kind");
    return untripped(kind, Set.of());
  }

  /** With everything of one kind running again, but for what stops something of these owners. */
  public GuardState untripped(Guarded kind, Set<OwnerKey> stillStopped) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(stillStopped, "stillStopped");
    List<Trip> left =
        trips.stream()
            .filter(
                trip ->
                    trip.kind() != kind
                        || stillStopped.stream().anyMatch(owner -> trip.stops(kind, owner)))
            .toList();
    return new GuardState(
        version + 1, killSwitch, clockHalt, left, outages, limits, acknowledged, lag, apart);
  }

  /** With one more outage, without those that ended before {@code forgetBefore}. */
  public GuardState outage(Outage outage, Instant forgetBefore) {
    Objects.requireNonNull(outage, "outage");
    Objects.requireNonNull(forgetBefore, "forgetBefore");
    List<Outage> more = new ArrayList<>(outages);
    more.removeIf(old -> old.until().isBefore(forgetBefore));
    more.add(outage);
    return new GuardState(
        version + 1, killSwitch, clockHalt, trips, more, limits, acknowledged, lag, apart);
  }

  /** With other limits of one kind. */
  public GuardState limits(Guarded kind, Limits changed) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(changed, "changed");
    Map<Guarded, Limits> all = new TreeMap<>(limits);
    all.put(kind, changed);
    return new GuardState(
        version + 1, killSwitch, clockHalt, trips, outages, all, acknowledged, lag, apart);
  }

  /** The trip that stops something of an owner, or null. */
  public @Nullable Trip tripOf(Guarded kind, OwnerKey owner) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owner, "owner");
    for (Trip trip : trips) {
      if (trip.stops(kind, owner)) {
        return trip;
      }
    }
    return null;
  }
}
