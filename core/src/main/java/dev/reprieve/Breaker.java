package dev.reprieve;

import dev.reprieve.guard.Limits;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Instance;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Ceiling;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.GuardState.Trip;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.Tally;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops what is done more often than is usual (SAF-01), and what would leave too few (SAF-18). It
 * counts in the store, in the very step that writes.
 */
final class Breaker {
  private final RecycleBinRepository bin;
  private final Safeguards safeguards;
  private final Listeners listeners;

  Breaker(RecycleBinRepository bin, Safeguards safeguards, Listeners listeners) {
    this.bin = bin;
    this.safeguards = safeguards;
    this.listeners = listeners;
  }

  /** Whether anything is counted. */
  boolean counts(Guarded kind, GuardState state) {
    return !limits(kind, state).isNone();
  }

  /** What stops it before it is even tried, or null. */
  @Nullable Decline stopped(
      Guarded kind, Instance instance, long version, GuardState state, Instant now) {
    Trip trip = state.tripOf(kind, OwnerKey.of(instance));
    return trip == null || isConfirmed(kind, instance, version) ? null : decline(trip, now);
  }

  /**
   * What must be true in the step that writes it.
   *
   * @param version what is counted once: the row's version, or that of the decision that ordered an
   *     effect
   */
  Admission admission(
      Guarded kind, Instance instance, long version, GuardState state, Instant now) {
    if (isConfirmed(kind, instance, version)) {
      return new Admission(state.version(), null, List.of(), 0);
    }
    Limits limits = limits(kind, state);
    long floor = kind == Guarded.PURGE ? safeguards.floor() : 0;
    if (limits.isNone()) {
      return new Admission(state.version(), null, List.of(), floor);
    }
    Tally tally = new Tally(kind, instance.key(), OwnerKey.of(instance), version, now);
    return new Admission(state.version(), tally, ceilings(kind, instance, limits, now), floor);
  }

  /** Says what went over its limit, and stops the rest of it; null if it is gone meanwhile. */
  @Nullable Decline trip(Guarded kind, Instance instance, Instant now) {
    GuardState state = bin.guard();
    Limits limits = limits(kind, state);
    for (Ceiling ceiling : ceilings(kind, instance, limits, now)) {
      long counted = bin.tallied(kind, ceiling.owner(), ceiling.after());
      if (counted >= ceiling.atMost()) {
        Trip trip = new Trip(kind, ceiling.owner(), now, why(ceiling, limits, counted));
        if (state.tripOf(kind, OwnerKey.of(instance)) == null) {
          if (!bin.changeGuard(state.version(), state.tripped(trip))) {
            return null;
          }
          note(trip);
          listeners.tell(listener -> listener.onTrip(trip));
        }
        return decline(trip, now);
      }
    }
    long left = bin.population(null) - 1;
    return kind == Guarded.PURGE && left < safeguards.floor()
        ? new Decline(
            WaitingFor.FLOOR,
            "only "
                + left
                + " instances would be left and "
                + safeguards.floor()
                + " must be: an operator must confirm it (SAF-18)",
            now.plus(safeguards.lookAgainAfter()))
        : null;
  }

  private void note(Trip trip) {
    AuditEntry line =
        AuditEntry.ofStore(
            AuditEntry.Kind.GUARD,
            trip.at(),
            "TRIP",
            "SAF-01",
            trip.kind().name(),
            null,
            trip.why());
    bin.commit(Commit.of(line));
  }

  private boolean isConfirmed(Guarded kind, Instance instance, long version) {
    return bin.confirmedBy(kind, instance.key(), version) != null;
  }

  private List<Ceiling> ceilings(Guarded kind, Instance instance, Limits limits, Instant now) {
    if (limits.isNone()) {
      return List.of();
    }
    Instant after = now.minus(limits.window());
    List<Ceiling> ceilings = new ArrayList<>(2);
    ceilings.add(ceiling(kind, null, limits, after));
    ceilings.add(ceiling(kind, OwnerKey.of(instance), limits, after));
    return ceilings;
  }

  private Ceiling ceiling(Guarded kind, @Nullable OwnerKey owner, Limits limits, Instant after) {
    // What was begun in the window counts as there: the share does not shrink by its own work.
    // In this order: what another worker begins between the two readings is missing in both, so
    // that the limit is never read too high.
    long begun = kind == Guarded.PURGE ? bin.tallied(kind, owner, after) : 0;
    long population = bin.population(owner);
    return new Ceiling(kind, owner, after, limits.atMost(population + begun));
  }

  private Limits limits(Guarded kind, GuardState state) {
    Limits changed = state.limits().get(kind);
    if (changed != null) {
      return changed;
    }
    return kind == Guarded.PURGE ? safeguards.purges() : safeguards.locks();
  }

  private Decline decline(Trip trip, Instant now) {
    return new Decline(
        WaitingFor.BREAKER, trip.why() + " (SAF-01)", now.plus(safeguards.lookAgainAfter()));
  }

  private static String why(Ceiling ceiling, Limits limits, long counted) {
    return (ceiling.kind() == Guarded.PURGE ? "purges" : "locks and releases")
        + (ceiling.owner() == null ? " of the fleet" : " of owner " + ceiling.owner().owner())
        + ": "
        + counted
        + " in "
        + limits.window()
        + ", at most "
        + ceiling.atMost()
        + " are allowed: an operator must confirm the rest";
  }
}
