package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.policy.Verdict;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in what is said of an instance: decides, and commits by compare-and-set. */
final class Events {
  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final IdsInUse ids;
  private final Guardian guardian;
  private final FourEyes fourEyes;
  private final Beginnings beginnings;
  private final Notes notes;

  Events(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      IdsInUse ids,
      Guardian guardian,
      FourEyes fourEyes,
      Beginnings beginnings,
      Notes notes) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.ids = ids;
    this.guardian = guardian;
    this.fourEyes = fourEyes;
    this.beginnings = beginnings;
    this.notes = notes;
  }

  /**
   * Decides on an event.
   *
   * @param dry whether to say only what would happen (RED-15)
   */
  Answer report(InstanceKey key, Event event, boolean dry) {
    return report(key, new Asked(event, dry, null, null, null));
  }

  /** Decides on an event to which a second principal has agreed (SAF-20). */
  Answer reportAgreed(InstanceKey key, Event event, String both) {
    return report(key, new Asked(event, false, both, null, null));
  }

  /**
   * Decides on what is said of an instance's owner (OWN-02).
   *
   * @param known what is recorded of the owner
   * @param refusal why it was refused of the owner, and so is of the instance; null if it was not
   */
  Answer reportOfOwner(InstanceKey key, Event event, OwnerFact known, @Nullable Refusal refusal) {
    return report(key, new Asked(event, false, null, known, refusal));
  }

  private Answer report(InstanceKey key, Asked first) {
    Asked asked = first;
    Event event = asked.event();
    String id = event.id();
    for (int i = 0; i < Desk.TRIES; i++) {
      RememberedEvent remembered = id == null ? null : bin.remembered(key, id);
      if (remembered != null) {
        return remembered.event().equals(event)
            ? remembered.answer().asRepeated()
            : refused(key, event, reused(key, event), asked.dry());
      }
      Instance instance = bin.find(key);
      Answer answer =
          instance == null
              ? refused(key, event, unknown(key, event), asked.dry())
              : decide(instance, asked);
      if (answer.kind() != Answer.Kind.LOST_RACE) {
        return answer;
      }
      OwnerFact known = asked.known();
      asked = known == null ? asked : asked.knowing(bin.ownerFact(known.owner()));
    }
    return Answer.lostRace(key);
  }

  /**
   * An event, and who asks.
   *
   * @param dry whether to say only what would happen (RED-15)
   * @param both the principals who have agreed, for the audit; null where one was enough so far
   * @param known what is recorded of the owner of whom it is said; null if it is of an instance
   * @param refusal why it was refused of the owner, or null
   */
  private record Asked(
      Event event,
      boolean dry,
      @Nullable String both,
      @Nullable OwnerFact known,
      @Nullable Refusal refusal) {
    Asked knowing(OwnerFact now) {
      return new Asked(event, dry, both, now, refusal);
    }

    @Nullable String by() {
      return both == null ? event.by() : both;
    }

    /** What is said of an owner stands only as far as it does of the owner. */
    @Nullable Refusal ofOwner() {
      return refusal != null || known == null ? refusal : OwnerFacts.overtaken(known, event);
    }
  }

  /** Refuses without remembering the answer: another engine, or another id, may get another. */
  private Answer refused(InstanceKey key, Event event, Refusal refusal, boolean dry) {
    if (dry) {
      return Answer.refused(key, refusal);
    }
    Instance instance = bin.find(key);
    if (instance == null) {
      notes.line(Audit.refusedOfNone(key, refusal, bin.now(), event.by(), event.why()));
    } else {
      notes.line(Audit.of(instance, event, refusal, bin.now()));
      listeners.tell(listener -> listener.onRefusal(key, event, refusal));
    }
    return Answer.refused(key, refusal);
  }

  private Answer decide(Instance instance, Asked asked) {
    InstanceKey key = instance.key();
    Event event = asked.event();
    boolean dry = asked.dry();
    Refusal ofOwner = asked.ofOwner();
    if (ofOwner != null) {
      Answer answer = Answer.refused(key, ofOwner);
      return ofOwner.code().equals(RefusalCode.EVENT_ID_REUSED)
          ? refused(key, event, ofOwner, dry)
          : commit(instance, asked, new Verdict.Refused(ofOwner, null), answer, bin.now());
    }
    RetentionPolicy policy = policies.ruling(instance);
    if (policy == null && !instance.state().isTerminal()) {
      return refused(key, event, unruled(instance, event), dry);
    }
    ClockReading clock = guardian.readClock();
    Instant now = clock.now();
    Verdict verdict;
    try {
      verdict =
          policy == null
              ? new Verdict.Refused(gone(instance, event), null)
              : interpreter.judge(policy, instance, event, clock, ids);
    } catch (UnruledInstanceException unruled) {
      verdict =
          new Verdict.Refused(
              Refusal.of(
                  RefusalCode.INVALID_ATTRIBUTE,
                  event.operation(),
                  "ALL-13",
                  String.valueOf(unruled.getMessage())),
              null);
    }
    if (verdict instanceof Verdict.Accepted accepted) {
      SecondLook act =
          asked.both() != null || dry ? null : needsSecondLook(policy, event, accepted, now);
      if (act != null) {
        String subject = Subjects.event(event);
        PendingAsk ask = fourEyes.keep(act, key, event, subject, event.by(), event.why());
        return refused(key, event, FourEyes.waiting(key, event.operation(), ask), false);
      }
      List<EffectRecord> withheld = notHandedOut(instance, event);
      Answer answer =
          Answer.applied(key, accepted.steps()).withHandedOut(handedOut(instance, event, withheld));
      return dry ? answer : commit(instance, asked, accepted, answer, withheld, now);
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    Answer answer = Answer.refused(key, refused.refusal());
    return dry ? answer : commit(instance, asked, refused, answer, now);
  }

  /** Why an event needs a second principal here, or null. */
  private @Nullable SecondLook needsSecondLook(
      @Nullable RetentionPolicy policy, Event event, Verdict.Accepted accepted, Instant now) {
    return policy == null || !fourEyes.isOn()
        ? null
        : SecondLooks.of(event, accepted.own(), policy, now).stream()
            .filter(fourEyes::needed)
            .findFirst()
            .orElse(null);
  }

  /** Writes what was accepted; a purge that it would begin only if no guard stands against it. */
  private Answer commit(
      Instance instance,
      Asked asked,
      Verdict.Accepted accepted,
      Answer answer,
      List<EffectRecord> withheld,
      Instant now) {
    if (!accepted.own().beginsPurge()) {
      return written(instance, write(instance, asked, accepted, answer, null, withheld, now));
    }
    GuardState state = guardian.state();
    Instance before = Objects.requireNonNull(accepted.own().before(), "before");
    Decline decline = guardian.ofAskedPurge(before, state, now);
    if (decline == null) {
      Admission admission = guardian.admission(before, state, now);
      Answer begun = write(instance, asked, accepted, answer, admission, withheld, now);
      decline = begun == null ? guardian.overLimit(before, now) : null;
      if (decline == null) {
        return written(instance, begun);
      }
    }
    // It is recorded and waits: what its user asked for is not lost, and nothing is destroyed yet.
    Verdict.Accepted waiting = accepted.with(interpreter.postponed(accepted.own()));
    Answer recorded = Answer.applied(instance.key(), waiting.steps());
    Answer written =
        written(instance, write(instance, asked, waiting, recorded, null, withheld, now));
    if (written.isApplied()) {
      bin.setAside(
          instance.key(),
          waiting.own().after().version(),
          decline.waitingFor(),
          decline.reason(),
          notBeforeDue(decline.lookAgainAt(), waiting.own().after()));
    }
    return written;
  }

  /** Earlier, a sweep would find nothing to do and forget what it waits for. */
  private @Nullable Instant notBeforeDue(@Nullable Instant again, Instance after) {
    Instant due = interpreter.dueAt(after);
    return again != null && due != null && due.isAfter(again) ? due : again;
  }

  private static Answer written(Instance instance, @Nullable Answer answer) {
    return answer == null ? Answer.lostRace(instance.key()) : answer;
  }

  /**
   * Null where the admission's limits do not allow it.
   *
   * @param withheld what the answer says is not handed out: written only if none of it is
   */
  private @Nullable Answer write(
      Instance instance,
      Asked asked,
      Verdict.Accepted accepted,
      Answer answer,
      @Nullable Admission admission,
      List<EffectRecord> withheld,
      Instant now) {
    Event event = asked.event();
    String by = asked.by();
    List<RowChange> rows = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    List<AuditEntry> audit = new ArrayList<>();
    List<Decision> told = new ArrayList<>(accepted.steps());
    boolean undoes = Undoing.isBy(accepted.own());
    boolean forgets = event.operation().equals(Operation.FORGET);
    for (Decision passed : accepted.passed()) {
      audit.add(Audit.of(passed, null, null));
      for (Effect effect : passed.effects()) {
        if (forgets || (undoes && Undoing.takesBack(accepted.own(), effect))) {
          // Passed and undone in one breath: nobody is to be locked out at all; and what is no
          // longer managed is not touched (FGT-01).
          EffectRecord dropped = EffectRecord.ordered(effect).dropped();
          audit.add(Audit.of(passed.after(), dropped, accepted.own().at()));
        } else {
          effects.add(effect);
        }
      }
    }
    effects.addAll(accepted.own().effects());
    audit.add(Audit.of(accepted.own(), by, event.why()));
    rows.add(beginnings.row(instance.version(), accepted.own()));
    Decision created = accepted.own().created();
    Beginnings.Beginning beginning =
        created == null ? null : beginnings.of(created, false, guardian.readClock());
    if (created != null && beginning != null) {
      List<Decision> steps = beginning.steps();
      rows.add(beginnings.row(RowChange.ABSENT, steps.get(steps.size() - 1)));
      effects.addAll(beginning.effects());
      audit.add(Audit.of(created, by, event.why()));
      audit.addAll(beginning.lines());
      told.addAll(steps);
    }
    List<EffectChange> changes = new ArrayList<>(effectsChangedBy(event, accepted.own()));
    // As it was: an effect that is handed out between the look and the commit makes it a conflict.
    withheld.forEach(record -> changes.add(new EffectChange(record.claim(), record)));
    for (EffectChange change : changes) {
      if (change.next().status() == EffectStatus.DROPPED) {
        audit.add(Audit.of(accepted.own().after(), change.next(), accepted.own().at()));
      }
    }
    Commit commit =
        Commit.builder()
            .rows(rows)
            .effects(effects)
            .changes(changes)
            .lines(audit)
            .remembering(remember(event, answer))
            .admitted(admission)
            .knowing(beginning == null ? asked.known() : beginning.owner())
            .decided(now)
            .build();
    switch (bin.commit(commit)) {
      case CONFLICT -> {
        return Answer.lostRace(instance.key());
      }
      case OVER_LIMIT -> {
        return null;
      }
      case COMMITTED -> {}
    }
    told.forEach(step -> listeners.tell(listener -> listener.onDecision(step)));
    return answer;
  }

  /** What an event does to effects that were ordered before it. */
  private List<EffectChange> effectsChangedBy(Event event, Decision own) {
    if (event.operation().equals(Operation.RETRY_PURGE)) {
      return changes(own, record -> taken(record, own));
    }
    if (Undoing.isBy(own)) {
      return changes(own, record -> Undoing.of(record, own, bin.now()));
    }
    // What is no longer managed is not touched any more either (FGT-01).
    return event.operation().equals(Operation.FORGET)
        ? changes(own, EffectRecord::dropped)
        : List.of();
  }

  private List<EffectChange> changes(
      Decision own, Function<EffectRecord, @Nullable EffectRecord> change) {
    List<EffectChange> changes = new ArrayList<>();
    for (EffectRecord record : bin.openEffects(own.after().key())) {
      EffectRecord next = change.apply(record);
      if (next != null) {
        changes.add(new EffectChange(record.claim(), next));
      }
    }
    return changes;
  }

  /** What failed of a purge is taken up again when an operator says so; null leaves it alone. */
  private static @Nullable EffectRecord taken(EffectRecord record, Decision own) {
    boolean failed = record.status() == EffectStatus.GIVEN_UP || record.failures() > 0;
    return failed && !record.isUnderWay(own.at())
        ? record.again(own.at(), 0, record.reason())
        : null;
  }

  /** Whether a hold is to say what it comes too late for (ALL-10). */
  private static boolean stopsPurge(Instance instance, Event event) {
    return event.operation().equals(Operation.HOLD) && instance.state() == InstanceState.PURGING;
  }

  /** What a hold on a purge that is under way still withholds. */
  private List<EffectRecord> notHandedOut(Instance instance, Event event) {
    return stopsPurge(instance, event)
        ? bin.openEffects(instance.key()).stream().filter(open -> open.attempts() == 0).toList()
        : List.of();
  }

  /**
   * What a hold on a purge that is under way comes too late for (ALL-10), by the purge's own line:
   * several effects of it may have one name.
   */
  private List<String> handedOut(Instance instance, Event event, List<EffectRecord> waiting) {
    if (!stopsPurge(instance, event)) {
      return List.of();
    }
    Set<EffectKey> withheld =
        waiting.stream().map(record -> record.effect().key()).collect(Collectors.toSet());
    List<String> names = new ArrayList<>();
    for (AuditEntry line : bin.audit(instance.key())) {
      if (line.kind() == AuditEntry.Kind.DECISION && line.to() == InstanceState.PURGING) {
        for (int ordinal = 0; ordinal < line.effects().size(); ordinal++) {
          if (!withheld.contains(new EffectKey(instance.key(), line.version(), ordinal))) {
            names.add(line.effects().get(ordinal));
          }
        }
      }
    }
    return names;
  }

  private Answer commit(
      Instance instance, Asked asked, Verdict.Refused refused, Answer answer, Instant now) {
    Event event = asked.event();
    Instance held = refused.held();
    Commit commit =
        Commit.builder()
            .rows(
                held == null
                    ? List.of()
                    : List.of(new RowChange(instance.version(), held, interpreter.dueAt(held))))
            .line(Audit.of(held == null ? instance : held, event, refused.refusal(), now))
            .remembering(remember(event, answer))
            .knowing(asked.known())
            .decided(now)
            .build();
    if (bin.commit(commit) == Commit.Result.CONFLICT) {
      return Answer.lostRace(instance.key());
    }
    listeners.tell(listener -> listener.onRefusal(instance.key(), event, refused.refusal()));
    return answer;
  }

  private static @Nullable RememberedEvent remember(Event event, Answer answer) {
    String id = event.id();
    return id == null ? null : new RememberedEvent(answer.key(), id, event, answer);
  }

  private static Refusal unknown(InstanceKey key, Event event) {
    return Refusal.of(
        RefusalCode.NO_SUCH_INSTANCE, event.operation(), "OWN-01", "there is no " + key);
  }

  private static Refusal gone(Instance instance, Event event) {
    boolean purged = instance.state() == InstanceState.PURGED;
    return Refusal.of(
        purged ? RefusalCode.PURGED : RefusalCode.FORGOTTEN,
        event.operation(),
        purged ? "ALL-04" : "FGT-01",
        instance.key() + " is " + instance.state() + " since " + instance.since());
  }

  private static Refusal reused(InstanceKey key, Event event) {
    return Refusal.of(
        RefusalCode.EVENT_ID_REUSED,
        event.operation(),
        "ALL-05",
        "event id " + event.id() + " of " + key + " was used for other content");
  }

  private static Refusal unruled(Instance instance, Event event) {
    return Refusal.of(
        RefusalCode.UNKNOWN_POLICY,
        event.operation(),
        "ALL-08",
        instance.key()
            + " is ruled by "
            + instance.policy()
            + ", which this engine does not have: it is not touched");
  }
}
