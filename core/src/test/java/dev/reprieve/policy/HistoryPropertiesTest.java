package dev.reprieve.policy;

import static dev.reprieve.fixture.Times.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Policies.Keeping;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * Random histories: boundaries to the microsecond, late and future events, a clock that goes back.
 * What is checked is kept by the test itself, from the rules: spans, holds and ends that were
 * promised, and never what the code wrote down.
 */
class HistoryPropertiesTest {
  private static final Duration TOLERANCE = Duration.ofMinutes(2);
  private static final Interpreter INTERPRETER =
      new Interpreter(Bench.PROMPT.withFutureTolerance(TOLERANCE));

  private static final List<RetentionPolicy> POLICIES =
      List.of(
          Policies.shelf(),
          Policies.runner(),
          Policies.patient(),
          Policies.box(),
          Policies.daily());

  /** How long an instance is locked and kept, by the tables as a person reads them. */
  private static final Map<String, Map<InstanceState, Duration>> SPANS =
      Map.of(
          "shelf", spans(15, 7),
          "runner", spans(15, 7),
          "patient", spans(10, 10),
          "box", spans(15, 7),
          "daily",
              Map.of(InstanceState.LOCKED, days(7), InstanceState.RETAINED, Duration.ofHours(2)));

  private static final List<String> ORDER =
      List.of(
          "VERIFY_BACKUP",
          "TAKE_BACKUP",
          "FORCE_STOP",
          "DETACH_ASSOCIATIONS",
          "LOCK_ACCESS",
          "SUSPEND_BILLING",
          "RESUME_BILLING",
          "UNLOCK_ACCESS",
          "RELEASE_COMPUTE",
          "DELETE_ALL_BACKUPS",
          "DELETE_DATA",
          "NOTIFY_OWNER",
          "DELETE_OLDER_BACKUPS");

  private static final Set<String> TIME_MAY =
      Set.of(
          "RUNNING>RUNNING",
          "STOPPED>STOPPED",
          "RUNNING>LOCKED",
          "STOPPED>LOCKED",
          "LOCKED>RETAINED",
          "LOCKED>PURGING",
          "RETAINED>PURGING");

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static Map<InstanceState, Duration> spans(int locked, int retained) {
    return new EnumMap<>(
        Map.of(InstanceState.LOCKED, days(locked), InstanceState.RETAINED, days(retained)));
  }

  /** One thing that happens: time goes by, then an operation is asked, or a sweep comes. */
  record Move(int operation, int gap, int skew, int span, boolean confirm) {}

  record Begin(int policy, int billing, int term, boolean keeps) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.ARREARS,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY,
          Operation.START,
          Operation.STOP,
          Operation.PROTECT,
          Operation.UNPROTECT,
          Operation.HOLD,
          Operation.UNHOLD,
          Operation.RETRY_PURGE,
          Operation.CHANGE_BILLING_MODE,
          Policies.CHANGE_KEEPING,
          Policies.SNAPSHOT);

  @Provide
  Arbitrary<Begin> begins() {
    return Combinators.combine(
            Arbitraries.integers().between(0, POLICIES.size() - 1),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(true, false))
        .as(Begin::new);
  }

  @Provide
  Arbitrary<List<Move>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(-12, OPERATIONS.size() - 1),
            Arbitraries.integers().between(-2, 14),
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(-1, 50),
            Arbitraries.of(true, false))
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 3000)
  @Tag("ALL-01")
  @Tag("ALL-02")
  @Tag("ALL-03")
  @Tag("ALL-04")
  @Tag("ALL-06")
  @Tag("ALL-07")
  @Tag("ALL-09")
  @Tag("ALL-10")
  @Tag("ALL-11")
  @Tag("ALL-12")
  @Tag("ALL-14")
  @Tag("ALL-16")
  @Tag("ALL-17")
  @Tag("ALL-18")
  void theRulesForEveryPolicyHoldThroughEveryHistory(
      @ForAll("begins") Begin begin, @ForAll("histories") List<Move> moves) {
    new History(begin).live(moves);
  }

  @Property
  @Tag("ALL-09")
  void theSameInputGivesTheSameAnswer(
      @ForAll("begins") Begin begin, @ForAll("histories") List<Move> moves) {
    History one = new History(begin);
    History other = new History(begin);
    one.live(moves);
    other.live(moves);
    assertThat(one.instance).isEqualTo(other.instance);
    assertThat(one.taken).isEqualTo(other.taken);
  }

  /** The engine itself, one step at a time, is what the timeline foretold (ALL-12). */
  @Property
  @Tag("ALL-12")
  void whatHappensIfNobodyDoesAnythingIsWhatTheTimelineSaid(
      @ForAll("begins") Begin begin, @ForAll("histories") List<Move> moves) {
    History history = new History(begin);
    history.live(moves);
    Instance current = history.instance;
    Instant from = history.latest();
    Projection projection = Projection.of(INTERPRETER, history.policy, current, from);
    List<String> foretold = new ArrayList<>();
    for (Projection.Step step : projection.steps()) {
      foretold.add(step.at() + " " + step.to() + " " + step.rule() + " " + step.effects());
    }
    List<String> happened = new ArrayList<>();
    Instant now = from;
    Instance walked = projection.reached();
    for (int i = 0; i < 20; i++) {
      Instant due = INTERPRETER.dueAt(walked);
      if (due == null) {
        break;
      }
      now = due.isBefore(now) ? now : due;
      Decision step = INTERPRETER.pass(history.policy, walked, now);
      if (!step.cause().equals(Cause.AUTO_RENEWAL)) {
        InstanceState to = step.to() == InstanceState.PURGING ? InstanceState.PURGED : step.to();
        happened.add(
            now.truncatedTo(ChronoUnit.MICROS)
                + " "
                + to
                + " "
                + step.rule()
                + " "
                + step.effects().stream().map(Effect::type).map(Object::toString).toList());
      }
      walked = step.after();
    }
    assertThat(foretold).isEqualTo(happened);
    if (current.state() != InstanceState.PURGED) {
      assertThat(projection.state()).isNotEqualTo(InstanceState.PURGED);
    }
  }

  /** One life, with a person's own notes beside it. */
  private static final class History {
    final RetentionPolicy policy;
    final List<Decision> taken = new ArrayList<>();
    private final Map<String, Instant> holds = new HashMap<>();
    private final Set<Object> keys = new HashSet<>();
    private Instance instance;
    private Instant now = START;
    private Instant entered = START;
    private Instant end;
    private boolean isProtected;

    History(Begin begin) {
      policy = POLICIES.get(begin.policy());
      List<BillingMode> modes =
          policy.billingModes().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
      BillingMode billing = modes.get(begin.billing() % modes.size());
      Attributes attributes =
          Attributes.empty()
              .with(Policies.KEEPING, begin.keeps() ? Keeping.KEEP : Keeping.DELETE)
              .with(Policies.LABEL, "label");
      end = billing.isSubscription() ? START.plus(days(begin.term())) : null;
      instance =
          INTERPRETER.begin(
              policy,
              Snapshots.running(policy, billing, START)
                  .createdAt(START)
                  .expiresAt(end)
                  .attributes(attributes)
                  .build());
    }

    Instant latest() {
      return now.isBefore(instance.recordedAt()) ? instance.recordedAt() : now;
    }

    void live(List<Move> moves) {
      for (Move move : moves) {
        goOn(move.gap());
        if (move.operation() < 0) {
          sweep();
        } else {
          ask(move);
        }
        confirmedPurgeIsTheEnd(move);
      }
    }

    /** To a boundary, next to one, on by a span, or back. */
    private void goOn(int gap) {
      Instant due = instance.dueAt();
      Instant boundary = due == null ? now.plus(days(1)) : due.truncatedTo(ChronoUnit.MICROS);
      now =
          switch (gap) {
            case -2 -> now.minus(days(3));
            case -1 -> now.minusSeconds(1);
            case 0 -> now;
            case 1, 2 -> boundary.minus(1, ChronoUnit.MICROS);
            case 3, 4, 5 -> boundary;
            case 6, 7 -> boundary.plus(1, ChronoUnit.MICROS);
            case 8 -> boundary.plusNanos(1);
            case 9 -> now.plus(days(40));
            default -> now.plus(Duration.ofHours(13L * gap));
          };
    }

    private void sweep() {
      Decision step = INTERPRETER.pass(policy, instance, now);
      for (int i = 0; step != null; i++) {
        assertThat(i).as("steps of one sweep").isLessThan(10);
        check(step, false);
        assertThat(step.at()).isBeforeOrEqualTo(latest());
        step = INTERPRETER.pass(policy, instance, now);
      }
    }

    private void ask(Move move) {
      Instant at =
          switch (move.skew()) {
            case 0 -> now.minus(days(1));
            case 1 -> now.minus(days(20));
            case 2 -> now.plus(TOLERANCE);
            case 3 -> now.plus(TOLERANCE).plus(1, ChronoUnit.MICROS);
            case 4 -> now.plusNanos(1);
            case 5 -> now.minusNanos(1);
            default -> now;
          };
      Operation operation = OPERATIONS.get(move.operation());
      Event event =
          Event.builder(operation, at)
              .until(move.span() < 0 ? null : at.plus(days(move.span())))
              .newId("new")
              .name(operation.equals(Operation.UNHOLD) && move.confirm() ? null : "n" + move.skew())
              .value(move.confirm() ? "DELETE" : "KEEP")
              .confirm(move.confirm())
              .build();
      Instance before = instance;
      Verdict verdict = INTERPRETER.judge(policy, instance, event, now, IdsInUse.NONE);
      if (event.at().isAfter(now.plus(TOLERANCE))) {
        assertRefused(verdict, RefusalCode.IN_THE_FUTURE);
        assertThat(((Verdict.Refused) verdict).held()).isNull();
        return;
      }
      if (before.state() == InstanceState.PURGED && !event.at().isBefore(START)) {
        assertRefused(verdict, RefusalCode.PURGED);
        assertThat(((Verdict.Refused) verdict).held()).isNull();
        return;
      }
      if (verdict instanceof Verdict.Refused refused) {
        refused(event, refused);
        return;
      }
      List<Decision> steps = ((Verdict.Accepted) verdict).steps();
      for (Decision passed : steps.subList(0, steps.size() - 1)) {
        // What an event passes leads to a lock or the bin, is due by then, and no purge (ALL-07).
        assertThat(passed.beginsPurge()).isFalse();
        assertThat(passed.dueAt()).isBeforeOrEqualTo(event.at());
        check(passed, true);
      }
      accepted(event, steps.get(steps.size() - 1));
    }

    private void refused(Event event, Verdict.Refused refused) {
      Instance held = refused.held();
      boolean payment =
          event.operation().equals(Operation.RENEW) || event.operation().equals(Operation.SETTLE);
      assertThat(held != null).isEqualTo(refused.refusal().late() && payment);
      if (held != null) {
        assertThat(held.state()).isEqualTo(instance.state());
        assertThat(held.deadline()).isEqualTo(instance.deadline());
        holds.put("late-payment", Instant.MAX);
        instance = held;
      }
      if (event.operation().equals(Operation.HOLD) && !event.at().isBefore(START)) {
        // Accepted in every state but PURGED (ALL-10).
        assertThat(event.until()).isNotNull().isBeforeOrEqualTo(event.at());
      }
    }

    private void accepted(Event event, Decision own) {
      Operation operation = event.operation();
      Instance before = instance;
      if (own.beginsPurge()) {
        boolean destroyed = operation.equals(Operation.DESTROY);
        assertThat(destroyed || (operation.equals(Operation.RELEASE) && event.confirm())).isTrue();
        assertThat(isProtected).as("protected").isFalse();
        assertThat(heldAt(event.at())).as("held").isFalse();
      }
      if (operation.equals(Operation.RELEASE)) {
        assertThat(isProtected).isFalse();
      }
      check(own, true);
      if (operation.equals(Operation.HOLD)) {
        holds.put(event.name(), event.until() == null ? Instant.MAX : event.until());
      } else if (operation.equals(Operation.UNHOLD)) {
        if (event.name() == null) {
          holds.clear();
        } else {
          holds.remove(event.name());
        }
      } else if (operation.equals(Operation.PROTECT) || operation.equals(Operation.UNPROTECT)) {
        isProtected = operation.equals(Operation.PROTECT);
      } else if (operation.equals(Operation.RENEW)
          || operation.equals(Operation.CHANGE_BILLING_MODE)) {
        end = event.until();
      }
      if (!own.after().holds().equals(before.holds()) && operation.equals(Operation.SETTLE)) {
        holds.put("late-payment", Instant.MAX);
      }
      clocksStartAfresh(event, own);
      if (operation.equals(Operation.REBUILD)) {
        assertThat(own.after().openRebuilds()).isNotEmpty();
        assertThat(INTERPRETER.dueAt(own.after())).isNull();
        // The host answers at once.
        instance = own.after().toBuilder().openRebuilds(List.of()).build();
      }
    }

    /** ALL-11, for a term that does not lie in the past already. */
    private void clocksStartAfresh(Event event, Decision own) {
      Operation operation = event.operation();
      boolean paid =
          operation.equals(Operation.RENEW) || operation.equals(Operation.CHANGE_BILLING_MODE);
      boolean back =
          operation.equals(Operation.RESTORE)
              || (operation.equals(Operation.SETTLE) && own.to() != InstanceState.RETAINED);
      Instant at = latest();
      if (back || (paid && end.isAfter(at))) {
        Decision next = INTERPRETER.pass(policy, own.after(), at);
        assertThat(next == null || next.cause().equals(Cause.AUTO_RENEWAL)).isTrue();
      }
    }

    private boolean heldAt(Instant at) {
      return holds.values().stream().anyMatch(at::isBefore);
    }

    /** What holds for every step, whoever made it. */
    private void check(Decision step, boolean byEvent) {
      InstanceState from = instance.state();
      InstanceState to = step.to();
      assertThat(step.before()).isEqualTo(instance);
      assertThat(from).isNotEqualTo(InstanceState.PURGED);
      // ALL-06, ALL-02: never before the last recorded instant, nor before it was due.
      assertThat(step.at()).isAfterOrEqualTo(instance.recordedAt());
      assertThat(step.at()).isAfterOrEqualTo(step.dueAt());
      assertThat(step.after().recordedAt()).isEqualTo(step.at());
      assertThat(step.after().version()).isEqualTo(instance.version() + 1);
      effects(step);
      instants(step.after());
      boolean byTime = step.cause().equals(Cause.EXPIRY) || step.cause().equals(Cause.DEADLINE);
      if (byTime) {
        assertThat(TIME_MAY).contains(from + ">" + to);
        if (step.cause().equals(Cause.EXPIRY)) {
          assertThat(step.at()).isAfterOrEqualTo(end);
          assertThat(step.dueAt()).isEqualTo(end);
        }
        promisedSpanWasServed(step, from);
      }
      if (from == InstanceState.PURGING) {
        assertThat(to).isEqualTo(InstanceState.PURGING);
      }
      if (to != from) {
        entered = step.at();
      }
      taken.add(step);
      instance = step.after();
      assertThat(byEvent && byTime && to == InstanceState.PURGING).isFalse();
    }

    /** ALL-01, ALL-03, ALL-14: the span of the stage, from when it was carried out. */
    private void promisedSpanWasServed(Decision step, InstanceState from) {
      Duration span = SPANS.get(policy.id()).get(from);
      if (span == null || step.cause().equals(Cause.EXPIRY)) {
        return;
      }
      if (from == InstanceState.RETAINED && policy.id().equals("patient")) {
        // A release keeps for 7 days, the stage for more than 10.
        span = days(7);
      }
      assertThat(step.at()).isAfterOrEqualTo(entered.plus(span));
      boolean moreThan =
          (policy.id().equals("daily") && from == InstanceState.RETAINED)
              || (policy.id().equals("patient") && from == InstanceState.LOCKED);
      if (moreThan && holds.isEmpty()) {
        // An event that is dated ahead passes it at its own instant, which is after.
        Instant carriedOut = step.at().isAfter(now) ? step.at() : now;
        assertThat(carriedOut).isAfter(entered.plus(span));
      }
      if (step.to() == InstanceState.PURGING) {
        assertThat(heldAt(step.at())).as("a hold is in force").isFalse();
      }
    }

    private void effects(Decision step) {
      int rank = -1;
      int ordinal = 0;
      for (Effect effect : step.effects()) {
        assertThat(effect.key().instance()).isEqualTo(instance.key());
        assertThat(effect.key().version()).isEqualTo(step.after().version());
        assertThat(effect.key().ordinal()).isEqualTo(ordinal++);
        assertThat(keys.add(effect.key())).as("a key of its own").isTrue();
        assertThat(effect.orderedAt()).isEqualTo(step.at());
        assertThat(effect.rule()).isNotBlank();
        int place = ORDER.indexOf(effect.type().name());
        if (place >= 0) {
          assertThat(place).isGreaterThan(rank);
          rank = place;
        }
        if (effect.type().destructive()) {
          assertThat(step.to()).isIn(InstanceState.RETAINED, InstanceState.PURGING);
          assertThat(step.from()).isNotEqualTo(step.to());
        }
      }
    }

    private static void instants(Instance after) {
      for (Instant instant :
          new Instant[] {
            after.since(),
            after.recordedAt(),
            after.expiresAt(),
            after.arrearsSince(),
            after.deadline() == null ? null : after.deadline().at()
          }) {
        if (instant != null) {
          assertThat(instant.getNano() % 1000).isZero();
        }
      }
    }

    private void confirmedPurgeIsTheEnd(Move move) {
      if (instance.state() == InstanceState.PURGING && move.skew() == 6) {
        instance =
            instance.toBuilder()
                .moveTo(InstanceState.PURGED, Cause.PURGE_CONFIRMED, latest())
                .recordedAt(latest())
                .version(instance.version() + 1)
                .build();
      }
      if (instance.state() == InstanceState.PURGED) {
        assertThat(INTERPRETER.pass(policy, instance, now.plus(days(9999)))).isNull();
      }
    }

    private static void assertRefused(Verdict verdict, RefusalCode code) {
      assertThat(verdict).isInstanceOf(Verdict.Refused.class);
      assertThat(((Verdict.Refused) verdict).refusal().code()).isEqualTo(code);
    }
  }
}
