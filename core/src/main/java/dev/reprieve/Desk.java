package dev.reprieve;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Child;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one counter at which everything is said or asked of instances and owners. */
final class Desk {
  /** How often a decision is made anew because somebody else was faster. */
  static final int TRIES = 16;

  private final Intake intake;
  private final Events events;
  private final OwnerFacts owners;
  private final Upkeep upkeep;

  Desk(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      IdsInUse hostsIds,
      Guardian guardian,
      FourEyes fourEyes) {
    IdsInUse ids = key -> bin.find(key) != null || hostsIds.contains(key);
    Notes notes = new Notes(bin);
    Beginnings beginnings = new Beginnings(policies, bin, interpreter, ids);
    this.intake =
        new Intake(policies, bin, interpreter, listeners, guardian, fourEyes, beginnings, notes);
    this.events =
        new Events(
            policies, bin, interpreter, listeners, ids, guardian, fourEyes, beginnings, notes);
    this.owners = new OwnerFacts(bin, interpreter, guardian, events, notes);
    this.upkeep = new Upkeep(policies, bin, interpreter, listeners, fourEyes, notes);
  }

  List<AttributeProblem> problems(Registration registration) {
    return intake.problems(registration);
  }

  Answer register(Registration registration, @Nullable String by) {
    return intake.register(registration, by);
  }

  Answer adopt(Adoption adoption, @Nullable String by) {
    return intake.adopt(adoption, by);
  }

  /**
   * Decides on an event.
   *
   * @param dry whether to say only what would happen (RED-15)
   */
  Answer report(InstanceKey key, Event event, boolean dry) {
    return events.report(key, event, dry);
  }

  /** Decides on an event to which a second principal has agreed (SAF-20). */
  Answer reportAgreed(InstanceKey key, Event event, String both) {
    return events.reportAgreed(key, event, both);
  }

  OwnerAnswer reportForOwner(OwnerKey owner, Event event) {
    return owners.report(owner, event);
  }

  boolean takeUpAgain(InstanceKey key, @Nullable String by, @Nullable String why) {
    return upkeep.takeUpAgain(key, by, why);
  }

  Answer repin(InstanceKey key, String by, String why, boolean purgeMayComeSooner) {
    return upkeep.repin(key, by, why, purgeMayComeSooner);
  }

  /**
   * Re-pins what a second principal has agreed to (SAF-20).
   *
   * @param subject what he was shown: the policy onto which it was asked
   */
  Answer repinAgreed(InstanceKey key, String subject, String both, String why) {
    return upkeep.repinAgreed(key, subject, both, why);
  }

  Answer setChildren(InstanceKey key, List<Child> children, String by, String why) {
    return upkeep.setChildren(key, children, by, why);
  }
}
