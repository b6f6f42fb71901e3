package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Child;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
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
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in instances and events: decides, and commits by compare-and-set. */
final class Desk {
  /** How often a decision is made anew because somebody else was faster. */
  private static final int TRIES = 16;

  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final IdsInUse ids;
  private final Guardian guardian;
  private final FourEyes fourEyes;

  Desk(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      IdsInUse hostsIds,
      Guardian guardian,
      FourEyes fourEyes) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.guardian = guardian;
    this.fourEyes = fourEyes;
    this.ids = key -> bin.find(key) != null || hostsIds.contains(key);
  }

  List<AttributeProblem> problems(Registration registration) {
    RetentionPolicy policy = policies.latest(registration.key().product());
    return policy == null
        ? List.of(unknownProduct(registration))
        : RegistrationCheck.problems(policy, registration);
  }

  Answer register(Registration registration, @Nullable String by) {
    return takeIn(registration, registration.facts(), null, by);
  }

  Answer adopt(Adoption adoption, @Nullable String by) {
    if (adoption.purgeMayComeSooner() && fourEyes.needed(SecondLook.SHORTEN)) {
      InstanceKey key = adoption.registration().key();
      return Answer.refused(
          key,
          Refusal.of(
              RefusalCode.SECOND_PRINCIPAL_REQUIRED,
              new Operation("ADOPT"),
              "SAF-20",
              key
                  + " is not adopted with a purge that may come sooner, which needs a second"
                  + " principal here: adopt it without"));
    }
    return takeIn(adoption.registration(), adoption.facts(), adoption, by);
  }

  private Answer takeIn(
      Registration registration,
      Map<String, String> facts,
      @Nullable Adoption adoption,
      @Nullable String by) {
    String why = adoption == null ? null : adoption.why();
    InstanceKey key = registration.key();
    List<AttributeProblem> problems = problems(registration);
    if (!problems.isEmpty()) {
      return Answer.refused(key, unfit(registration, problems));
    }
    for (int i = 0; i < TRIES; i++) {
      Instance existing = bin.find(key);
      if (existing != null && existing.state() != InstanceState.FORGOTTEN) {
        return existing.origin().equals(facts)
            ? Answer.alreadyThere(key)
            : refused(existing, different(key, existing.origin(), facts), by, why);
      }
      Instant now = bin.now();
      Instant createdAt = registration.createdAt();
      if (createdAt != null
          && createdAt.isAfter(now.plus(interpreter.settings().futureTolerance()))) {
        return Answer.refused(key, createdAhead(key, createdAt, now));
      }
      Decision begin = begin(registration, facts, adoption, existing, now);
      Commit commit =
          new Commit(
              List.of(row(existing == null ? RowChange.ABSENT : existing.version(), begin)),
              List.of(),
              List.of(),
              List.of(Audit.of(begin, by, why)),
              null);
      if (bin.commit(commit) == Commit.Result.COMMITTED) {
        listeners.tell(listener -> listener.onDecision(begin));
        return Answer.applied(key, withOwnersArrears(begin, adoption));
      }
    }
    return Answer.lostRace(key);
  }

  private Decision begin(
      Registration registration,
      Map<String, String> facts,
      @Nullable Adoption adoption,
      @Nullable Instance forgotten,
      Instant now) {
    RetentionPolicy policy = policies.latest(registration.key().product());
    if (policy == null) {
      throw new IllegalStateException("no policy for " + registration.key());
    }
    String profile = registration.profile();
    Instant createdAt = registration.createdAt();
    Instant begins =
        createdAt != null && createdAt.isAfter(now) ? createdAt : Microseconds.down(now);
    if (forgotten != null && begins.isBefore(forgotten.recordedAt())) {
      // A clock that was put back since undoes nothing (ALL-06).
      begins = forgotten.recordedAt();
    }
    Instance.Builder fresh =
        Instance.builder()
            .key(registration.key())
            .owner(registration.owner())
            .policy(policy.ref())
            .profile(profile == null ? policy.defaultProfile().name() : profile)
            .billing(registration.billing())
            .attributes(registration.attributes())
            .identity(registration.identity())
            .children(registration.children())
            .createdAt(createdAt)
            .expiresAt(registration.expiresAt())
            .releaseProtected(registration.releaseProtected())
            .origin(facts)
            .state(InstanceState.RUNNING, begins)
            .recordedAt(begins)
            .holds(bindingStill(forgotten, now))
            .version(forgotten == null ? 1 : forgotten.version() + 1);
    Instance begun =
        adoption == null
            ? interpreter.begin(policy, fresh.build())
            : adopted(policy, fresh, adoption);
    return new Decision(
        null,
        begun,
        Cause.REGISTRATION,
        begins,
        begun.recordedAt(),
        adoption == null ? "OWN-01" : "ADO-01",
        adoption == null ? "registered" : "adopted",
        List.of(),
        null,
        Map.of(),
        List.of());
  }

  private Instance adopted(RetentionPolicy policy, Instance.Builder fresh, Adoption adoption) {
    Instance begun = fresh.build();
    BillingMode billing = begun.billing();
    Instant since = adoption.since();
    Instant arrearsSince = adoption.arrearsSince();
    if (arrearsSince == null
        && adoption.state() == InstanceState.LOCKED
        && !billing.isSubscription()
        && adoption.lockedByOthers() == null) {
      // Locked for not paying, and somebody must be able to settle that.
      arrearsSince = since == null ? begun.recordedAt() : since;
    }
    Holds holds = begun.holds();
    for (Hold hold : adoption.holds()) {
      if (begun.holds().all().stream()
          .noneMatch(
              binding -> binding.name().equals(hold.name()) && !hold.bindsAtLeastAs(binding))) {
        holds = holds.with(hold);
      }
    }
    Instance observed =
        fresh
            .state(adoption.state(), since == null ? begun.recordedAt() : since)
            .arrearsSince(arrearsSince)
            .holds(holds)
            .lockedByOthers(adoption.lockedByOthers())
            .purgeNotBefore(adoption.promisedPurgeAt())
            .build();
    return interpreter.adopt(
        policy, observed, since, adoption.releasedAt(), adoption.purgeMayComeSooner());
  }

  /** Forgetting an instance lifts no compliance hold: it is there when it is taken in again. */
  private static Holds bindingStill(@Nullable Instance forgotten, Instant now) {
    return forgotten == null
        ? Holds.none()
        : new Holds(
            forgotten.holds().all().stream()
                .filter(hold -> hold.compliance() && hold.inForceAt(now))
                .toList());
  }

  /** An instance that is taken in while its owner is in arrears starts in arrears (OWN-02). */
  private List<Decision> withOwnersArrears(Decision begin, @Nullable Adoption adoption) {
    Instance instance = begin.after();
    Instant since = bin.ownerArrearsSince(OwnerKey.of(instance));
    List<Decision> steps = new ArrayList<>();
    steps.add(begin);
    if (since != null
        && !instance.billing().isSubscription()
        && (adoption == null || instance.arrearsSince() == null)) {
      Answer answer =
          report(instance.key(), Event.of(Operation.ARREARS, instance.recordedAt()), false);
      steps.addAll(answer.steps());
    }
    return steps;
  }

  /** Refuses what is not an event, and leaves a line. */
  private Answer refused(
      Instance instance, Refusal refusal, @Nullable String by, @Nullable String why) {
    note(Audit.refused(instance, refusal, bin.now(), by, why));
    return Answer.refused(instance.key(), refusal);
  }

  private void note(AuditEntry line) {
    bin.commit(Commit.of(line));
  }

  /** The line is written first: an act without its line is worse than a line without its act. */
  boolean takeUpAgain(InstanceKey key, @Nullable String by, @Nullable String why) {
    SetAside aside = bin.setAside(key);
    Instance instance = bin.find(key);
    if (aside == null || instance == null) {
      return false;
    }
    note(Audit.takenUp(instance, aside.reason(), bin.now(), by, why));
    return bin.takeUpAgain(key);
  }

  Answer repin(InstanceKey key, String by, String why, boolean purgeMayComeSooner) {
    return repin(key, by, why, purgeMayComeSooner, null);
  }

  /**
   * Re-pins what a second principal has agreed to (SAF-20).
   *
   * @param subject what he was shown: the policy onto which it was asked
   */
  Answer repinAgreed(InstanceKey key, String subject, String both, String why) {
    return repin(key, both, why, true, subject);
  }

  private Answer repin(
      InstanceKey key,
      String by,
      String why,
      boolean purgeMayComeSooner,
      @Nullable String agreedTo) {
    Operation repin = new Operation("REPIN");
    for (int i = 0; i < TRIES; i++) {
      Instance instance = bin.find(key);
      RetentionPolicy latest = policies.latest(key.product());
      if (instance == null || latest == null) {
        return Answer.refused(
            key, Refusal.of(RefusalCode.NO_SUCH_INSTANCE, repin, "OWN-01", "there is no " + key));
      }
      if (!instance.state().isInBin() || instance.state() == InstanceState.PURGING) {
        return refused(
            instance,
            Refusal.of(
                RefusalCode.NOT_PERMITTED_IN_STATE,
                repin,
                "ALL-08",
                key
                    + " is "
                    + instance.state()
                    + ": only what waits in the bin has its policy"
                    + " pinned"),
            by,
            why);
      }
      if (instance.policy().equals(latest.ref())) {
        return Answer.alreadyThere(key);
      }
      String subject = Subjects.repin(latest.ref());
      if (agreedTo != null && !agreedTo.equals(subject)) {
        return refused(
            instance,
            Refusal.of(
                RefusalCode.DIFFERENT_FACTS,
                repin,
                "SAF-20",
                key
                    + ": agreed to was \""
                    + agreedTo
                    + "\", and now it would be \""
                    + subject
                    + "\""),
            by,
            why);
      }
      if (purgeMayComeSooner && agreedTo == null && fourEyes.needed(SecondLook.SHORTEN)) {
        return waiting(key, repin, fourEyes.keep(SecondLook.SHORTEN, key, null, subject, by, why));
      }
      Decision step = interpreter.repin(latest, instance, bin.now(), purgeMayComeSooner);
      Commit commit =
          new Commit(
              List.of(row(instance.version(), step)),
              List.of(),
              List.of(),
              List.of(Audit.of(step, by, why)),
              null);
      if (bin.commit(commit) == Commit.Result.COMMITTED) {
        listeners.tell(listener -> listener.onDecision(step));
        return Answer.applied(key, List.of(step));
      }
    }
    return Answer.lostRace(key);
  }

  Answer setChildren(InstanceKey key, List<Child> children, String by, String why) {
    Operation setting = new Operation("SET_CHILDREN");
    for (int i = 0; i < TRIES; i++) {
      Instance instance = bin.find(key);
      if (instance == null) {
        return Answer.refused(
            key, Refusal.of(RefusalCode.NO_SUCH_INSTANCE, setting, "OWN-01", "there is no " + key));
      }
      if (instance.state() == InstanceState.PURGING || instance.state().isTerminal()) {
        return Answer.refused(
            key,
            Refusal.of(
                RefusalCode.NOT_PERMITTED_IN_STATE,
                setting,
                "SAF-19",
                key + " is " + instance.state() + ": what goes with it is settled"));
      }
      Instant now = Microseconds.down(bin.now());
      Instant at = now.isBefore(instance.recordedAt()) ? instance.recordedAt() : now;
      Instance after =
          instance.toBuilder()
              .children(children)
              .recordedAt(at)
              .version(instance.version() + 1)
              .build();
      if (after.children().equals(instance.children())) {
        return Answer.alreadyThere(key);
      }
      Decision step =
          new Decision(
              instance,
              after,
              Cause.of(setting),
              at,
              at,
              "SAF-19",
              "children set",
              List.of(),
              null,
              Map.of(),
              List.of());
      Commit commit =
          new Commit(
              List.of(row(instance.version(), step)),
              List.of(),
              List.of(),
              List.of(Audit.of(step, by, why)),
              null);
      if (bin.commit(commit) == Commit.Result.COMMITTED) {
        listeners.tell(listener -> listener.onDecision(step));
        return Answer.applied(key, List.of(step));
      }
    }
    return Answer.lostRace(key);
  }

  Map<InstanceKey, Answer> reportForOwner(OwnerKey owner, Event event) {
    boolean arrears = event.operation().equals(Operation.ARREARS);
    if (!arrears && !event.operation().equals(Operation.SETTLE)) {
      throw new IllegalArgumentException(
          event.operation() + " cannot be said of an owner: only ARREARS and SETTLE can (OWN-02)");
    }
    // First the fact itself, so that an instance registered meanwhile knows it; but not one that
    // every instance will refuse as dated too far ahead, nor one that is only delivered again.
    boolean tooFarAhead =
        event.at().isAfter(bin.now().plus(interpreter.settings().futureTolerance()));
    if (!tooFarAhead && !cameBefore(owner, event)) {
      bin.setOwnerArrears(owner, arrears ? event.at() : null);
    }
    Map<InstanceKey, Answer> answers = new LinkedHashMap<>();
    for (Instance instance : bin.ofOwner(owner)) {
      if (!instance.billing().isSubscription() && !instance.state().isTerminal()) {
        answers.put(instance.key(), report(instance.key(), event, false));
      }
    }
    return answers;
  }

  /** Whether any instance of the owner has answered this very event before (ALL-05). */
  private boolean cameBefore(OwnerKey owner, Event event) {
    String id = event.id();
    return id != null
        && bin.ofOwner(owner).stream()
            .map(instance -> bin.remembered(instance.key(), id))
            .anyMatch(remembered -> remembered != null && remembered.event().equals(event));
  }

  /**
   * Decides on an event.
   *
   * @param dry whether to say only what would happen (RED-15)
   */
  Answer report(InstanceKey key, Event event, boolean dry) {
    return report(key, event, dry, null);
  }

  /** Decides on an event to which a second principal has agreed (SAF-20). */
  Answer reportAgreed(InstanceKey key, Event event, String both) {
    return report(key, event, false, both);
  }

  private Answer report(InstanceKey key, Event event, boolean dry, @Nullable String both) {
    String id = event.id();
    for (int i = 0; i < TRIES; i++) {
      RememberedEvent remembered = id == null ? null : bin.remembered(key, id);
      if (remembered != null) {
        return remembered.event().equals(event)
            ? remembered.answer().asRepeated()
            : refused(key, event, reused(key, event), dry);
      }
      Instance instance = bin.find(key);
      Answer answer =
          instance == null
              ? Answer.refused(key, unknown(key, event))
              : decide(instance, event, dry, both);
      if (answer.kind() != Answer.Kind.LOST_RACE) {
        return answer;
      }
    }
    return Answer.lostRace(key);
  }

  /** Refuses without remembering the answer: another engine, or another id, may get another. */
  private Answer refused(InstanceKey key, Event event, Refusal refusal, boolean dry) {
    Instance instance = bin.find(key);
    if (instance != null && !dry) {
      note(Audit.of(instance, event, refusal, bin.now()));
      listeners.tell(listener -> listener.onRefusal(key, event, refusal));
    }
    return Answer.refused(key, refusal);
  }

  /**
   * @param both the principals who have agreed, for the audit; null where one was enough so far
   */
  private Answer decide(Instance instance, Event event, boolean dry, @Nullable String both) {
    InstanceKey key = instance.key();
    RetentionPolicy policy = policies.ruling(instance);
    if (policy == null && !instance.state().isTerminal()) {
      return refused(key, event, unruled(instance, event), dry);
    }
    Instant now = bin.now();
    Verdict verdict;
    try {
      verdict =
          policy == null
              ? new Verdict.Refused(gone(instance, event), null)
              : interpreter.judge(policy, instance, event, now, ids);
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
      SecondLook act = both != null || dry ? null : needsSecondLook(accepted.own(), now);
      if (act != null) {
        return waiting(
            key,
            event.operation(),
            fourEyes.keep(act, key, event, Subjects.event(event), event.by(), event.why()));
      }
      Answer answer =
          Answer.applied(key, accepted.steps()).withHandedOut(handedOut(instance, event));
      return dry ? answer : commit(instance, event, accepted, answer, both);
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    Answer answer = Answer.refused(key, refused.refusal());
    return dry ? answer : commit(instance, event, refused, answer, now);
  }

  /** Why an event needs a second principal here, or null. */
  private @Nullable SecondLook needsSecondLook(Decision own, Instant now) {
    SecondLook act = null;
    if (own.beginsPurge()) {
      act = SecondLook.EARLY_PURGE;
    } else if (loosensHold(own, now)) {
      act = SecondLook.LIFT_HOLD;
    } else if (bringsPurgeNearer(own)) {
      act = SecondLook.SHORTEN;
    }
    return act != null && fourEyes.needed(act) ? act : null;
  }

  /** Whether a hold in force is lifted, or replaced by one of its name that ends sooner. */
  private static boolean loosensHold(Decision own, Instant now) {
    Instance before = own.before();
    return before != null
        && before.holds().all().stream()
            .filter(hold -> hold.inForceAt(now))
            .anyMatch(hold -> own.after().holds().all().stream().noneMatch(hold::endsNoLaterThan));
  }

  /** Whether a change of an attribute does: what a release or an arrears sets is the rules' own. */
  private static boolean bringsPurgeNearer(Decision own) {
    Instance before = own.before();
    if (before == null || before.state() != own.to() || before.state() != InstanceState.RETAINED) {
      return false;
    }
    Deadline was = before.deadline();
    Deadline is = own.after().deadline();
    return is != null && (was == null || is.dueAt().isBefore(was.dueAt()));
  }

  private static Answer waiting(InstanceKey key, Operation operation, PendingAsk ask) {
    return Answer.refused(
        key,
        Refusal.of(
            RefusalCode.SECOND_PRINCIPAL_REQUIRED,
            operation,
            "SAF-20",
            operation
                + " of "
                + key
                + " waits for a second principal, who approves it as "
                + ask.id()));
  }

  /** Writes what was accepted; a purge that it would begin only if no guard stands against it. */
  private Answer commit(
      Instance instance,
      Event event,
      Verdict.Accepted accepted,
      Answer answer,
      @Nullable String both) {
    if (!accepted.own().beginsPurge()) {
      return written(instance, write(instance, event, accepted, answer, both, null));
    }
    Instant now = bin.now();
    GuardState state = guardian.state();
    Instance before = Objects.requireNonNull(accepted.own().before(), "before");
    Decline decline = guardian.ofAskedPurge(before, state, now);
    if (decline == null) {
      Admission admission = guardian.admission(before, state, now);
      Answer begun = write(instance, event, accepted, answer, both, admission);
      decline = begun == null ? guardian.overLimit(before, now) : null;
      if (decline == null) {
        return written(instance, begun);
      }
    }
    // It is recorded and waits: what its user asked for is not lost, and nothing is destroyed yet.
    Verdict.Accepted waiting = accepted.with(interpreter.postponed(accepted.own()));
    Answer recorded = Answer.applied(instance.key(), waiting.steps());
    Answer written = written(instance, write(instance, event, waiting, recorded, both, null));
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

  /** Null where the admission's limits do not allow it. */
  private @Nullable Answer write(
      Instance instance,
      Event event,
      Verdict.Accepted accepted,
      Answer answer,
      @Nullable String both,
      @Nullable Admission admission) {
    String by = both == null ? event.by() : both;
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
    rows.add(row(instance.version(), accepted.own()));
    Decision created = accepted.own().created();
    if (created != null) {
      rows.add(row(RowChange.ABSENT, created));
      audit.add(Audit.of(created, by, event.why()));
      told.add(created);
    }
    List<EffectChange> changes = effectsChangedBy(event, accepted.own());
    for (EffectChange change : changes) {
      if (change.next().status() == EffectStatus.DROPPED) {
        audit.add(Audit.of(accepted.own().after(), change.next(), accepted.own().at()));
      }
    }
    Commit commit = new Commit(rows, effects, changes, audit, remember(event, answer), admission);
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
    if (created != null) {
      withOwnersArrears(created, null);
    }
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

  /** What a hold on a purge that is under way comes too late for (ALL-10). */
  private List<String> handedOut(Instance instance, Event event) {
    if (!event.operation().equals(Operation.HOLD) || instance.state() != InstanceState.PURGING) {
      return List.of();
    }
    List<String> waiting =
        bin.openEffects(instance.key()).stream()
            .filter(record -> record.attempts() == 0)
            .map(record -> record.effect().type().name())
            .toList();
    return bin.audit(instance.key()).stream()
        .filter(line -> line.to() == InstanceState.PURGING && !line.effects().isEmpty())
        .flatMap(line -> line.effects().stream())
        .filter(name -> !waiting.contains(name))
        .toList();
  }

  private Answer commit(
      Instance instance, Event event, Verdict.Refused refused, Answer answer, Instant now) {
    Instance held = refused.held();
    Commit commit =
        new Commit(
            held == null
                ? List.of()
                : List.of(new RowChange(instance.version(), held, interpreter.dueAt(held))),
            List.of(),
            List.of(),
            List.of(Audit.of(held == null ? instance : held, event, refused.refusal(), now)),
            remember(event, answer));
    if (bin.commit(commit) == Commit.Result.CONFLICT) {
      return Answer.lostRace(instance.key());
    }
    listeners.tell(listener -> listener.onRefusal(instance.key(), event, refused.refusal()));
    return answer;
  }

  private RowChange row(long expectedVersion, Decision step) {
    return new RowChange(expectedVersion, step.after(), interpreter.dueAt(step.after()));
  }

  private static @Nullable RememberedEvent remember(Event event, Answer answer) {
    String id = event.id();
    return id == null ? null : new RememberedEvent(answer.key(), id, event, answer);
  }

  private AttributeProblem unknownProduct(Registration registration) {
    return new AttributeProblem(
        "product",
        RefusalCode.INVALID_ATTRIBUTE,
        "product \""
            + registration.key().product()
            + "\" has no policy: expected one of "
            + policies.known().latest().stream().map(RetentionPolicy::id).toList());
  }

  private static Refusal unfit(Registration registration, List<AttributeProblem> problems) {
    return Refusal.of(
        problems.get(0).code(),
        new Operation("REGISTER"),
        "ALL-13",
        registration.key()
            + " is not taken in: "
            + problems.stream().map(AttributeProblem::message).collect(Collectors.joining("; ")));
  }

  private static Refusal different(
      InstanceKey key, Map<String, String> before, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "");
      String is = now.getOrDefault(name, "");
      if (!was.equals(is)) {
        differences.put(name, "\"" + was + "\" there, \"" + is + "\" now");
      }
    }
    return Refusal.of(
        RefusalCode.DIFFERENT_FACTS,
        new Operation("REGISTER"),
        "ADO-04",
        key + " is there already with other facts: " + differences);
  }

  private static Refusal createdAhead(InstanceKey key, Instant createdAt, Instant now) {
    return Refusal.of(
        RefusalCode.IN_THE_FUTURE,
        new Operation("REGISTER"),
        "ALL-07",
        key + " is created at " + createdAt + ", the deciding clock says " + now);
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
