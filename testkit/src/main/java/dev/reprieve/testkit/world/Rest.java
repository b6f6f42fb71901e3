package dev.reprieve.testkit.world;

import dev.reprieve.model.Child;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a world that has come to rest: nothing may be lost, and nothing left undone. */
final class Rest {
  private final Oracle oracle;
  private final Host host;
  private final RecycleBinRepository store;

  Rest(Oracle oracle, Host host, RecycleBinRepository store) {
    this.oracle = oracle;
    this.host = host;
    this.store = store;
  }

  void check() {
    for (SetAside aside : store.setAside()) {
      if (!host.isBeyondHelp(aside.key()) && !oracle.ledger(aside.key()).course().heldForEver()) {
        throw new Breach("a row is set aside for ever", aside.toString());
      }
    }
    for (Ledger ledger : oracle.ledgers()) {
      Instance row = ledger.row();
      if (row != null) {
        kept(ledger, row);
        if (!host.isBeyondHelp(row.key()) && !ledger.course().heldForEver()) {
          arrived(ledger, row);
          bodily(ledger, row);
        }
      }
    }
  }

  private void kept(Ledger ledger, Instance row) {
    if (!row.equals(store.find(row.key()))) {
      throw new Breach("an instance was lost", row + ", and " + store.find(row.key()));
    }
    List<AuditEntry> trail = store.audit(row.key());
    if (!trail.equals(ledger.trail())) {
      throw new Breach("the trail is not what was written", row + ": " + trail);
    }
    @Nullable InstanceState state = null;
    for (AuditEntry line : trail) {
      if (line.kind() == AuditEntry.Kind.DECISION) {
        state = line.to();
      }
    }
    if (state != row.state()) {
      throw new Breach("the trail does not replay", row + ": " + trail);
    }
  }

  private static void arrived(Ledger ledger, Instance row) {
    if (ledger.course().next() != null) {
      throw new Breach("an instance is stuck", row + " before " + ledger.course().next());
    }
    if (row.state() == InstanceState.PURGING || ledger.course().hasOpenRebuild()) {
      throw new Breach("a purge or a rebuild is stuck", row + ": " + ledger.open());
    }
    if (!ledger.open().isEmpty()) {
      throw new Breach("an effect was never done", row + ": " + ledger.open());
    }
  }

  private static void bodily(Ledger ledger, Instance row) {
    boolean gone = row.state() == InstanceState.PURGED;
    if (gone == ledger.body().hasData() && (!gone || ordersDeletion(ledger))) {
      throw new Breach("the data is not as the row says", row.toString());
    }
    if (gone) {
      for (Child child : ledger.children()) {
        if (!ledger.body().hasLost(child)) {
          throw new Breach("something is left of what was purged", child + " of " + row);
        }
      }
    }
    boolean locked = ledger.body().isLocked() && !ledger.body().isLockedByOthers();
    if (row.state().isLive()
        && locked
        && !unlockingDismissed(ledger)
        && !lockedSinceForgotten(ledger)) {
      throw new Breach("somebody who has paid is locked out", row.toString());
    }
  }

  /**
   * Whether a lock that was out when it was forgotten was carried out later: nobody but the host
   * can know of it, by the fence, and no decision would take it back.
   */
  private static boolean lockedSinceForgotten(Ledger ledger) {
    return ledger.body().isTouchedLate()
        && ledger.trail().stream().anyMatch(line -> line.to() == InstanceState.FORGOTTEN);
  }

  private static boolean unlockingDismissed(Ledger ledger) {
    boolean dismissed = false;
    for (Order order : ledger.orders()) {
      dismissed |= order.effect().type().equals(EffectType.UNLOCK_ACCESS) && order.isDismissed();
    }
    return dismissed;
  }

  private static boolean ordersDeletion(Ledger ledger) {
    for (Order order : ledger.orders()) {
      if (order.effect().type().equals(EffectType.DELETE_DATA)) {
        return true;
      }
    }
    return false;
  }
}
