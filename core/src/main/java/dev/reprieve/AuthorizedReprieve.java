package dev.reprieve;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Action;
import dev.reprieve.guard.EngineAction;
import dev.reprieve.guard.NotAuthorizedException;
import dev.reprieve.guard.Resource;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Child;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditReport;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.SetAside;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine as one principal may use it (KEY-11): from {@link Reprieve#as}. Thread-safe.
 *
 * <p>Every call is a named action on a named resource, and the authorizer is asked before anything
 * is looked at. <strong>What is denied is answered as if nothing were known</strong>: the same
 * refusal, null, false or empty list, whether or not the instance exists. A denial becomes a line
 * in the store's own trail, never a row. What is permitted is done in the principal's name: it
 * replaces whatever an event says of who asks.
 *
 * <p>Sweeping and delivering are the host's own business, and are not here.
 */
public final class AuthorizedReprieve {
  private final Reprieve engine;
  private final Desk desk;
  private final Reader reader;
  private final Courier courier;
  private final Gate gate;
  private final AuthorizedSafety safety;

  AuthorizedReprieve(Reprieve engine, Desk desk, Reader reader, Courier courier, Gate gate) {
    this.engine = engine;
    this.desk = desk;
    this.reader = reader;
    this.courier = courier;
    this.gate = gate;
    this.safety = new AuthorizedSafety(engine.safety(), gate);
  }

  /** {@link Reprieve#safety}: each of its acts is an action of its own. */
  public AuthorizedSafety safety() {
    return safety;
  }

  /**
   * {@link Reprieve#register}, as {@code PRODUCT:Register}. What differs from an instance that is
   * there already is said to those alone who may see it, as {@code PRODUCT:Describe}.
   */
  public Answer register(Registration registration) {
    InstanceKey key = registration.key();
    Refusal refusal = gate.refusal(EngineAction.REGISTER, key);
    return refusal == null
        ? discreet(desk.register(registration, gate.name()))
        : Answer.refused(key, refusal);
  }

  /** Without the facts of what is there, for somebody who may not see them. */
  private Answer discreet(Answer answer) {
    InstanceKey key = answer.key();
    Refusal told = answer.refusal();
    if (told == null
        || !told.code().equals(RefusalCode.DIFFERENT_FACTS)
        || gate.shows(EngineAction.DESCRIBE, key)) {
      return answer;
    }
    return Answer.refused(
        key,
        Refusal.of(
            told.code(),
            told.operation(),
            told.rule(),
            key + " is there already with other facts"));
  }

  /**
   * {@link Reprieve#adopt}, as {@code PRODUCT:Adopt}; where the purge may come sooner by it, as
   * {@code PRODUCT:AdoptSooner}. What differs is said as by {@link #register}.
   */
  public Answer adopt(Adoption adoption) {
    InstanceKey key = adoption.registration().key();
    Refusal refusal =
        gate.refusal(
            adoption.purgeMayComeSooner() ? EngineAction.ADOPT_SOONER : EngineAction.ADOPT, key);
    return refusal == null
        ? discreet(desk.adopt(adoption, gate.name()))
        : Answer.refused(key, refusal);
  }

  /**
   * {@link Reprieve#report}, as the operation's own action, such as {@code redis:Release}. A
   * rebuild needs it of the new instance, too, or its answer would tell whether that id is taken.
   */
  public Answer report(InstanceKey key, Event event) {
    Refusal refusal = refusal(key, event);
    return refusal == null
        ? engine.report(key, event.askedBy(gate.name()))
        : Answer.refused(key, refusal);
  }

  /** {@link Reprieve#dryRun}, as the operation's own action: it tells what the operation would. */
  public Answer dryRun(InstanceKey key, Event event) {
    Refusal refusal = refusal(key, event);
    return refusal == null
        ? engine.dryRun(key, event.askedBy(gate.name()))
        : Answer.refused(key, refusal);
  }

  /** {@link Reprieve#restoreCheck}, as the operation's own action; nothing else if denied. */
  public RestorePreview restoreCheck(InstanceKey key, Event event) {
    Refusal refusal = refusal(key, event);
    return refusal == null
        ? engine.restoreCheck(key, event.askedBy(gate.name()))
        : new RestorePreview(Answer.refused(key, refusal), Map.of(), Map.of());
  }

  /** {@link Reprieve#reportAll}: each instance has its own answer, and its own check. */
  public List<Answer> reportAll(List<BatchAsk> asks) {
    return asks.stream().map(ask -> report(ask.key(), ask.event())).toList();
  }

  private @Nullable Refusal refusal(InstanceKey key, Event event) {
    Operation operation = event.operation();
    Action action = Action.of(key.product(), operation);
    Refusal refusal = gate.refusal(operation, action, Resource.of(key));
    String newId = event.newId();
    return refusal != null || newId == null || newId.isBlank()
        ? refusal
        : gate.refusal(operation, action, Resource.of(key.withId(newId)));
  }

  /**
   * {@link Reprieve#reportForOwner}, as {@code owner:Arrears} or {@code owner:Settle} on the owner.
   * It reaches every instance, since the fact is the owner's; answers are given for those alone on
   * which the principal may ask the operation.
   *
   * @throws NotAuthorizedException if it is not permitted
   * @throws IllegalArgumentException for any other operation
   */
  public Map<InstanceKey, Answer> reportForOwner(OwnerKey owner, Event event) {
    Operation operation = event.operation();
    gate.demand(operation, Action.of("owner", operation), Resource.of(owner));
    Map<InstanceKey, Answer> shown = new LinkedHashMap<>();
    engine
        .reportForOwner(owner, event.askedBy(gate.name()))
        .forEach(
            (key, answer) -> {
              if (gate.shows(Action.of(key.product(), operation), Resource.of(key))) {
                shown.put(key, answer);
              }
            });
    return shown;
  }

  /** {@link Reprieve#view}, as {@code PRODUCT:Describe}; null if denied. */
  public @Nullable InstanceView view(InstanceKey key) {
    return gate.passes(EngineAction.DESCRIBE, key) ? engine.view(key) : null;
  }

  /** {@link Reprieve#explain}, as {@code PRODUCT:Explain}; null if denied. */
  public @Nullable Explanation explain(InstanceKey key) {
    return gate.passes(EngineAction.EXPLAIN, key) ? engine.explain(key) : null;
  }

  /**
   * {@link Reprieve#list} of what the principal may do {@code PRODUCT:List} on. Pages are as long
   * as they would be if nothing else existed; one that finds little costs a look at everything that
   * the query means.
   */
  public BinPage list(BinQuery query) {
    return reader.list(query, key -> gate.shows(EngineAction.LIST, key));
  }

  /**
   * {@link Reprieve#repin}, as {@code PRODUCT:Repin}; where the purge may come sooner by it, as
   * {@code PRODUCT:RepinSooner}.
   */
  public Answer repin(InstanceKey key, String why, boolean purgeMayComeSooner) {
    Refusal refusal =
        gate.refusal(purgeMayComeSooner ? EngineAction.REPIN_SOONER : EngineAction.REPIN, key);
    return refusal == null
        ? engine.repin(key, gate.name(), why, purgeMayComeSooner)
        : Answer.refused(key, refusal);
  }

  /** {@link Reprieve#snooze}, as {@code PRODUCT:Snooze}. */
  public Answer snooze(InstanceKey key, Instant until, String why) {
    Refusal refusal =
        gate.refusal(
            Operation.SNOOZE, Action.of(key.product(), Operation.SNOOZE), Resource.of(key));
    return refusal == null
        ? engine.snooze(key, until, gate.name(), why)
        : Answer.refused(key, refusal);
  }

  /** {@link Reprieve#setChildren}, as {@code PRODUCT:SetChildren}. */
  public Answer setChildren(InstanceKey key, List<Child> children, String why) {
    Refusal refusal = gate.refusal(EngineAction.SET_CHILDREN, key);
    return refusal == null
        ? engine.setChildren(key, children, gate.name(), why)
        : Answer.refused(key, refusal);
  }

  /** {@link Reprieve#dismiss}, as {@code PRODUCT:DismissEffect}. */
  public Answer dismiss(EffectKey key, String why) {
    Refusal refusal = gate.refusal(EngineAction.DISMISS_EFFECT, key.instance());
    return refusal == null
        ? engine.dismiss(key, gate.name(), why)
        : Answer.refused(key.instance(), refusal);
  }

  /** {@link Reprieve#retry(EffectKey)}, as {@code PRODUCT:RetryEffect}; false if denied. */
  public boolean retry(EffectKey key, String why) {
    return gate.passes(EngineAction.RETRY_EFFECT, key.instance())
        && engine.retry(key, gate.name(), why);
  }

  /** {@link Reprieve#complete}, as {@code PRODUCT:CompleteEffect}; false if denied. */
  public boolean complete(EffectKey key, EffectResult result) {
    return gate.passes(EngineAction.COMPLETE_EFFECT, key.instance())
        && courier.complete(key, result, gate.name());
  }

  /** The rows of {@link Reprieve#setAside} on which {@code PRODUCT:ListSetAside} is permitted. */
  public List<SetAside> setAside() {
    return engine.setAside().stream()
        .filter(aside -> gate.shows(EngineAction.LIST_SET_ASIDE, aside.key()))
        .toList();
  }

  /** {@link Reprieve#takeUpAgain(InstanceKey)}, as {@code PRODUCT:TakeUpAgain}; false if denied. */
  public boolean takeUpAgain(InstanceKey key, String why) {
    return gate.passes(EngineAction.TAKE_UP_AGAIN, key)
        && engine.takeUpAgain(key, gate.name(), why);
  }

  /** The trail of an instance, oldest first, as {@code PRODUCT:ReadAudit}; empty if denied. */
  public List<AuditEntry> audit(InstanceKey key) {
    return gate.passes(EngineAction.READ_AUDIT, key) ? engine.repository().audit(key) : List.of();
  }

  /**
   * {@link Reprieve#reconcile}, as {@code reprieve:Reconcile} on the store: it names every
   * instance.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Reconciliation reconcile(Stream<Observation> seen) {
    gate.demand(EngineAction.RECONCILE);
    return engine.reconcile(seen);
  }

  /**
   * {@link Reprieve#compare}, as {@code reprieve:Compare} on the store: it names every instance.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public Stream<DeadlineDifference> compare(RetentionPolicy candidate) {
    gate.demand(EngineAction.COMPARE);
    return engine.compare(candidate);
  }

  /**
   * {@link Reprieve#anchor}, as {@code reprieve:AnchorAudit} on the store.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public AuditAnchor anchor() {
    gate.demand(EngineAction.ANCHOR_AUDIT);
    return engine.anchor();
  }

  /**
   * {@link Reprieve#verifyAudit}, as {@code reprieve:VerifyAudit} on the store.
   *
   * @throws NotAuthorizedException if it is not permitted
   */
  public AuditReport verifyAudit(AuditAnchor... trusted) {
    gate.demand(EngineAction.VERIFY_AUDIT);
    return engine.verifyAudit(trusted);
  }
}
