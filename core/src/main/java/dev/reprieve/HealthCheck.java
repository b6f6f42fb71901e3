package dev.reprieve;

import dev.reprieve.guard.Safeguards;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.GuardState.Trip;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says why nothing, or not everything, is purged, to somebody who is called at night (SPEC 8): what
 * stops all of it first, then how many rows wait for what can be mended.
 */
final class HealthCheck {
  private final RecycleBinRepository bin;
  private final Figures figures;
  private final Safeguards safeguards;

  HealthCheck(RecycleBinRepository bin, Figures figures, Safeguards safeguards) {
    this.bin = bin;
    this.figures = figures;
    this.safeguards = safeguards;
  }

  Health health() {
    GuardState state = bin.guard();
    List<String> reasons = new ArrayList<>();
    if (state.killSwitch() != null) {
      reasons.add("the kill switch is on: " + state.killSwitch().why() + " (SAF-12)");
    }
    if (state.clockHalt() != null) {
      reasons.add("the clock is not believed: " + state.clockHalt().why() + " (SAF-05)");
    }
    boolean fleetStopped = false;
    for (Trip trip : state.trips()) {
      reasons.add(trip.why() + " (SAF-01)");
      fleetStopped |= trip.kind() == Guarded.PURGE && trip.owner() == null;
    }
    Map<WaitingFor, Long> waiting = figures.declined();
    for (WaitingFor what : WaitingFor.values()) {
      Long many = waiting.get(what);
      String why = why(what);
      if (many != null && why != null) {
        reasons.add("waiting: " + many + ", " + why);
      }
    }
    boolean onTheFloor =
        waiting.containsKey(WaitingFor.FLOOR) && bin.population(null) <= safeguards.floor();
    boolean purging =
        state.killSwitch() == null && state.clockHalt() == null && !fleetStopped && !onTheFloor;
    return new Health(purging, reasons, state);
  }

  /** Null where it is said already, or where nobody has anything to do about it. */
  private static @Nullable String why(WaitingFor what) {
    return switch (what) {
      case REPAIR -> "which could not be handled: mend them and take them up again (SAF-11)";
      case FRESH_LOOK -> "for the host to say that they may go (SAF-02)";
      case NOTICE -> "for a notice to their owner to be confirmed (SAF-04)";
      case EFFECT -> "for a backup, or an effect that was given up: retry it (SAF-06)";
      case FLOOR -> "since too few instances would be left: confirm them (SAF-18)";
      case BREAKER, CLOCK, KILL_SWITCH, PROTECTION, ITS_TIME -> null;
    };
  }
}
