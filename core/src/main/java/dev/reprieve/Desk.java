package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Child;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
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
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.IdsInUse;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Projection;
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
import dev.reprieve.recyclebin.OwnerArrears;
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
import java.util.Set;
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
      return refusedAnyway(
          key,
          Refusal.of(
              RefusalCode.SECOND_PRINCIPAL_REQUIRED,
              new Operation("ADOPT"),
              "SAF-20",
              key
                  + " is not adopted with a purge that may come sooner, which needs a second"
                  + " principal here: adopt it without"),
          by,
          adoption.why());
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
    List<AttributeProblem> problems = new ArrayList<>(problems(registration));
    if (adoption != null) {
      problems.addAll(RegistrationCheck.problems(adoption));
    }
    if (!problems.isEmpty()) {
      return refusedAnyway(key, unfit(registration, problems), by, why);
    }
    for (int i = 0; i < TRIES; i++) {
      Instance existing = bin.find(key);
      if (existing != null && existing.state() != InstanceState.FORGOTTEN) {
        return existing.origin().equals(facts)
            ? Answer.alreadyThere(key)
            : refused(existing, different(key, existing.origin(), facts), by, why);
      }
      ClockReading clock = guardian.readClock();
      Instant now = clock.now();
      Instant createdAt = registration.createdAt();
      if (createdAt != null
          && createdAt.isAfter(now.plus(interpreter.settings().futureTolerance()))) {
        return refusedAnyway(key, createdAhead(key, createdAt, now), by, why);
      }
      Decision begin = begin(registration, facts, adoption, existing, clock);
      boolean hostKnows = adoption != null && begin.after().arrearsSince() != null;
      Beginning beginning = beginning(begin, hostKnows, clock);
      List<Decision> steps = beginning.steps();
      List<AuditEntry> audit = new ArrayList<>();
      audit.add(Audit.of(begin, by, why));
      audit.addAll(beginning.lines());
      long seen = existing == null ? RowChange.ABSENT : existing.version();
      Commit commit =
          new Commit(
                  List.of(row(seen, steps.get(steps.size() - 1))),
                  beginning.effects(),
                  List.of(),
                  audit,
                  null)
              .knowing(beginning.owner())
              .decided(now);
      if (bin.commit(commit) == Commit.Result.COMMITTED) {
        steps.forEach(step -> listeners.tell(listener -> listener.onDecision(step)));
        return Answer.applied(key, steps);
      }
    }
    return Answer.lostRace(key);
  }

  private Decision begin(
      Registration registration,
      Map<String, String> facts,
      @Nullable Adoption adoption,
      @Nullable Instance forgotten,
      ClockReading clock) {
    Instant now = clock.now();
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
            ? interpreter.begin(policy, fresh.build(), clock)
            : adopted(policy, fresh, adoption, clock);
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

  private Instance adopted(
      RetentionPolicy policy, Instance.Builder fresh, Adoption adoption, ClockReading clock) {
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
        policy, observed, since, adoption.releasedAt(), adoption.purgeMayComeSooner(), clock);
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

  /**
   * How an instance begins, with all that its owner's arrears make of it.
   *
   * @param owner what was read of its owner
   * @param steps its beginning, and the steps into arrears
   * @param lines what the trail says of the latter
   */
  private record Beginning(OwnerArrears owner, List<Decision> steps, List<AuditEntry> lines) {
    List<Effect> effects() {
      return steps.stream().flatMap(step -> step.effects().stream()).toList();
    }
  }

  /**
   * What is taken in while its owner is in arrears starts in arrears (OWN-02), in the commit that
   * takes it in: a crash in between would leave it out for good.
   */
  private Beginning beginning(Decision begin, boolean arrearsAreKnown, ClockReading clock) {
    Instance instance = begin.after();
    OwnerKey account = OwnerKey.of(instance);
    OwnerArrears owner = new OwnerArrears(account, bin.ownerArrearsSince(account));
    RetentionPolicy policy = policies.ruling(instance);
    if (owner.since() == null
        || policy == null
        || arrearsAreKnown
        || instance.billing().isSubscription()) {
      return new Beginning(owner, List.of(begin), List.of());
    }
    String why = "its owner has been in arrears since " + owner.since();
    Event arrears = Event.builder(Operation.ARREARS, instance.recordedAt()).why(why).build();
    Verdict verdict = interpreter.judge(policy, instance, arrears, clock, ids);
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

  /** Refuses what is not an event, and leaves a line. */
  private Answer refused(
      Instance instance, Refusal refusal, @Nullable String by, @Nullable String why) {
    note(Audit.refused(instance, refusal, bin.now(), by, why));
    return Answer.refused(instance.key(), refusal);
  }

  /** The same of what may have no row: then it is the store's own trail that has the line. */
  private Answer refusedAnyway(
      InstanceKey key, Refusal refusal, @Nullable String by, @Nullable String why) {
    Instance instance = bin.find(key);
    if (instance != null) {
      return refused(instance, refusal, by, why);
    }
    note(Audit.refusedOfNone(key, refusal, bin.now(), by, why));
    return Answer.refused(key, refusal);
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
        return refusedAnyway(
            key,
            Refusal.of(RefusalCode.NO_SUCH_INSTANCE, repin, "OWN-01", "there is no " + key),
            by,
            why);
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
        PendingAsk ask = fourEyes.keep(SecondLook.SHORTEN, key, null, subject, by, why);
        return refused(instance, waiting(key, repin, ask), by, why);
      }
      Instant now = bin.now();
      Decision step = interpreter.repin(latest, instance, now, purgeMayComeSooner);
      if (!purgeMayComeSooner && comesSooner(latest, instance, step, now)) {
        return refused(
            instance,
            Refusal.of(
                RefusalCode.INVALID_ARGUMENT,
                repin,
                "ALL-08",
                key + " would be purged sooner by " + latest + ", and nobody said that it may be"),
            by,
            why);
      }
      if (isWritten(instance, step, by, why, now)) {
        return Answer.applied(key, List.of(step));
      }
    }
    return Answer.lostRace(key);
  }

  /** Writes one step that is no event and orders nothing. */
  private boolean isWritten(
      Instance instance, Decision step, @Nullable String by, @Nullable String why, Instant now) {
    Commit commit =
        new Commit(
                List.of(row(instance.version(), step)),
                List.of(),
                List.of(),
                List.of(Audit.of(step, by, why)),
                null)
            .decided(now);
    boolean written = bin.commit(commit) == Commit.Result.COMMITTED;
    if (written) {
      listeners.tell(listener -> listener.onDecision(step));
    }
    return written;
  }

  /**
   * Whether a re-pin that leaves the present stage as it is brings the purge nearer by the stages
   * that follow.
   */
  private boolean comesSooner(
      RetentionPolicy latest, Instance instance, Decision step, Instant now) {
    if (instance.state() == InstanceState.RETAINED) {
      return false;
    }
    RetentionPolicy ruling = policies.ruling(instance);
    Instant is = purgeAt(latest, step.after(), now);
    Instant was = ruling == null ? Instant.MAX : purgeAt(ruling, instance, now);
    return is != null && (was == null || is.isBefore(was));
  }

  /** When an instance would be purged if nobody did anything and nothing held it, or null. */
  private @Nullable Instant purgeAt(RetentionPolicy policy, Instance instance, Instant now) {
    Instance free = instance.toBuilder().holds(Holds.none()).openRebuilds(List.of()).build();
    return Projection.of(interpreter, policy, free, now).steps().stream()
        .filter(step -> step.to() == InstanceState.PURGED)
        .map(Projection.Step::at)
        .findFirst()
        .orElse(null);
  }

  Answer setChildren(InstanceKey key, List<Child> children, String by, String why) {
    Operation setting = new Operation("SET_CHILDREN");
    for (int i = 0; i < TRIES; i++) {
      Instance instance = bin.find(key);
      if (instance == null) {
        return refusedAnyway(
            key,
            Refusal.of(RefusalCode.NO_SUCH_INSTANCE, setting, "OWN-01", "there is no " + key),
            by,
            why);
      }
      if (instance.state() == InstanceState.PURGING || instance.state().isTerminal()) {
        return refused(
            instance,
            Refusal.of(
                RefusalCode.NOT_PERMITTED_IN_STATE,
                setting,
                "SAF-19",
                key + " is " + instance.state() + ": what goes with it is settled"),
            by,
            why);
      }
      Instant now = bin.now();
      Instant at = Interpreter.moment(instance, now);
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
      if (isWritten(instance, step, by, why, now)) {
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
    if (tooFarAhead) {
      note(Audit.ofOwner(owner, event, AuditEntry.Kind.REFUSAL, bin.now()));
    } else if (!cameBefore(owner, event)) {
      note(Audit.ofOwner(owner, event, AuditEntry.Kind.ACT, bin.now()));
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
              ? refused(key, event, unknown(key, event), dry)
              : decide(instance, event, dry, both);
      if (answer.kind() != Answer.Kind.LOST_RACE) {
        return answer;
      }
    }
    return Answer.lostRace(key);
  }

  /** Refuses without remembering the answer: another engine, or another id, may get another. */
  private Answer refused(InstanceKey key, Event event, Refusal refusal, boolean dry) {
    if (dry) {
      return Answer.refused(key, refusal);
    }
    Instance instance = bin.find(key);
    if (instance == null) {
      note(Audit.refusedOfNone(key, refusal, bin.now(), event.by(), event.why()));
    } else {
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
      SecondLook act = both != null || dry ? null : needsSecondLook(policy, event, accepted, now);
      if (act != null) {
        String subject = Subjects.event(event);
        PendingAsk ask = fourEyes.keep(act, key, event, subject, event.by(), event.why());
        return refused(key, event, waiting(key, event.operation(), ask), false);
      }
      List<EffectRecord> withheld = notHandedOut(instance, event);
      Answer answer =
          Answer.applied(key, accepted.steps()).withHandedOut(handedOut(instance, event, withheld));
      return dry ? answer : commit(instance, event, accepted, answer, both, withheld, now);
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    Answer answer = Answer.refused(key, refused.refusal());
    return dry ? answer : commit(instance, event, refused, answer, now);
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

  private static Refusal waiting(InstanceKey key, Operation operation, PendingAsk ask) {
    return Refusal.of(
        RefusalCode.SECOND_PRINCIPAL_REQUIRED,
        operation,
        "SAF-20",
        operation + " of " + key + " waits for a second principal, who approves it as " + ask.id());
  }

  /** Writes what was accepted; a purge that it would begin only if no guard stands against it. */
  private Answer commit(
      Instance instance,
      Event event,
      Verdict.Accepted accepted,
      Answer answer,
      @Nullable String both,
      List<EffectRecord> withheld,
      Instant now) {
    if (!accepted.own().beginsPurge()) {
      return written(instance, write(instance, event, accepted, answer, both, null, withheld, now));
    }
    GuardState state = guardian.state();
    Instance before = Objects.requireNonNull(accepted.own().before(), "before");
    Decline decline = guardian.ofAskedPurge(before, state, now);
    if (decline == null) {
      Admission admission = guardian.admission(before, state, now);
      Answer begun = write(instance, event, accepted, answer, both, admission, withheld, now);
      decline = begun == null ? guardian.overLimit(before, now) : null;
      if (decline == null) {
        return written(instance, begun);
      }
    }
    // It is recorded and waits: what its user asked for is not lost, and nothing is destroyed yet.
    Verdict.Accepted waiting = accepted.with(interpreter.postponed(accepted.own()));
    Answer recorded = Answer.applied(instance.key(), waiting.steps());
    Answer written =
        written(instance, write(instance, event, waiting, recorded, both, null, withheld, now));
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
      Event event,
      Verdict.Accepted accepted,
      Answer answer,
      @Nullable String both,
      @Nullable Admission admission,
      List<EffectRecord> withheld,
      Instant now) {
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
    Beginning beginning = created == null ? null : beginning(created, false, guardian.readClock());
    if (created != null && beginning != null) {
      List<Decision> steps = beginning.steps();
      rows.add(row(RowChange.ABSENT, steps.get(steps.size() - 1)));
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
        new Commit(rows, effects, changes, audit, remember(event, answer))
            .admitted(admission)
            .knowing(beginning == null ? null : beginning.owner())
            .decided(now);
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
                remember(event, answer))
            .decided(now);
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
