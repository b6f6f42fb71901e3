package dev.reprieve.testkit.world;

import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RowChange;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true of backups before anything goes that they save, and of what is dropped. */
final class Gates {
  private Gates() {}

  static boolean isBackup(EffectType type) {
    return type.name().equals("TAKE_BACKUP") || type.name().equals("VERIFY_BACKUP");
  }

  /** A backup is said to be there: by its name, of this very instance, and it is (SAF-06). */
  static void backup(Ledger ledger, EffectRecord said) {
    String name = said.facts().getOrDefault("backupId", "");
    Instance row = ledger.row();
    String identity = row == null ? null : row.identity();
    if (!ledger.body().hasBackup(name)
        || !text(ledger.key()).equals(said.facts().get("backupHolds"))
        || (identity != null && !identity.equals(said.facts().get("backupIdentity")))) {
      throw new Breach("a backup counts that nobody has named", said + ", " + said.facts());
    }
  }

  /** All four parts, each so that no slash in it parts it (OWN-01). */
  static String text(InstanceKey key) {
    return Stream.of(key.tenant(), key.region(), key.product(), key.id())
        .map(part -> part.replace("%", "%25").replace("/", "%2F"))
        .collect(Collectors.joining("/"));
  }

  /** What goes out after a backup goes out after one that is there (SAF-06). */
  static void saved(Ledger ledger, Order order) {
    boolean goes =
        order.effect().type().destructive()
            || order.effect().type().name().equals("RELEASE_COMPUTE");
    for (Order other : ledger.orders()) {
      if (other == order) {
        return;
      }
      if (goes
          && !isPurging(ledger)
          && isBackup(other.effect().type())
          && other.effect().key().version() == order.effect().key().version()
          && other.written().status() != EffectStatus.DONE) {
        throw new Breach("what a backup must save went without one", other + ", " + order);
      }
    }
  }

  private static boolean isPurging(Ledger ledger) {
    Instance row = ledger.row();
    return row != null && row.state() == InstanceState.PURGING;
  }

  /** A purge that time begins has nothing open behind it that it waits for (SAF-06, ALL-16). */
  static void beforePurge(Ledger ledger) {
    for (Order order : ledger.open()) {
      if (isBackup(order.effect().type())
          || order.effect().type().equals(EffectType.CREATE_INSTANCE)
          || order.isGivenUp()) {
        throw new Breach("a purge began before what it waits for", order.toString());
      }
    }
  }

  /**
   * Something is dropped: since its step was undone or its instance is no longer managed, or on an
   * operator's word, who may not drop what destroys, what saves, or what must be told.
   */
  static void dropped(Order order, Ledger ledger, Commit commit) {
    Instance row = ledger.row();
    for (RowChange change : commit.rows()) {
      if (change.next().key().equals(ledger.key())) {
        row = change.next();
      }
    }
    boolean byOperator =
        commit.audit().stream()
            .anyMatch(line -> line.kind() == AuditEntry.Kind.EFFECT && line.by() != null);
    if (row == null || (!byOperator && mayBeDropped(row, order))) {
      return;
    }
    EffectType type = order.effect().type();
    boolean saves = isBackup(type) && row.state() != InstanceState.PURGING;
    Bound ahead = ledger.course().next();
    boolean tells = type.equals(EffectType.NOTIFY_OWNER) && ahead != null && ahead.purges();
    if (!order.isGivenUp() || type.destructive() || saves || tells) {
      throw new Breach("something was dropped that must not be", order + " of " + row);
    }
    order.dismiss();
  }

  private static boolean mayBeDropped(Instance row, Order order) {
    return row.state().isLive()
        || row.state() == InstanceState.FORGOTTEN
        || order.written().undone();
  }
}
