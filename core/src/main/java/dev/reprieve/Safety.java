package dev.reprieve;

import dev.reprieve.guard.Approval;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.Plan;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.internal.Printable;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.GuardState.Said;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of the safeguards, and does about them (SPEC 8). Thread-safe.
 *
 * <p>Everything that is said here is kept in the store and holds for every worker at once.
 */
public final class Safety {
  private final RecycleBinRepository bin;
  private final Planner planner;
  private final Figures figures;
  private final FourEyes fourEyes;
  private final Desk desk;
  private final ClockGuard clock;
  private final HealthCheck health;

  Safety(
      RecycleBinRepository bin,
      Planner planner,
      Figures figures,
      FourEyes fourEyes,
      Desk desk,
      ClockGuard clock,
      HealthCheck health) {
    this.bin = bin;
    this.planner = planner;
    this.figures = figures;
    this.fourEyes = fourEyes;
    this.desk = desk;
    this.clock = clock;
    this.health = health;
  }

  /**
   * Puts the kill switch on: no purge begins and nothing destructive is handed out, by any worker,
   * until it is taken off (SAF-12). A purge that has begun stands still.
   *
   * @return false if it was on already
   */
  public boolean stopDestroying(String by, String why) {
    Said said = said(by, why);
    boolean changed = change(state -> state.killSwitch() != null ? null : state.killSwitch(said));
    note("STOP_DESTROYING", "SAF-12", changed ? "ON" : "ALREADY_ON", by, why);
    return changed;
  }

  /**
   * Takes the kill switch off.
   *
   * @return false if it was not on
   */
  public boolean resumeDestroying(String by, String why) {
    said(by, why);
    boolean changed = change(state -> state.killSwitch() == null ? null : state.killSwitch(null));
    note("RESUME_DESTROYING", "SAF-12", changed ? "OFF" : "ALREADY_OFF", by, why);
    takeUp(EnumSet.of(WaitingFor.KILL_SWITCH));
    return changed;
  }

  /**
   * Says that the clock is right as it stands now, whatever it was before (SAF-05). It is said of
   * this minute: what could not be written within it is not, and the trail says {@code TOO_LATE}.
   *
   * @return false if it was believed anyway, or if it took longer than a minute: then look at the
   *     clock once more before you say it again
   */
  public boolean acknowledgeClock(String by, String why) {
    long said = clock.lived();
    said(by, why);
    if (bin.guard().clockHalt() == null) {
      return false;
    }
    Instant mark = bin.mark();
    Instant right = bin.now();
    if (!clock.isLongSince(said)) {
      bin.putMark(right);
    }
    boolean changed =
        change(
            state ->
                state.clockHalt() == null || clock.isLongSince(said)
                    ? null
                    : clock.acknowledged(state, mark, right));
    boolean late = !changed && clock.isLongSince(said);
    if (late && mark != null) {
      // As it was: what was said too late must not hide a step back (SAF-05).
      bin.beat(mark);
    }
    String outcome = late ? "TOO_LATE" : "ALREADY_BELIEVED";
    note("ACKNOWLEDGE_CLOCK", "SAF-05", changed ? "BELIEVED" : outcome, by, why);
    takeUp(EnumSet.of(WaitingFor.CLOCK));
    return changed;
  }

  /**
   * Sets other limits for every worker, and lets what was stopped try again under them (SAF-01).
   */
  public Approval changeLimits(Guarded kind, Limits limits, String by, String why) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(limits, "limits");
    said(by, why);
    if (fourEyes.needed(SecondLook.CONFIRM_BREAKER)) {
      String subject = Subjects.limits(kind, limits);
      return asked(subject, by, why);
    }
    return apply(kind, limits, by, why);
  }

  private Approval asked(String subject, String by, String why) {
    note("ASK", "SAF-20", subject, by, why);
    return Approval.pending(
        fourEyes.keep(SecondLook.CONFIRM_BREAKER, null, null, subject, by, why).id());
  }

  private Approval apply(Guarded kind, Limits limits, String by, @Nullable String why) {
    // The line is written first: an act without its line is worse than a line without its act.
    note("CHANGE_LIMITS", "SAF-01", Subjects.limits(kind, limits), by, why);
    change(state -> state.limits(kind, limits).untripped(kind));
    return Approval.done(goOn(kind));
  }

  /**
   * What the breaker, or the floor, has stopped: the set that {@link #confirm} confirms, by its
   * digest. It is kept, so that somebody else can confirm it later.
   */
  public Plan stopped(Guarded kind) {
    Objects.requireNonNull(kind, "kind");
    Plan plan = kind == Guarded.PURGE ? planner.stoppedPurges() : planner.stoppedLocks();
    bin.keepPlan(plan.digest(), plan.toText());
    return plan;
  }

  /**
   * Lets exactly what a plan names go on, as it was when it was shown; what was not shown stays
   * stopped until it is shown and confirmed in its turn, and what has changed since counts as not
   * shown (SAF-01).
   *
   * @param digest of a plan that {@link #stopped} showed
   * @throws IllegalArgumentException if no such plan was shown of this kind
   */
  public Approval confirm(Guarded kind, String digest, String by, String why) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(digest, "digest");
    said(by, why);
    Plan shown = shown(kind, digest);
    if (fourEyes.needed(SecondLook.CONFIRM_BREAKER)) {
      String subject = Subjects.confirm(kind, digest);
      return asked(subject, by, why);
    }
    return confirm(kind, shown, by, why);
  }

  private Approval confirm(Guarded kind, Plan shown, String by, @Nullable String why) {
    note("CONFIRM", "SAF-01", Subjects.confirm(kind, shown.digest()), by, why);
    for (Plan.Item item : shown.items()) {
      bin.confirm(kind, item.key(), item.version(), by);
    }
    // What is confirmed goes on in spite of a trip; the trip stands as long as it stops anything.
    Set<OwnerKey> stillStopped = planner.unconfirmed(kind);
    change(state -> state.untripped(kind, stillStopped));
    goOn(kind);
    return Approval.done(shown.items().size());
  }

  private Plan shown(Guarded kind, String digest) {
    String kept = bin.keptPlan(digest);
    if (kept == null) {
      throw new IllegalArgumentException(
          "no plan with digest "
              + Printable.text(digest)
              + " was shown: what was not shown is not confirmed");
    }
    Plan plan = Plan.parse(kept);
    boolean otherKind =
        plan.items().stream()
            .anyMatch(item -> (item.to() == InstanceState.PURGING) != (kind == Guarded.PURGE));
    if (otherKind) {
      throw new IllegalArgumentException(
          "the plan with digest " + digest + " was not shown as what is stopped of " + kind);
    }
    return plan;
  }

  /** What a sweep would do now if no safeguard stood against it; changes nothing (SAF-03). */
  public Plan plan() {
    return planner.plan();
  }

  /**
   * Does what is in a plan and still due, and nothing else; every safeguard still stands. An
   * instance that has changed since the plan was made is skipped.
   */
  public PlanReport execute(Plan plan) {
    Objects.requireNonNull(plan, "plan");
    return planner.execute(plan);
  }

  /**
   * The same, for an operator who is named in the store's own trail together with the plan's
   * digest.
   *
   * @param by who has it done
   * @param why the reason
   */
  public PlanReport execute(Plan plan, String by, String why) {
    Objects.requireNonNull(plan, "plan");
    said(by, why);
    note("EXECUTE_PLAN", "SAF-03", plan.digest(), by, why);
    return planner.execute(plan);
  }

  /** What waits for a second principal. */
  public List<PendingAsk> pendingAsks() {
    return bin.asks();
  }

  /**
   * Agrees, as the second principal, to what the first one asked, and does it (SAF-20).
   *
   * @param by who agrees: somebody else than who asked
   * @return the answer to an event or a re-pin, which is refused if another policy is the latest by
   *     now; if it lost every race the ask still waits. Null for an act that is of no single
   *     instance
   * @throws IllegalArgumentException if nothing with this id waits, or the same principal asks
   */
  public @Nullable Answer approve(String askId, String by) {
    Objects.requireNonNull(askId, "askId");
    Objects.requireNonNull(by, "by");
    PendingAsk ask = fourEyes.take(askId, by);
    String both = ask.by() + ", " + by;
    InstanceKey key = ask.key();
    Event event = ask.event();
    if (key != null) {
      Answer answer =
          event != null
              ? desk.reportAgreed(key, event, both)
              : desk.repinAgreed(key, ask.subject(), both, String.valueOf(ask.why()));
      if (answer.kind() == Answer.Kind.LOST_RACE) {
        // Nothing was done: it waits still, and is agreed to once more.
        bin.keepAsk(ask);
      }
      return answer;
    }
    Subjects.Confirm confirmed = Subjects.confirm(ask.subject());
    if (confirmed != null) {
      confirm(confirmed.kind(), shown(confirmed.kind(), confirmed.digest()), both, ask.why());
    } else {
      Subjects.Change changed = Subjects.limits(ask.subject());
      apply(changed.kind(), changed.limits(), both, ask.why());
    }
    return null;
  }

  /**
   * Takes back, or turns down, what waits for a second principal.
   *
   * @return false if nothing with this id waits
   */
  public boolean turnDown(String askId, String by, String why) {
    Objects.requireNonNull(askId, "askId");
    said(by, why);
    PendingAsk ask = bin.takeAsk(askId);
    if (ask == null) {
      return false;
    }
    note("TURN_DOWN", "SAF-20", ask.act() + " " + ask.subject(), by, why);
    return true;
  }

  /**
   * Whether anything keeps the engine from purging, and what: the safeguards that stop everything,
   * and how many rows wait for what somebody can do something about. Costs what is set aside, not
   * what there is: to be asked as often as one likes. What a wrong clock has written is a figure
   * ({@link Gauges#implausible}).
   */
  public Health health() {
    return health.health();
  }

  /** The figures (SAF-16). Reads every row: for a monitor that asks once a minute. */
  public Gauges gauges() {
    return figures.gauges();
  }

  private void note(
      String act, String rule, String outcome, @Nullable String by, @Nullable String why) {
    AuditEntry line =
        AuditEntry.ofStore(AuditEntry.Kind.GUARD, bin.now(), act, rule, outcome, by, why);
    bin.commit(Commit.of(line));
  }

  private Said said(String by, String why) {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    if (by.isBlank() || why.isBlank()) {
      throw new IllegalArgumentException(
          "who says so, and why? by \""
              + Printable.text(by)
              + "\", why \""
              + Printable.text(why)
              + "\"");
    }
    return new Said(bin.now(), by, why);
  }

  private boolean change(Function<GuardState, @Nullable GuardState> step) {
    while (true) {
      GuardState state = bin.guard();
      GuardState next = step.apply(state);
      if (next == null) {
        return false;
      }
      if (bin.changeGuard(state.version(), next)) {
        return true;
      }
    }
  }

  private int goOn(Guarded kind) {
    if (kind == Guarded.PURGE) {
      return takeUp(EnumSet.of(WaitingFor.BREAKER, WaitingFor.FLOOR));
    }
    return planner.retryStoppedLocks();
  }

  private int takeUp(Set<WaitingFor> what) {
    int taken = 0;
    for (SetAside aside : bin.setAside()) {
      if (what.contains(aside.waitingFor()) && bin.takeUpAgain(aside.key())) {
        taken++;
      }
    }
    return taken;
  }
}
