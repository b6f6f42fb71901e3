package dev.reprieve;

import dev.reprieve.guard.Action;
import dev.reprieve.guard.Approval;
import dev.reprieve.guard.EngineAction;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.NotAuthorizedException;
import dev.reprieve.guard.Plan;
import dev.reprieve.guard.Resource;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The safeguards as one principal may operate them (KEY-11): from {@link
 * AuthorizedReprieve#safety}. Thread-safe.
 *
 * <p>They are the whole store's, so each act is an action on the store, such as {@code
 * reprieve:StopDestroying}, and whoever may not is told so by a {@link NotAuthorizedException}
 * before anything is looked at. What is permitted is done in the principal's name.
 */
public final class AuthorizedSafety {
  private final Safety safety;
  private final Gate gate;

  AuthorizedSafety(Safety safety, Gate gate) {
    this.safety = safety;
    this.gate = gate;
  }

  /**
   * {@link Safety#stopDestroying}, as {@code reprieve:StopDestroying}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public boolean stopDestroying(String why) {
    gate.demand(EngineAction.STOP_DESTROYING);
    return safety.stopDestroying(gate.name(), why);
  }

  /**
   * {@link Safety#resumeDestroying}, as {@code reprieve:ResumeDestroying}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public boolean resumeDestroying(String why) {
    gate.demand(EngineAction.RESUME_DESTROYING);
    return safety.resumeDestroying(gate.name(), why);
  }

  /**
   * {@link Safety#acknowledgeClock}, as {@code reprieve:AcknowledgeClock}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public boolean acknowledgeClock(String why) {
    gate.demand(EngineAction.ACKNOWLEDGE_CLOCK);
    return safety.acknowledgeClock(gate.name(), why);
  }

  /**
   * {@link Safety#changeLimits}, as {@code reprieve:ChangeLimits}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Approval changeLimits(Guarded kind, Limits limits, String why) {
    gate.demand(EngineAction.CHANGE_LIMITS);
    return safety.changeLimits(kind, limits, gate.name(), why);
  }

  /**
   * {@link Safety#stopped}, as {@code reprieve:ListStopped}: it names every instance.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Plan stopped(Guarded kind) {
    gate.demand(EngineAction.LIST_STOPPED);
    return safety.stopped(kind);
  }

  /**
   * {@link Safety#confirm}, as {@code reprieve:ConfirmStopped}.
   *
   * @throws NotAuthorizedException if it is not permitted
   * @throws IllegalArgumentException if no such plan was shown of this kind
   */
  public Approval confirm(Guarded kind, String digest, String why) {
    gate.demand(EngineAction.CONFIRM_STOPPED);
    return safety.confirm(kind, digest, gate.name(), why);
  }

  /**
   * {@link Safety#plan}, as {@code reprieve:Plan}: it names every instance.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Plan plan() {
    gate.demand(EngineAction.PLAN);
    return safety.plan();
  }

  /**
   * {@link Safety#execute(Plan, String, String)}, as {@code reprieve:ExecutePlan}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public PlanReport execute(Plan plan, String why) {
    gate.demand(EngineAction.EXECUTE_PLAN);
    return safety.execute(plan, gate.name(), why);
  }

  /**
   * What waits for a second principal and this one might agree to: who may {@code reprieve:Approve}
   * and what was asked; all else is left out.
   */
  public List<PendingAsk> pendingAsks() {
    return gate.shows(EngineAction.APPROVE)
        ? safety.pendingAsks().stream().filter(this::mayAsk).toList()
        : List.of();
  }

  /**
   * {@link Safety#approve}, as {@code reprieve:Approve} and as what was asked, such as {@code
   * redis:Destroy} on the instance. Who may not do the latter is answered as if nothing with this
   * id waited, so that no id tells what there is.
   *
   * @throws NotAuthorizedException if {@code reprieve:Approve} is not permitted
   * @throws IllegalArgumentException if nothing with this id waits for this principal, or the same
   *     principal asks
   */
  public @Nullable Answer approve(String askId) {
    Objects.requireNonNull(askId, "askId");
    gate.demand(EngineAction.APPROVE);
    if (!waits(EngineAction.APPROVE, askId)) {
      throw FourEyes.noSuchAsk(askId);
    }
    return safety.approve(askId, gate.name());
  }

  /**
   * {@link Safety#turnDown}, as {@code reprieve:TurnDown} and as what was asked.
   *
   * @return false if nothing with this id waits for this principal
   * @throws NotAuthorizedException if {@code reprieve:TurnDown} is not permitted
   */
  public boolean turnDown(String askId, String why) {
    Objects.requireNonNull(askId, "askId");
    Objects.requireNonNull(why, "why");
    gate.demand(EngineAction.TURN_DOWN);
    return waits(EngineAction.TURN_DOWN, askId) && safety.turnDown(askId, gate.name(), why);
  }

  /**
   * {@link Safety#health}, as {@code reprieve:ReadHealth}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Health health() {
    gate.demand(EngineAction.READ_HEALTH);
    return safety.health();
  }

  /**
   * {@link Safety#gauges}, as {@code reprieve:ReadGauges}.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Gauges gauges() {
    gate.demand(EngineAction.READ_GAUGES);
    return safety.gauges();
  }

  /** Whether something with this id waits for this principal; if not, whichever it is, the same. */
  private boolean waits(EngineAction act, String askId) {
    boolean waits =
        safety.pendingAsks().stream().anyMatch(ask -> ask.id().equals(askId) && mayAsk(ask));
    if (!waits) {
      gate.deny(act.onStore(), Resource.STORE);
    }
    return waits;
  }

  /** Whether this principal might have asked it. */
  private boolean mayAsk(PendingAsk ask) {
    InstanceKey key = ask.key();
    Event event = ask.event();
    if (key == null) {
      return gate.shows(
          Subjects.confirm(ask.subject()) == null
              ? EngineAction.CHANGE_LIMITS
              : EngineAction.CONFIRM_STOPPED);
    }
    if (event == null) {
      return gate.shows(EngineAction.REPIN_SOONER, key);
    }
    Action action = Action.of(key.product(), event.operation());
    return gate.shows(action, Resource.of(key));
  }
}
