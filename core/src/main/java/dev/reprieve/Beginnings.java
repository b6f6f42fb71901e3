package dev.reprieve;

import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.Verdict;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import java.util.ArrayList;
import java.util.List;

/** Begins an instance as its owner's arrears have it (OWN-02). */
final class Beginnings {
  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final IdsInUse ids;

  Beginnings(Rulings policies, RecycleBinRepository bin, Interpreter interpreter, IdsInUse ids) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.ids = ids;
  }

  /**
   * How an instance begins, with all that its owner's arrears make of it.
   *
   * @param owner what was read of its owner
   * @param steps its beginning, and the steps into arrears
   * @param lines what the trail says of the latter
   */
  record Beginning(OwnerFact owner, List<Decision> steps, List<AuditEntry> lines) {
    List<Effect> effects() {
      return steps.stream().flatMap(step -> step.effects().stream()).toList();
    }
  }

  /**
   * What is taken in while its owner is in arrears starts in arrears (OWN-02), in the commit that
   * takes it in: a crash in between would leave it out for good.
   */
  Beginning of(Decision begin, boolean arrearsAreKnown, ClockReading clock) {
    Instance instance = begin.after();
    OwnerFact owner = bin.ownerFact(OwnerKey.of(instance));
    RetentionPolicy policy = policies.ruling(instance);
    if (!owner.isInArrears()
        || policy == null
        || arrearsAreKnown
        || instance.billing().isSubscription()) {
      return new Beginning(owner, List.of(begin), List.of());
    }
    String why = "its owner has been in arrears since " + owner.arrearsSince();
    Event arrears = Event.builder(Operation.ARREARS, instance.recordedAt()).why(why).build();
    Verdict verdict = interpreter.judge(policy, instance, arrears, notBefore(instance, clock), ids);
    if (verdict instanceof Verdict.Refused refused) {
      AuditEntry line = Audit.of(instance, arrears, refused.refusal(), clock.now());
      return new Beginning(owner, List.of(begin), List.of(line));
    }
    List<Decision> steps = new ArrayList<>();
    steps.add(begin);
    List<AuditEntry> lines = new ArrayList<>();
    for (Decision step : ((Verdict.Accepted) verdict).steps()) {
      steps.add(step);
      lines.add(Audit.of(step, null, why));
    }
    return new Beginning(owner, steps, lines);
  }

  /** What begins ahead of a clock that was put back is not dated too far ahead of itself. */
  private static ClockReading notBefore(Instance instance, ClockReading clock) {
    return clock.now().isBefore(instance.recordedAt())
        ? new ClockReading(instance.recordedAt(), clock.lag())
        : clock;
  }

  /** The row of a step that is written over a version. */
  RowChange row(long expectedVersion, Decision step) {
    return new RowChange(expectedVersion, step.after(), interpreter.dueAt(step.after()));
  }
}
