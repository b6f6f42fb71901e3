package dev.reprieve.testkit.world;

import dev.reprieve.model.Child;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.Guarded;
import java.time.Instant;
import java.util.List;

/** What is done less often than everything that an {@link Act} names itself. */
sealed interface Deed extends Act {
  @Override
  default List<Interruption> interruptions() {
    return List.of();
  }

  @Override
  default Act with(List<Interruption> fewer) {
    return this;
  }

  /** An engine, a worker's or one that answers, ends and comes back with other policies. */
  record Upgrade(Instant at, int engine, Family.Knows knows) implements Deed {}

  /** Somebody starts an engine whose policies say something else under a version that is kept. */
  record Impostor(Instant at) implements Deed {}

  /** An operator puts what lies in the bin under the latest policy (ALL-08). */
  record Repin(
      Instant at, InstanceKey key, String by, boolean sooner, List<Interruption> interruptions)
      implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new Repin(at, key, by, sooner, fewer);
    }
  }

  /** Somebody says what goes with an instance (SAF-19). */
  record SetChildren(
      Instant at,
      InstanceKey key,
      List<Child> children,
      String by,
      List<Interruption> interruptions)
      implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new SetChildren(at, key, children, by, fewer);
    }
  }

  /**
   * A second principal looks at what waits for one (SAF-20).
   *
   * @param by who; it may be the very one who asked
   * @param agrees whether he agrees, or turns it down
   * @param pick which of what waits
   */
  record SecondPrincipal(
      Instant at, String by, boolean agrees, int pick, List<Interruption> interruptions)
      implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new SecondPrincipal(at, by, agrees, pick, fewer);
    }
  }

  /** An operator has a plan made, and keeps it (SAF-03). */
  record MakePlan(Instant at, int slot) implements Deed {}

  /** A worker carries out a plan that was kept, however old it is (SAF-03). */
  record CarryOut(Instant at, int worker, int slot, List<Interruption> interruptions)
      implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new CarryOut(at, worker, slot, fewer);
    }
  }

  /** Somebody asks whether an instance could come back (SAF-08). */
  record Preview(Instant at, InstanceKey key, Event event) implements Deed {}

  /** An operator drops whatever was given up of an instance. */
  record Dismiss(Instant at, InstanceKey key, List<Interruption> interruptions) implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new Dismiss(at, key, fewer);
    }
  }

  /** An operator confirms what the breaker has stopped of locks and releases (SAF-01). */
  record ConfirmLocks(Instant at, List<Interruption> interruptions) implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new ConfirmLocks(at, fewer);
    }
  }

  /** An operator sets another limit (SAF-01). */
  record ChangeLimits(Instant at, Guarded kind, long count, List<Interruption> interruptions)
      implements Deed {
    @Override
    public Act with(List<Interruption> fewer) {
      return new ChangeLimits(at, kind, count, fewer);
    }
  }

  /**
   * The host holds what it sees against what is recorded (ADO-05).
   *
   * @param unseen which member of the fleet it does not see
   */
  record Reconcile(Instant at, int unseen) implements Deed {}
}
