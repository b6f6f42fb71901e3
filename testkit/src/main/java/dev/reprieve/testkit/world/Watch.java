package dev.reprieve.testkit.world;

import dev.reprieve.guard.Limits;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what the safeguards must stop, by a reckoning of its own. */
final class Watch {
  private static final Duration LOOK_VALID = Duration.ofMinutes(1);
  private static final Duration LONGEST_PUSH = Duration.ofDays(7);

  private final Limits usual;
  private final long floor;
  private final LockWatch locks;
  private final Principals principals;
  private final List<Begun> begun = new ArrayList<>();
  private final Set<Confirmed> confirmed = new HashSet<>();
  private GuardState state = GuardState.INITIAL;

  Watch(Limits usual, long floor, LockWatch locks, Principals principals) {
    this.usual = usual;
    this.floor = floor;
    this.locks = locks;
    this.principals = principals;
  }

  /** Whether an operator says with this that the clock is right. */
  boolean isAcknowledgedBy(GuardState next) {
    return next.acknowledged() > state.acknowledged();
  }

  /** An operator or an engine has written the safeguards' common row. */
  void written(GuardState next, Worker worker) {
    if (!next.limits().equals(state.limits()) && principals.needs(SecondLook.CONFIRM_BREAKER)) {
      PendingAsk agreed = worker.agreedTo();
      if (agreed == null || agreed.act() != SecondLook.CONFIRM_BREAKER) {
        throw new Breach("one principal did what needs two", next.limits().toString());
      }
    }
    for (GuardState.Trip trip : next.trips()) {
      if (!state.trips().contains(trip)) {
        tripped(trip);
      }
    }
    state = next;
  }

  /** Whatever the breaker stops is at its limit, or it would stop everybody for nothing. */
  private void tripped(GuardState.Trip trip) {
    OwnerKey owner = trip.owner();
    Limits changed = state.limits().get(trip.kind());
    if (trip.kind() == Guarded.LOCK) {
      locks.tripped(trip, changed == null ? locks.usual() : changed);
      return;
    }
    Limits limits = changed == null ? usual : changed;
    Instant after = trip.at().minus(limits.window());
    long counted =
        begun.stream()
            .filter(other -> other.at.isAfter(after))
            .filter(other -> owner == null || other.owner.equals(owner.owner()))
            .count();
    if (counted < limits.count()) {
      throw new Breach("the breaker stops what is within its limit", counted + ": " + trip);
    }
  }

  /** An operator has let something pass. */
  void confirmed(Guarded kind, InstanceKey key, long version, String by, Worker worker) {
    principals.check(SecondLook.CONFIRM_BREAKER, by, worker, kind + " of " + key);
    if (kind == Guarded.PURGE) {
      confirmed.add(new Confirmed(key, version));
    } else {
      locks.confirmed(key, version);
    }
  }

  /** A worker has had something counted. */
  void counted(Tally tally, Worker worker) {
    if (tally.kind() == Guarded.LOCK) {
      Limits changed = state.limits().get(Guarded.LOCK);
      locks.counted(tally, changed == null ? locks.usual() : changed, worker);
    }
  }

  /** An effect has reached the host, which was not at it already. */
  void goesOut(Order order, @Nullable Instance row) {
    // Whoever stood still with it meanwhile hands out late what was counted with the purge.
    boolean purge =
        row != null
            && (row.state() == InstanceState.PURGING || row.state() == InstanceState.PURGED);
    locks.goesOut(order, purge);
  }

  /**
   * Until when a purge waits that was due at an instant, for the outage into which that fell; the
   * instant itself where it fell into none (SAF-05).
   */
  Instant pushed(Instant due) {
    Instant latest = due;
    for (GuardState.Outage outage : state.outages()) {
      if (due.isAfter(outage.after()) && !due.isAfter(outage.until())) {
        Duration length = Duration.between(outage.after(), outage.until());
        Instant until = due.plus(length.compareTo(LONGEST_PUSH) < 0 ? length : LONGEST_PUSH);
        latest = until.isAfter(latest) ? until : latest;
      }
    }
    return latest;
  }

  boolean isKilled() {
    return state.killSwitch() != null;
  }

  /** A purge begins. */
  void purgeBegins(
      Ledger ledger,
      Collection<Ledger> fleet,
      AuditEntry line,
      @Nullable Event letter,
      Worker worker,
      Instant reading) {
    if (isKilled()) {
      throw new Breach("a purge began, killed", line.toString());
    }
    if (state.clockHalt() != null) {
      throw new Breach("a purge began by a clock that is not believed", line.toString());
    }
    long version = line.version() - 1;
    if (!confirmed.contains(new Confirmed(ledger.key(), version))) {
      within(ledger, reading);
      above(ledger, fleet);
    }
    worker.sawThatItMayGo(ledger.key(), version, LOOK_VALID);
    if (letter == null && !ledger.course().isAskedToBeDestroyed()) {
      told(ledger);
      Gates.beforePurge(ledger);
    }
  }

  private void within(Ledger ledger, Instant reading) {
    Limits changed = state.limits().get(Guarded.PURGE);
    Limits limits = changed == null ? usual : changed;
    Instance row = ledger.row();
    String owner = row == null ? "" : row.owner();
    Instant after = reading.minus(limits.window());
    long ofAll = 1;
    long ofOwner = 1;
    for (Begun other : begun) {
      if (other.at.isAfter(after)) {
        ofAll++;
        ofOwner += other.owner.equals(owner) ? 1 : 0;
      }
    }
    if (Math.max(ofAll, ofOwner) > limits.count()) {
      throw new Breach("more purges than the breaker allows", ofAll + " at " + reading);
    }
    begun.add(new Begun(owner, reading));
  }

  private void above(Ledger ledger, Collection<Ledger> fleet) {
    long left = 0;
    for (Ledger other : fleet) {
      Instance row = other.row();
      boolean lives =
          row != null && !row.state().isTerminal() && row.state() != InstanceState.PURGING;
      left += lives && other != ledger ? 1 : 0;
    }
    if (left < floor) {
      throw new Breach("fewer are left than must be", left + " of " + floor);
    }
  }

  private static void told(Ledger ledger) {
    boolean told = false;
    for (Order order : ledger.orders()) {
      if (order.effect().type().equals(EffectType.NOTIFY_OWNER)) {
        told = true;
        if (order.isOpen()) {
          throw new Breach("a purge began before its owner was told", order.toString());
        }
      }
    }
    if (!told) {
      throw new Breach("a purge began that its owner was never told of", ledger.key().toString());
    }
  }

  private record Begun(String owner, Instant at) {}

  private record Confirmed(InstanceKey key, long version) {}
}
