package dev.reprieve.testkit.world;

import dev.reprieve.guard.Limits;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Counts locks and releases by itself, and knows which of them may go out (SAF-01). */
final class LockWatch {
  private final Limits usual;
  private final Map<Named, Let> let = new HashMap<>();
  private final List<Let> again = new ArrayList<>();
  private final Set<Named> confirmed = new HashSet<>();

  LockWatch(Limits usual) {
    this.usual = usual;
  }

  private record Named(InstanceKey key, long version) {}

  private record Let(OwnerKey owner, Instant at) {}

  /** An operator has let what this decision ordered pass. */
  void confirmed(InstanceKey key, long version) {
    confirmed.add(new Named(key, version));
  }

  /**
   * A worker has had one counted.
   *
   * @param limits what an operator has set, or the usual ones
   */
  void counted(Tally tally, Limits limits, Worker worker) {
    Named name = new Named(tally.key(), tally.version());
    Let before = let.get(name);
    if (before != null) {
      if (before.at().isBefore(tally.at().minus(Limits.LONGEST_WINDOW))) {
        // The store may have let it go, and count what is tried again as one more.
        again.add(new Let(tally.owner(), tally.at()));
      }
      return;
    }
    if (worker.beganAfter(tally.at())) {
      throw new Breach("a lock is counted at another time", tally.toString());
    }
    Instant after = tally.at().minus(limits.window());
    long ofAll = 1;
    long ofOwner = 1;
    for (Let other : let.values()) {
      if (other.at().isAfter(after)) {
        ofAll++;
        ofOwner += other.owner().equals(tally.owner()) ? 1 : 0;
      }
    }
    if (Math.max(ofAll, ofOwner) > limits.count()) {
      throw new Breach("more locks than the breaker allows", ofAll + " at " + tally.at());
    }
    let.put(name, new Let(tally.owner(), tally.at()));
  }

  /** The breaker stops locks: there were as many as are allowed, or it stops them for nothing. */
  void tripped(GuardState.Trip trip, Limits limits) {
    OwnerKey owner = trip.owner();
    Instant after = trip.at().minus(limits.window());
    long counted =
        Stream.concat(let.values().stream(), again.stream())
            .filter(other -> other.at().isAfter(after))
            .filter(other -> owner == null || other.owner().equals(owner))
            .count();
    if (counted < limits.count()) {
      throw new Breach("the breaker stops locks within their limit", counted + ": " + trip);
    }
  }

  /** One has reached the host. */
  void goesOut(Order order, boolean purging) {
    EffectType type = order.effect().type();
    boolean counts = type.name().equals("LOCK_ACCESS") || type.name().equals("RELEASE_COMPUTE");
    Named name = new Named(order.effect().key().instance(), order.effect().key().version());
    if (counts
        && !purging
        && !order.ofPurge()
        && !let.containsKey(name)
        && !confirmed.contains(name)) {
      throw new Breach("a lock went out that nobody has counted", order.toString());
    }
  }

  Limits usual() {
    return usual;
  }
}
