package dev.reprieve;

import dev.reprieve.guard.Approval;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.Plan;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.GuardState.Said;
import dev.reprieve.recyclebin.GuardState.Trip;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

  Safety(RecycleBinRepository bin, Planner planner, Figures figures, FourEyes fourEyes, Desk desk) {
    this.bin = bin;
    this.planner = planner;
    this.figures = figures;
    this.fourEyes = fourEyes;
    this.desk = desk;
  }

  /**
   * Puts the kill switch on: no purge begins and nothing destructive is handed out, by any worker,
   * until it is taken off (SAF-12). A purge that has begun stands still.
   *
   * @return false if it was on already
   */
  public boolean stopDestroying(String by, String why) {
    Said said = said(by, why);
    return change(state -> state.killSwitch() != null ? null : state.killSwitch(said));
  }

  /**
   * Takes the kill switch off.
   *
   * @return false if it was not on
   */
  public boolean resumeDestroying(String by, String why) {
    said(by, why);
    boolean changed = change(state -> state.killSwitch() == null ? null : state.killSwitch(null));
    takeUp(EnumSet.of(WaitingFor.KILL_SWITCH));
    return changed;
  }

  /**
   * Says that the clock is right as it stands now, whatever it was before (SAF-05).
   *
   * @return false if it was believed anyway
   */
  public boolean acknowledgeClock(String by, String why) {
    said(by, why);
    if (bin.guard().clockHalt() == null) {
      return false;
    }
    bin.putMark(bin.now());
    boolean changed = change(state -> state.clockHalt() == null ? null : state.clockHalt(null));
    takeUp(EnumSet.of(WaitingFor.CLOCK));
    return changed;
  }

  /**
   * Sets other limits for every worker, and lets what was stopped try again under them (SAF-01).
   */
  public Approval changeLimits(Guarded kind, Limits limits, String by, String why) {
    said(by, why);
    if (fourEyes.needed(SecondLook.CONFIRM_BREAKER)) {
      String subject = Subjects.limits(kind, limits);
      return Approval.pending(
          fourEyes.keep(SecondLook.CONFIRM_BREAKER, null, null, subject, by, why).id());
    }
    return apply(kind, limits);
  }

  private Approval apply(Guarded kind, Limits limits) {
    change(state -> state.limits(kind, limits).untripped(kind));
    return Approval.done(goOn(kind));
  }

  /**
   * What the breaker, or the floor, has stopped: the set that {@link #confirm} confirms, by its
   * digest. It is kept, so that somebody else can confirm it later.
   */
  public Plan stopped(Guarded kind) {
    Plan plan = kind == Guarded.PURGE ? planner.stoppedPurges() : planner.stoppedLocks();
    bin.keepPlan(plan.digest(), plan.toText());
    return plan;
  }

  /**
   * Lets exactly what a plan names go on, as it was when it was shown; what was not shown stays
   * stopped, and what has changed since counts as not shown (SAF-01).
   *
   * @param digest of a plan that {@link #stopped} showed
   * @throws IllegalArgumentException if no such plan was shown
   */
  public Approval confirm(Guarded kind, String digest, String by, String why) {
    said(by, why);
    Plan shown = shown(digest);
    if (fourEyes.needed(SecondLook.CONFIRM_BREAKER)) {
      String subject = Subjects.confirm(kind, digest);
      return Approval.pending(
          fourEyes.keep(SecondLook.CONFIRM_BREAKER, null, null, subject, by, why).id());
    }
    return confirm(kind, shown, by);
  }

  private Approval confirm(Guarded kind, Plan shown, String by) {
    for (Plan.Item item : shown.items()) {
      bin.confirm(kind, item.key(), item.version(), by);
    }
    change(state -> state.untripped(kind));
    goOn(kind);
    return Approval.done(shown.items().size());
  }

  private Plan shown(String digest) {
    String kept = bin.keptPlan(digest);
    if (kept == null) {
      throw new IllegalArgumentException(
          "no plan with digest " + digest + " was shown: what was not shown is not confirmed");
    }
    return Plan.parse(kept);
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
   * @return the answer to an event; null for an act that is of no single instance
   * @throws IllegalArgumentException if nothing with this id waits, or the same principal asks
   */
  public @Nullable Answer approve(String askId, String by) {
    PendingAsk ask = fourEyes.take(askId, by);
    String both = ask.by() + ", " + by;
    InstanceKey key = ask.key();
    Event event = ask.event();
    if (key != null) {
      return event != null
          ? desk.reportAgreed(key, event, both)
          : desk.repin(key, both, String.valueOf(ask.why()), true, true);
    }
    Subjects.Confirm confirmed = Subjects.confirm(ask.subject());
    if (confirmed != null) {
      confirm(confirmed.kind(), shown(confirmed.digest()), both);
    } else {
      Subjects.Change changed = Subjects.limits(ask.subject());
      apply(changed.kind(), changed.limits());
    }
    return null;
  }

  /** Takes back, or turns down, what waits for a second principal; false if nothing does. */
  public boolean turnDown(String askId) {
    return bin.takeAsk(askId) != null;
  }

  /** Whether anything keeps the engine from purging, and what. */
  public Health health() {
    GuardState state = bin.guard();
    List<String> reasons = new ArrayList<>();
    if (state.killSwitch() != null) {
      reasons.add("the kill switch is on: " + state.killSwitch().why() + " (SAF-12)");
    }
    if (state.clockHalt() != null) {
      reasons.add("the clock is not believed: " + state.clockHalt().why() + " (SAF-05)");
    }
    for (Trip trip : state.trips()) {
      reasons.add(trip.why() + " (SAF-01)");
    }
    boolean fleetStopped =
        state.trips().stream()
            .anyMatch(trip -> trip.kind() == Guarded.PURGE && trip.owner() == null);
    boolean purging = state.killSwitch() == null && state.clockHalt() == null && !fleetStopped;
    return new Health(purging, reasons, state);
  }

  /** The figures (SAF-16). Reads every row: for a monitor that asks once a minute. */
  public Gauges gauges() {
    return figures.gauges();
  }

  private Said said(String by, String why) {
    if (by.isBlank() || why.isBlank()) {
      throw new IllegalArgumentException(
          "who says so, and why? by \"" + by + "\", why \"" + why + "\"");
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
