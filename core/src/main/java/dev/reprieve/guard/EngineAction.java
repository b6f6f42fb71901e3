package dev.reprieve.guard;

import java.util.Objects;

/**
 * What can be asked of an engine beside the operations of an instance, which have an action each
 * ({@link Action#of(String, dev.reprieve.model.Operation)}).
 */
public enum EngineAction {
  /** Take in an instance that was just created. */
  REGISTER("Register", Reach.INSTANCE),
  /** Take in an instance that exists already. */
  ADOPT("Adopt", Reach.INSTANCE),
  /** Take in an instance that exists already, and let its purge come without a full span more. */
  ADOPT_SOONER("AdoptSooner", Reach.INSTANCE),
  /** See an instance. */
  DESCRIBE("Describe", Reach.INSTANCE),
  /** Have explained why it is where it is. */
  EXPLAIN("Explain", Reach.INSTANCE),
  /** See it in a list of the bin. */
  LIST("List", Reach.INSTANCE),
  /** See it among the rows that no sweep could handle. */
  LIST_SET_ASIDE("ListSetAside", Reach.INSTANCE),
  /** Read its trail. */
  READ_AUDIT("ReadAudit", Reach.INSTANCE),
  /** Put it under the latest policy of its product. */
  REPIN("Repin", Reach.INSTANCE),
  /** Put it under the latest policy, also where its purge comes sooner by that. */
  REPIN_SOONER("RepinSooner", Reach.INSTANCE),
  /** Have an effect of it tried again. */
  RETRY_EFFECT("RetryEffect", Reach.INSTANCE),
  /** Complete an effect of it from outside. */
  COMPLETE_EFFECT("CompleteEffect", Reach.INSTANCE),
  /** Have it looked at again by the next sweep. */
  TAKE_UP_AGAIN("TakeUpAgain", Reach.INSTANCE),
  /** Say what goes with it when it is purged. */
  SET_CHILDREN("SetChildren", Reach.INSTANCE),
  /** Drop an effect of it that was given up. */
  DISMISS_EFFECT("DismissEffect", Reach.INSTANCE),
  /** Hold what a host sees against what is recorded. */
  RECONCILE("Reconcile", Reach.STORE),
  /** See what another policy would change for the whole fleet. */
  COMPARE("Compare", Reach.STORE),
  /** Anchor the trails. */
  ANCHOR_AUDIT("AnchorAudit", Reach.STORE),
  /** Verify the trails. */
  VERIFY_AUDIT("VerifyAudit", Reach.STORE),
  /** Put the kill switch on. */
  STOP_DESTROYING("StopDestroying", Reach.STORE),
  /** Take the kill switch off. */
  RESUME_DESTROYING("ResumeDestroying", Reach.STORE),
  /** Say that the clock is right. */
  ACKNOWLEDGE_CLOCK("AcknowledgeClock", Reach.STORE),
  /** Set other limits of the breaker. */
  CHANGE_LIMITS("ChangeLimits", Reach.STORE),
  /** See what the breaker or the floor has stopped. */
  LIST_STOPPED("ListStopped", Reach.STORE),
  /** Let go on what the breaker or the floor has stopped. */
  CONFIRM_STOPPED("ConfirmStopped", Reach.STORE),
  /** See what a sweep would do. */
  PLAN("Plan", Reach.STORE),
  /** Have done what is in a plan. */
  EXECUTE_PLAN("ExecutePlan", Reach.STORE),
  /** See what waits for a second principal, and agree to it. */
  APPROVE("Approve", Reach.STORE),
  /** Take back or turn down what waits for a second principal. */
  TURN_DOWN("TurnDown", Reach.STORE),
  /** See whether anything keeps the engine from purging. */
  READ_HEALTH("ReadHealth", Reach.STORE),
  /** See the figures. */
  READ_GAUGES("ReadGauges", Reach.STORE);

  /** What an action is asked of. */
  public enum Reach {
    /** One instance: the service is its product. */
    INSTANCE,
    /** The whole store: the service is {@code reprieve}. */
    STORE
  }

  private static final String WHOLE = "reprieve";

  private final String verb;
  private final Reach reach;

  EngineAction(String verb, Reach reach) {
    this.verb = verb;
    this.reach = reach;
  }

  /** The second part of the action's name. */
  public String verb() {
    return verb;
  }

  /** What it is asked of. */
  public Reach reach() {
    return reach;
  }

  /**
   * The action on an instance of a product, such as {@code redis:Describe}.
   *
   * @throws IllegalStateException if it is not asked of an instance
   */
  public Action of(String product) {
    Objects.requireNonNull(product, "product");
    if (reach != Reach.INSTANCE) {
      throw new IllegalStateException(this + " is not asked of an instance");
    }
    return Action.of(product, verb);
  }

  /**
   * The action on the whole store, such as {@code reprieve:Reconcile}.
   *
   * @throws IllegalStateException if it is asked of an instance
   */
  public Action onStore() {
    if (reach != Reach.STORE) {
      throw new IllegalStateException(this + " is asked of an instance");
    }
    return Action.of(WHOLE, verb);
  }
}
