package dev.reprieve.policy;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Passage;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one interpreter that runs every policy. Deciding is a pure function of policy, snapshot,
 * event and instant: no clock, no I/O, no state, and the same input gives the same answer. The
 * rules that hold for all policies (SPEC 2) are kept here, whatever a table says.
 *
 * <p>Immutable and thread-safe.
 */
public final class Interpreter {
  private final Settings settings;
  private final Notices notices;

  /**
   * An interpreter.
   *
   * @param settings what a host may choose
   */
  public Interpreter(Settings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.notices = new Notices(settings);
  }

  /**
   * What a host may choose.
   *
   * @param futureTolerance how far ahead of the deciding clock an event may be dated (ALL-07 a)
   * @param servesLockInFull whether the LOCK stage lasts its span from when it was carried out, and
   *     not from when it was due (ALL-14); retention always does
   * @param autoRenewal whether auto-renewal is tried ahead of an expiry (RED-10)
   * @param purgeMargin how long a purge waits after its deadline (SAF-05), and after a rebuild from
   *     the instance has ended (ALL-16)
   * @param holdGrace how long a purge that is overdue waits after its last hold has ended (SAF-17)
   * @param snoozeLimit how far beyond its deadline a purge may be snoozed, all snoozes together
   *     (SAF-10)
   * @param notices how long before a purge its owner is told, each once (SAF-04); none where empty
   */
  public record Settings(
      Duration futureTolerance,
      boolean servesLockInFull,
      boolean autoRenewal,
      Duration purgeMargin,
      Duration holdGrace,
      Duration snoozeLimit,
      List<Duration> notices) {
    /**
     * Two minutes, in full, tried, one hour; 72 hours after a hold, 30 days of snoozing, notices 7,
     * 3 and 1 days before.
     */
    public static final Settings DEFAULT =
        new Settings(
            Duration.ofMinutes(2),
            true,
            true,
            Duration.ofHours(1),
            Duration.ofHours(72),
            Duration.ofDays(30),
            List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1)));

    /**
     * For a simulation, in which the clock is true and the host answers at once: what is registered
     * may begin any time ahead, nothing is renewed by itself, and nothing waits.
     */
    public static final Settings SIMULATION =
        new Settings(
            Duration.ofDays(5_000_000),
            true,
            false,
            Duration.ZERO,
            Duration.ZERO,
            DEFAULT.snoozeLimit(),
            List.of());

    /**
     * @throws IllegalArgumentException if a duration is negative, or a notice is not a positive
     *     number of whole seconds
     */
    public Settings {
      Objects.requireNonNull(futureTolerance, "futureTolerance");
      Objects.requireNonNull(purgeMargin, "purgeMargin");
      Objects.requireNonNull(holdGrace, "holdGrace");
      Objects.requireNonNull(snoozeLimit, "snoozeLimit");
      Objects.requireNonNull(notices, "notices");
      notices = Notices.checked(notices);
      for (Duration span : List.of(futureTolerance, purgeMargin, holdGrace, snoozeLimit)) {
        if (span.isNegative()) {
          throw new IllegalArgumentException(
              "a tolerance, margin, grace or limit is negative: " + span);
        }
      }
    }

    /** The same with another {@link #futureTolerance}. */
    public Settings withFutureTolerance(Duration tolerance) {
      Objects.requireNonNull(tolerance, "tolerance");
      return new Settings(
          tolerance, servesLockInFull, autoRenewal, purgeMargin, holdGrace, snoozeLimit, notices);
    }

    /** The same with another {@link #servesLockInFull}. */
    public Settings withLockServedInFull(boolean inFull) {
      return new Settings(
          futureTolerance, inFull, autoRenewal, purgeMargin, holdGrace, snoozeLimit, notices);
    }

    /** The same with another {@link #autoRenewal}. */
    public Settings withAutoRenewal(boolean tried) {
      return new Settings(
          futureTolerance, servesLockInFull, tried, purgeMargin, holdGrace, snoozeLimit, notices);
    }

    /** The same with another {@link #purgeMargin}. */
    public Settings withPurgeMargin(Duration margin) {
      Objects.requireNonNull(margin, "margin");
      return new Settings(
          futureTolerance, servesLockInFull, autoRenewal, margin, holdGrace, snoozeLimit, notices);
    }

    /** The same with another {@link #holdGrace}. */
    public Settings withHoldGrace(Duration grace) {
      Objects.requireNonNull(grace, "grace");
      return new Settings(
          futureTolerance, servesLockInFull, autoRenewal, purgeMargin, grace, snoozeLimit, notices);
    }

    /** The same with another {@link #snoozeLimit}. */
    public Settings withSnoozeLimit(Duration limit) {
      Objects.requireNonNull(limit, "limit");
      return new Settings(
          futureTolerance, servesLockInFull, autoRenewal, purgeMargin, holdGrace, limit, notices);
    }

    /** The same with other {@link #notices}. */
    public Settings withNotices(Duration... offsets) {
      Objects.requireNonNull(offsets, "offsets");
      return new Settings(
          futureTolerance,
          servesLockInFull,
          autoRenewal,
          purgeMargin,
          holdGrace,
          snoozeLimit,
          List.of(offsets));
    }
  }

  /** What the host chose. */
  public Settings settings() {
    return settings;
  }

  /**
   * The first instant at which a sweep has something to do with the instance: a notice of its purge
   * (SAF-04), or its deadline, a purge's margin and the grace after a hold included; null where
   * nothing is due by itself.
   */
  public @Nullable Instant dueAt(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    Instant due = beyondMargin(instance);
    if (due == null) {
      return null;
    }
    Instant notice = notices.nextAt(instance);
    return notice != null && notice.isBefore(due) ? notice : due;
  }

  /**
   * When the owner is told next of a purge that is ahead (SAF-04); null where no notice is to come.
   */
  public @Nullable Instant nextNoticeAt(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    return notices.nextAt(instance);
  }

  /** When the deadline is passed, whoever is to be told before it. */
  private @Nullable Instant beyondMargin(Instance instance) {
    Instant due = instance.dueAt(settings.holdGrace());
    Deadline deadline = instance.deadline();
    return due != null && deadline != null && deadline.purges()
        ? Microseconds.after(due, settings.purgeMargin())
        : due;
  }

  /**
   * Judges an event (ALL-07): what is dated too far ahead is refused; then the deadlines to a lock
   * or a release that were due at or before it are passed; then it is judged, the first reason to
   * refuse it being the answer. What is dated ahead within the tolerance is recorded, and its
   * effects are ordered, at its own instant and never before it (ALL-01).
   *
   * @param policy the policy that rules the instance
   * @param instance the snapshot
   * @param event what is asked
   * @param now the deciding clock's reading
   * @param ids which ids are taken, for a rebuild
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Verdict judge(
      RetentionPolicy policy, Instance instance, Event event, Instant now, IdsInUse ids) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(ids, "ids");
    return judge(policy, instance, event, ClockReading.of(now), ids);
  }

  /**
   * Judges an event by a clock that may lag: it is permitted or refused by what the clock says, and
   * what it orders is promised from the time that has really passed (SAF-05).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Verdict judge(
      RetentionPolicy policy, Instance instance, Event event, ClockReading clock, IdsInUse ids) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(ids, "ids");
    Instant now = clock.now();
    if (event.at().isAfter(now.plus(settings.futureTolerance()))) {
      return new Verdict.Refused(inTheFuture(instance, event, now), null);
    }
    Refusal absent = Judge.absence(instance, event.operation(), event.at());
    if (absent != null) {
      return new Verdict.Refused(
          instance.state().isTerminal() ? gone(policy, instance, event, absent, ids) : absent,
          null);
    }
    Instant moment = moment(instance, now);
    List<Decision> steps = new ArrayList<>();
    Instance current = passUpTo(policy, instance, event.at(), moment, clock, steps);
    RetentionTable table = policy.tableFor(current, moment);
    Refusal refusal = Judge.refusal(policy, table, current, event, moment, ids);
    if (refusal == null && event.operation().equals(Operation.SNOOZE)) {
      refusal = Snooze.refusal(settings.snoozeLimit(), current, event);
    }
    if (refusal != null) {
      return refused(policy, instance, event, refusal, moment, ids);
    }
    Instant carriedOut = later(moment(current, now), event.at());
    Decision own = new Transition(settings, policy, table, current, carriedOut, clock).by(event);
    steps.add(ifLateSettlement(instance, event, own));
    return new Verdict.Accepted(steps);
  }

  /**
   * What is due at {@code now}, or null where nothing is. A purge is begun by this alone, and only
   * a sweep may ask for it, after all its guards (ALL-07 c).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public @Nullable Decision pass(RetentionPolicy policy, Instance instance, Instant now) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    return pass(policy, instance, ClockReading.of(now));
  }

  /**
   * What is due by a clock that may lag: by what it says, and promised from the time that has
   * really passed (SAF-05).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public @Nullable Decision pass(RetentionPolicy policy, Instance instance, ClockReading clock) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(clock, "clock");
    Instant now = clock.now();
    Instant moment = moment(instance, now);
    Notices.Notice notice = notices.due(instance, moment);
    if (notice != null) {
      return transition(policy, instance, moment, clock).notice(notice);
    }
    Instant due = beyondMargin(instance);
    Instant nominal = instance.dueAt(settings.holdGrace());
    return due == null || nominal == null || now.isBefore(due)
        ? null
        : transition(policy, instance, moment, clock).byTime(Microseconds.down(nominal));
  }

  /**
   * The operations that some argument would make permitted at {@code at}, and why the others are
   * not, for every operation of the product.
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Offers offers(RetentionPolicy policy, Instance instance, Instant at) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(at, "at");
    Set<Operation> permitted = new HashSet<>();
    Map<Operation, Refusal> refused = new TreeMap<>();
    RetentionTable table = policy.tableFor(instance, at);
    for (Operation operation : policy.operations()) {
      Refusal refusal = Judge.whyNever(policy, table, instance, operation, at);
      if (refusal == null) {
        permitted.add(operation);
      } else {
        refused.put(operation, refusal);
      }
    }
    return new Offers(permitted, refused);
  }

  /**
   * What happens next if nobody does anything, holds included (SCN-09); null where nothing does.
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public @Nullable NextStep next(RetentionPolicy policy, Instance instance) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Deadline deadline = instance.deadline();
    if (deadline == null) {
      return null;
    }
    if (deadline.purges()) {
      return instance.holds().anyWithoutEnd()
          ? null
          : new NextStep(purgeAt(instance, deadline), InstanceState.PURGED);
    }
    RetentionTable table = policy.tableFor(instance, deadline.at());
    return new NextStep(deadline.at(), Transition.reachedBy(deadline, table, instance));
  }

  /**
   * The latest of the deadline, the holds' end with its grace, what was promised and, for an
   * overdue purge, the last decision.
   */
  private Instant purgeAt(Instance instance, Deadline deadline) {
    Instant at = later(deadline.at(), instance.recordedAt());
    Instant heldUntil = instance.holds().latestEnd();
    Instant notBefore = instance.purgeNotBefore();
    if (heldUntil != null && heldUntil.isAfter(deadline.at())) {
      at = later(at, Microseconds.after(heldUntil, settings.holdGrace()));
    }
    return notBefore == null ? at : later(at, notBefore);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /**
   * A snapshot as it begins: with the deadline that its expiry sets, if it has one.
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Instance begin(RetentionPolicy policy, Instance instance) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    return begin(policy, instance, ClockReading.of(instance.recordedAt()));
  }

  /**
   * The same, by a clock that may lag (SAF-05).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Instance begin(RetentionPolicy policy, Instance instance, ClockReading clock) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(clock, "clock");
    return transition(policy, instance, instance.recordedAt(), clock).withTerm(instance);
  }

  /**
   * A snapshot of what exists already, with the deadline that the rules and the adoption give it
   * (ADO-02): nothing becomes due to be purged by it.
   *
   * @param observed the snapshot as the host sees it, without a deadline; {@code recordedAt} is the
   *     instant of the adoption
   * @param since since when it is in its state, or null where nobody knows
   * @param releasedAt when it was released by hand, or null
   * @param mayComeSooner whether a purge may come before a full span from the adoption
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Instance adopt(
      RetentionPolicy policy,
      Instance observed,
      @Nullable Instant since,
      @Nullable Instant releasedAt,
      boolean mayComeSooner) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(observed, "observed");
    ClockReading clock = ClockReading.of(observed.recordedAt());
    return adopt(policy, observed, since, releasedAt, mayComeSooner, clock);
  }

  /**
   * The same, by a clock that may lag (SAF-05).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public Instance adopt(
      RetentionPolicy policy,
      Instance observed,
      @Nullable Instant since,
      @Nullable Instant releasedAt,
      boolean mayComeSooner,
      ClockReading clock) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(observed, "observed");
    Objects.requireNonNull(clock, "clock");
    RetentionTable table = policy.tableFor(observed, observed.recordedAt());
    Instant from = later(observed.recordedAt(), clock.counted());
    Instance adopted =
        new Adopter(table, observed, since, releasedAt, mayComeSooner, from)
            .adopt(transition(policy, observed, observed.recordedAt(), clock));
    return notices.armed(adopted, observed.recordedAt(), false);
  }

  /**
   * What lies in the bin, put under another policy (ALL-08): its stage is counted by that policy's
   * table from when it began.
   *
   * @param mayComeSooner whether the end of its stage may come nearer by it
   * @throws UnruledInstanceException if no table of the policy rules the instance
   */
  public Decision repin(
      RetentionPolicy policy, Instance instance, Instant now, boolean mayComeSooner) {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(now, "now");
    Instant moment = moment(instance, now);
    RetentionTable table = policy.tableFor(instance, moment);
    List<Passage> trail = instance.trail();
    Cause cause = trail.isEmpty() ? Cause.REGISTRATION : trail.get(trail.size() - 1).cause();
    Instant releasedAt = cause.equals(Cause.of(Operation.RELEASE)) ? instance.since() : null;
    Instance counted =
        new Adopter(table, instance, instance.since(), releasedAt, true, instance.recordedAt())
            .adopt(transition(policy, instance, moment, ClockReading.of(moment)));
    Deadline before = instance.deadline();
    Deadline after = counted.deadline();
    boolean sooner = after != null && (before == null || after.dueAt().isBefore(before.dueAt()));
    Instance.Builder next =
        instance.toBuilder()
            .policy(policy.ref())
            .deadline(sooner && !mayComeSooner ? before : after);
    return stays(instance, next, new Cause("REPIN"), moment, "ALL-08", "re-pinned", false);
  }

  /**
   * A purge that an outage pushes out, since nobody could have saved its data meanwhile (SAF-05).
   *
   * @param until the purge does not begin before this instant, and its margin
   */
  public Decision pushOut(Instance instance, Instant until, Instant now) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(now, "now");
    return stays(
        instance,
        instance.toBuilder().purgeNotBefore(Microseconds.up(until)),
        new Cause("OUTAGE"),
        moment(instance, now),
        "SAF-05",
        "pushed out by an outage",
        false);
  }

  /**
   * A purge that its user asked for and that may not begin yet: it is recorded as due, and a sweep
   * begins it when its guards permit (SAF-01). The state, and what is permitted in it, stay.
   *
   * @param purge the step that may not be taken
   */
  public Decision postponed(Decision purge) {
    Objects.requireNonNull(purge, "purge");
    Instance instance = Objects.requireNonNull(purge.before(), "before");
    Deadline due =
        new Deadline(purge.at(), false, Cause.DEADLINE, InstanceState.PURGED, purge.rule());
    return stays(
        instance,
        instance.toBuilder().deadline(due),
        purge.cause(),
        purge.at(),
        purge.rule(),
        "recorded; waits for the safeguards",
        true);
  }

  /**
   * @param told whether its owner knows of the purge as it now stands
   */
  private Decision stays(
      Instance instance,
      Instance.Builder next,
      Cause cause,
      Instant moment,
      String rule,
      String transition,
      boolean told) {
    return new Decision(
        instance,
        notices.armed(
            next.recordedAt(moment).version(instance.version() + 1).build(), moment, told),
        cause,
        moment,
        moment,
        rule,
        transition,
        List.of(),
        null,
        Map.of(),
        List.of());
  }

  /** The instant that a decision records: never before the last one recorded (ALL-06). */
  public static Instant moment(Instance instance, Instant now) {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(now, "now");
    Instant moment = Microseconds.down(now);
    return moment.isBefore(instance.recordedAt()) ? instance.recordedAt() : moment;
  }

  private Transition transition(
      RetentionPolicy policy, Instance instance, Instant moment, ClockReading clock) {
    RetentionTable table = policy.tableFor(instance, moment);
    return new Transition(settings, policy, table, instance, moment, clock);
  }

  private Instance passUpTo(
      RetentionPolicy policy,
      Instance instance,
      Instant at,
      Instant moment,
      ClockReading clock,
      List<Decision> steps) {
    Instance current = instance;
    while (true) {
      // Not the row's own dueAt: an auto-renewal that is still to be tried is no deadline, and a
      // renewal that is dated before the expiry comes before it.
      Deadline deadline = current.deadline();
      if (deadline == null || deadline.purges() || deadline.dueAt().isAfter(at)) {
        return current;
      }
      Instant carriedOut = later(moment, Microseconds.up(deadline.dueAt()));
      Decision step = transition(policy, current, carriedOut, clock).byDeadline(deadline.at());
      steps.add(step);
      current = step.after();
    }
  }

  /** A late event is told what it missed, also where it is all over (ALL-04, ALL-07 d). */
  private static Refusal gone(
      RetentionPolicy policy, Instance instance, Event event, Refusal absent, IdsInUse ids) {
    Passage missed = firstPassageAfter(instance, event.at());
    try {
      return missed != null && permittedIn(missed.from(), policy, instance, event, ids)
          ? absent.missing(missed)
          : absent;
    } catch (UnruledInstanceException unruled) {
      return absent;
    }
  }

  private static Verdict refused(
      RetentionPolicy policy,
      Instance instance,
      Event event,
      Refusal refusal,
      Instant moment,
      IdsInUse ids) {
    Passage missed = firstPassageAfter(instance, event.at());
    if (missed == null || !permittedIn(missed.from(), policy, instance, event, ids)) {
      return new Verdict.Refused(refusal, null);
    }
    return new Verdict.Refused(
        refusal.missing(missed), isPayment(event) ? heldForLatePayment(instance, moment) : null);
  }

  /** The earliest remembered change of state that was carried out after the event's instant. */
  private static @Nullable Passage firstPassageAfter(Instance instance, Instant at) {
    for (Passage passage : instance.trail()) {
      if (at.isBefore(passage.at())) {
        return passage;
      }
    }
    return null;
  }

  private static boolean permittedIn(
      InstanceState state, RetentionPolicy policy, Instance instance, Event event, IdsInUse ids) {
    Instance then = instance.toBuilder().state(state, instance.since()).build();
    RetentionTable table = policy.tableFor(then, event.at());
    return Judge.refusal(policy, table, then, event, event.at(), ids) == null;
  }

  /** A settlement that missed its lock is recorded, and a person looks before the purge. */
  private static Decision ifLateSettlement(Instance before, Event event, Decision own) {
    Passage missed = firstPassageAfter(before, event.at());
    if (missed == null || !isPayment(event) || own.to() != InstanceState.RETAINED) {
      return own;
    }
    return own.leadingTo(withLatePaymentHold(own.after()));
  }

  private static boolean isPayment(Event event) {
    return event.operation().equals(Operation.RENEW) || event.operation().equals(Operation.SETTLE);
  }

  private static Instance heldForLatePayment(Instance instance, Instant moment) {
    return withLatePaymentHold(instance).toBuilder()
        .recordedAt(moment)
        .version(instance.version() + 1)
        .build();
  }

  private static Instance withLatePaymentHold(Instance instance) {
    Hold hold =
        new Hold(
            Hold.LATE_PAYMENT,
            null,
            null,
            "a payment came late: somebody must look before anything is destroyed (ALL-07)");
    return instance.toBuilder().holds(instance.holds().with(hold)).build();
  }

  private static Refusal inTheFuture(Instance instance, Event event, Instant now) {
    return Refusal.of(
        RefusalCode.IN_THE_FUTURE,
        event.operation(),
        "ALL-07",
        event.operation()
            + " of "
            + instance.key()
            + " is dated "
            + event.at()
            + ", the deciding clock says "
            + now
            + ": it is refused and passes no deadline");
  }
}
