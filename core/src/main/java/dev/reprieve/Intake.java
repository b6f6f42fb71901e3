package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in what is new, and adopts what was there before (OWN-01, ADO-01). */
final class Intake {
  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final Guardian guardian;
  private final FourEyes fourEyes;
  private final Beginnings beginnings;
  private final Notes notes;

  Intake(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      Guardian guardian,
      FourEyes fourEyes,
      Beginnings beginnings,
      Notes notes) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.guardian = guardian;
    this.fourEyes = fourEyes;
    this.beginnings = beginnings;
    this.notes = notes;
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
      return notes.refusedAnyway(
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
      return notes.refusedAnyway(key, unfit(registration, problems), by, why);
    }
    for (int i = 0; i < Desk.TRIES; i++) {
      Instance existing = bin.find(key);
      if (existing != null && existing.state() != InstanceState.FORGOTTEN) {
        return existing.origin().equals(facts)
            ? Answer.alreadyThere(key)
            : notes.refused(existing, different(key, existing.origin(), facts), by, why);
      }
      ClockReading clock = guardian.readClock();
      Instant now = clock.now();
      Instant createdAt = registration.createdAt();
      if (createdAt != null
          && createdAt.isAfter(now.plus(interpreter.settings().futureTolerance()))) {
        return notes.refusedAnyway(key, createdAhead(key, createdAt, now), by, why);
      }
      Decision begin = begin(registration, facts, adoption, existing, clock);
      boolean hostKnows = adoption != null && begin.after().arrearsSince() != null;
      Beginnings.Beginning beginning = beginnings.of(begin, hostKnows, clock);
      List<Decision> steps = beginning.steps();
      List<AuditEntry> audit = new ArrayList<>();
      audit.add(Audit.of(begin, by, why));
      audit.addAll(beginning.lines());
      long seen = existing == null ? RowChange.ABSENT : existing.version();
      Commit commit =
          Commit.builder()
              .row(beginnings.row(seen, steps.get(steps.size() - 1)))
              .effects(beginning.effects())
              .lines(audit)
              .knowing(beginning.owner())
              .decided(now)
              .build();
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
}
