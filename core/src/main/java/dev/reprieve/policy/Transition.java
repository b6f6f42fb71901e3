package dev.reprieve.policy;

import static dev.reprieve.model.Instance.RELEASE_PROTECTION;

import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Child;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.NoticeMark;
import dev.reprieve.model.Operation;
import dev.reprieve.model.PurgeProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one accepted step on a snapshot: the next state, its clock, and the effects. Whether
 * the step may be taken was decided before.
 */
final class Transition {
  private static final List<EffectType> TELL = List.of(EffectType.NOTIFY_OWNER);

  private final Interpreter.Settings settings;
  private final RetentionPolicy policy;
  private final RetentionTable table;
  private final Handling handling;
  private final Instance instance;
  private final Instant moment;
  private final ClockReading clock;

  /**
   * @param moment what is recorded as the instant of the step
   * @param clock from which what the step promises is counted, where that is later
   */
  Transition(
      Interpreter.Settings settings,
      RetentionPolicy policy,
      RetentionTable table,
      Instance instance,
      Instant moment,
      ClockReading clock) {
    this.settings = settings;
    this.policy = policy;
    this.table = table;
    this.handling = table.handling();
    this.instance = instance;
    this.moment = moment;
    this.clock = clock;
  }

  /** Where a promised span begins: with the step, or later if the clock lags. */
  private Instant counted() {
    return clock.lags() ? later(moment, clock.counted()) : moment;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** What the row says of it already, or this where it is later. */
  private Instant notSooner(Instant notBefore) {
    Instant before = instance.purgeNotBefore();
    return before == null ? notBefore : later(before, notBefore);
  }

  /** The step that a permitted event makes. */
  Decision by(Event event) {
    Operation operation = event.operation();
    if (operation.equals(Operation.RENEW)) {
      return renew(event);
    }
    if (operation.equals(Operation.SETTLE)) {
      return settle(event);
    }
    if (operation.equals(Operation.ARREARS)) {
      return arrears(event);
    }
    if (operation.equals(Operation.RELEASE)) {
      return release(event);
    }
    if (operation.equals(Operation.REBUILD)) {
      return rebuild(event);
    }
    if (operation.equals(Operation.CHANGE_BILLING_MODE)) {
      return changeBilling(event);
    }
    AttributeChange change = policy.changeBy(operation);
    if (change != null) {
      return changeAttribute(event, change);
    }
    Instance.@Nullable Builder fact = fact(event);
    if (fact != null) {
      return step(event, "ALL-10", List.of(), fact);
    }
    if (operation.equals(Operation.FORGET)) {
      return step(event, "FGT-01", List.of(), moved(event, InstanceState.FORGOTTEN).deadline(null));
    }
    if (operation.equals(Operation.SNOOZE)) {
      Instant until = event.until();
      return step(
          event,
          Snooze.RULE,
          List.of(),
          next().purgeNotBefore(until == null ? null : clock.later(until)));
    }
    if (operation.equals(Operation.RETRY_PURGE)) {
      return step(event, "SAF-15", List.of(), next().purge(new PurgeProgress(0, null, moment)));
    }
    return permitted(event);
  }

  /** The step that time makes: auto-renewal, expiry, the next stage, or the purge. */
  Decision byTime(Instant dueAt) {
    // Ahead of the expiry or not at all (RED-10): what comes by later goes on to the expiry.
    boolean renews = instance.autoRenewAt() != null && moment.isBefore(deadline().at());
    return renews
        ? tryAutoRenewal(dueAt)
        : byDeadline(dueAt.isBefore(deadline().at()) ? deadline().at() : dueAt);
  }

  /**
   * The step that tells the owner of a purge. One that comes late moves the purge: nobody is told
   * "in a day" an hour before (SAF-04).
   */
  Decision notice(Notices.Notice notice) {
    Instant after = Microseconds.after(counted(), notice.offset());
    boolean late = after.isAfter(notice.purgeAt());
    Instant purgeAt = late ? after : notice.purgeAt();
    Instance.Builder told = next().noticeMark(new NoticeMark(purgeAt, notice.offset(), true));
    return decision(
        Cause.NOTICE,
        notice.dueAt(),
        Notices.RULE,
        TELL,
        late ? told.purgeNotBefore(purgeAt) : told,
        Map.of("notice", notice.offset().toString(), "purgeAt", purgeAt.toString()),
        null);
  }

  /** The step that the deadline makes: expiry, the next stage, or the purge. */
  Decision byDeadline(Instant dueAt) {
    Deadline deadline = deadline();
    if (deadline.purges()) {
      return purge(Cause.DEADLINE, dueAt, deadline.rule(), Map.of());
    }
    if (deadline.cause().equals(Cause.EXPIRY)) {
      return unpaidFrom(Cause.EXPIRY, deadline.at(), deadline.at(), next());
    }
    int index = table.indexOf(deadline.to());
    if (index < 0) {
      throw new IllegalStateException(
          instance
              + " is due to become "
              + deadline.to()
              + ", which table \""
              + table.name()
              + "\" does not have");
    }
    return enter(Cause.DEADLINE, index, deadline.at(), dueAt, next());
  }

  private Deadline deadline() {
    Deadline deadline = instance.deadline();
    if (deadline == null) {
      throw new IllegalStateException(instance + " has no deadline that could have passed");
    }
    return deadline;
  }

  /** The state that passing a deadline reaches: what the table says of an expiry. */
  static InstanceState reachedBy(Deadline deadline, RetentionTable table, Instance instance) {
    if (!deadline.cause().equals(Cause.EXPIRY)) {
      return deadline.to();
    }
    InstanceState first = table.stages().get(0).state();
    return first == InstanceState.RUNNING ? instance.state() : first;
  }

  /** The snapshot with the deadline that the end of its term sets. */
  Instance withTerm(Instance begun) {
    return term(begun.toBuilder(), begun.expiresAt()).build();
  }

  // Paying.

  private Decision renew(Event event) {
    Permission permission = permission(event.operation());
    Instance.Builder after = backFrom(permission, event).expiresAt(event.until());
    return step(event, permission.rule(), permission.effects(), term(after, event.until()));
  }

  private Decision settle(Event event) {
    @Nullable Permission permission = handling.permission(instance.state(), Operation.SETTLE);
    String rule = permission == null ? "OWN-02" : permission.rule();
    if (permission == null && instance.state() == InstanceState.LOCKED) {
      // Whatever a table forgot to say: paying brings back what is locked (SCN-12).
      Instance.Builder back =
          moved(event, instance.stateBeforeLock()).arrearsSince(null).deadline(null);
      return step(event, rule, unlocking(), back);
    }
    if (instance.state() == InstanceState.RETAINED || permission == null) {
      Instance.Builder after = next().arrearsSince(null);
      if (instance.state().isLive()) {
        after.deadline(null);
      }
      return step(event, rule, List.of(), after);
    }
    Instance.Builder after = backFrom(permission, event).arrearsSince(null).deadline(null);
    return step(event, rule, permission.effects(), after);
  }

  /** The opposite of what entering the lock did. */
  private List<EffectType> unlocking() {
    List<EffectType> entered = handling.effectsOfEntering(InstanceState.LOCKED);
    List<EffectType> undone = new ArrayList<>(2);
    if (entered.contains(EffectType.SUSPEND_BILLING)) {
      undone.add(EffectType.RESUME_BILLING);
    }
    if (entered.contains(EffectType.LOCK_ACCESS)) {
      undone.add(EffectType.UNLOCK_ACCESS);
    }
    return undone;
  }

  private Instance.Builder backFrom(Permission permission, Event event) {
    return moved(event, reach(permission));
  }

  private Decision tryAutoRenewal(Instant dueAt) {
    AutoRenewal rule = autoRenewal(instance);
    return decision(
        Cause.AUTO_RENEWAL,
        dueAt,
        rule == null ? "RED-10" : rule.rule(),
        List.of(EffectType.TRY_AUTO_RENEW),
        next().autoRenewAt(null),
        Map.of(),
        Operation.RENEW);
  }

  private Instance.Builder term(Instance.Builder after, @Nullable Instant until) {
    if (until == null || !instance.billing().isSubscription() || table.stages().isEmpty()) {
      return after.deadline(null).autoRenewAt(null);
    }
    Duration latest = policy.latestPurge(instance.profile());
    if (clock.lags() && latest != null) {
      // A term that was reckoned by this clock ends early by its lag. It is what was said, and
      // stands; what lies at its end cannot be undone, and does not come early with it, whichever
      // table rules by then. Nor does what was promised already and still stands.
      Instant last = Microseconds.after(clock.later(until), latest);
      Instant promised = after.build().purgeNotBefore();
      after.purgeNotBefore(promised == null ? last : later(promised, last));
    }
    Stage first = table.stages().get(0);
    after.deadline(new Deadline(until, false, Cause.EXPIRY, first.state(), first.rule()));
    AutoRenewal renewal = settings.autoRenewal() ? autoRenewal(instance) : null;
    return after.autoRenewAt(
        renewal == null ? null : Microseconds.after(until, renewal.lead().negated()));
  }

  private @Nullable AutoRenewal autoRenewal(Instance of) {
    for (AutoRenewal renewal : policy.autoRenewals()) {
      if (renewal.when().holds(of, moment)) {
        return renewal;
      }
    }
    return null;
  }

  private Decision changeBilling(Event event) {
    Instance.Builder after =
        next().billing(BillingMode.SUBSCRIPTION).expiresAt(event.until()).deadline(null);
    Instance subscribed = after.build();
    RetentionTable ruling = policy.tableFor(subscribed, moment);
    Transition asSubscription = new Transition(settings, policy, ruling, subscribed, moment, clock);
    return step(event, "BIL-01", List.of(), asSubscription.term(after, event.until()));
  }

  // Not paying.

  private Decision arrears(Event event) {
    Instance.Builder after = next().arrearsSince(event.at());
    if (!instance.state().isLive()) {
      return step(event, "SCN-13", List.of(), after);
    }
    if (table.stages().isEmpty()) {
      return step(event, String.valueOf(handling.arrearsRule()), TELL, after);
    }
    return unpaidFrom(Cause.of(Operation.ARREARS), clock.later(event.at()), event.at(), after);
  }

  /** The first stage, which begins at T. */
  private Decision unpaidFrom(Cause cause, Instant t, Instant dueAt, Instance.Builder after) {
    return enter(cause, 0, t, dueAt, after.autoRenewAt(null));
  }

  /**
   * Enters a stage.
   *
   * @param nominal the instant from which the stage counts by the table
   */
  private Decision enter(
      Cause cause, int index, Instant nominal, Instant dueAt, Instance.Builder after) {
    Stage stage = table.stages().get(index);
    boolean runsOn = stage.state() == InstanceState.RUNNING;
    if (!runsOn) {
      after.moveTo(stage.state(), cause, moment);
    }
    // A stage that still runs counts from T. A promised span is served in full, from when the
    // stage was carried out (ALL-14).
    @Nullable Stage following = table.after(index);
    // A lock that ends in the purge is the last that anybody has, and no host cuts it short.
    boolean endsInPurge = following != null && following.state() == InstanceState.PURGED;
    boolean shortLock =
        stage.state() == InstanceState.LOCKED && !settings.servesLockInFull() && !endsInPurge;
    Instant from = runsOn || shortLock ? nominal : later(nominal, counted());
    after.deadline(
        following == null
            ? null
            : new Deadline(
                Microseconds.after(from, following.after().minus(stage.after())),
                following.moreThan(),
                Cause.DEADLINE,
                following.state(),
                following.rule()));
    List<EffectType> effects = runsOn ? TELL : handling.effectsOfEntering(stage.state());
    return decision(cause, dueAt, stage.rule(), effects, after, Map.of(), null);
  }

  // Leaving for the bin, and beyond.

  private Decision release(Event event) {
    Release release = handling.release(instance.billing());
    if (release == null) {
      throw new IllegalStateException(instance + " has no release");
    }
    Cause cause = Cause.of(Operation.RELEASE);
    if (release.isFinal()) {
      return purge(cause, event.at(), release.rule(), Map.of());
    }
    @Nullable Duration kept = release.kept();
    Instance.Builder after =
        moved(event, InstanceState.RETAINED)
            .autoRenewAt(null)
            .deadline(
                kept == null
                    ? null
                    : new Deadline(
                        Microseconds.after(counted(), kept),
                        release.moreThan(),
                        Cause.DEADLINE,
                        InstanceState.PURGED,
                        release.endRule()));
    return step(event, release.rule(), handling.effectsOfEntering(InstanceState.RETAINED), after);
  }

  private Decision purge(Cause cause, Instant dueAt, String rule, Map<String, String> details) {
    Instance.Builder after =
        next()
            .moveTo(InstanceState.PURGING, cause, moment)
            .deadline(null)
            .autoRenewAt(null)
            .purgeNotBefore(null)
            .purge(PurgeProgress.BEGUN);
    return decision(
        cause,
        dueAt,
        rule,
        handling.purgeFrom(instance.state()),
        after,
        details,
        new Operation(cause.name()));
  }

  private Decision rebuild(Event event) {
    Permission permission = permission(event.operation());
    Map<String, String> lost = lostBy(event.operation());
    String newId = String.valueOf(event.newId());
    Map<String, String> details = new TreeMap<>();
    details.put("newId", newId);
    event.overrides().asTexts().forEach((name, text) -> details.put("override." + name, text));
    if (!lost.isEmpty()) {
      details.put("toConfigure", String.join(",", lost.keySet()));
    }
    if (!policy.hostCarries().isEmpty()) {
      details.put("carryOver", String.join(",", policy.hostCarries()));
    }
    Instance.Builder source = next();
    int ordinal = lastOfRebuild(permission);
    if (ordinal >= 0) {
      List<EffectKey> open = new ArrayList<>(instance.openRebuilds());
      open.add(new EffectKey(instance.key(), instance.version() + 1, ordinal));
      source.openRebuilds(open);
    }
    Decision own =
        decision(
            Cause.of(event.operation()),
            event.at(),
            permission.rule(),
            permission.effects(),
            source,
            details,
            event.operation());
    return own.with(rebuilt(event, newId, permission.rule(), lost), lost);
  }

  /**
   * The place of the effect that confirms a rebuild: the creation, or whatever a table has in its
   * place and last. -1 where a rebuild does nothing outside.
   */
  private int lastOfRebuild(Permission permission) {
    List<EffectType> ordered =
        permission.effects().stream().filter(type -> !leftToOthers(type)).toList();
    int creation = ordered.indexOf(EffectType.CREATE_INSTANCE);
    return creation >= 0 ? creation : ordered.size() - 1;
  }

  private Decision rebuilt(Event event, String newId, String rule, Map<String, String> lost) {
    Attributes attributes = instance.attributes();
    for (String name : lost.keySet()) {
      attributes = attributes.without(name);
    }
    Instance fresh =
        Instance.builder()
            .key(instance.key().withId(newId))
            .owner(instance.owner())
            .policy(policy.ref())
            .profile(instance.profile())
            .billing(instance.billing())
            .attributes(attributes.overlaidBy(event.overrides()).without(RELEASE_PROTECTION.name()))
            .releaseProtected(Boolean.TRUE.equals(event.overrides().get(RELEASE_PROTECTION)))
            .createdAt(event.at())
            .expiresAt(instance.billing().isSubscription() ? event.until() : null)
            .state(InstanceState.RUNNING, moment)
            .recordedAt(moment)
            .build();
    Transition asNew =
        new Transition(settings, policy, policy.tableFor(fresh, moment), fresh, moment, clock);
    return new Decision(
        null,
        asNew.withTerm(fresh),
        Cause.of(event.operation()),
        event.at(),
        moment,
        rule,
        table.name() + ": rebuilt",
        List.of(),
        null,
        lost,
        List.of());
  }

  // Facts and the rest.

  private Decision changeAttribute(Event event, AttributeChange change) {
    String value = String.valueOf(event.value());
    boolean same = value.equals(instance.attributes().text(change.key().name()));
    Instance.Builder after =
        next().attributes(instance.attributes().withText(change.key().name(), value));
    if (!same) {
      RetentionTable ruling = policy.tableFor(after.build(), moment);
      if (instance.state() == InstanceState.RETAINED) {
        boolean ends = ruling.indexOf(InstanceState.PURGED) >= 0;
        after.deadline(ends ? notSooner(change) : null);
      } else if (purgesOtherwise(ruling)) {
        after = withoutPurge(ruling, after.deadline(null).build()).toBuilder();
      }
    }
    return step(event, change.rule(), List.of(), after);
  }

  /** Whether a purge is ahead that the table does not know of from here, as one that was asked. */
  private boolean purgesOtherwise(RetentionTable ruling) {
    Deadline deadline = instance.deadline();
    int index = ruling.indexOf(instance.state());
    Stage following = index < 0 || instance.state().isLive() ? null : ruling.after(index);
    return deadline != null
        && deadline.purges()
        && (following == null || following.state() != InstanceState.PURGED);
  }

  /**
   * Another value takes back a purge that waits still, as it does in the bin: what it keeps is not
   * destroyed by what was asked before. The stage has its full span from now.
   */
  private Instance withoutPurge(RetentionTable ruling, Instance changed) {
    return new Adopter(ruling, changed, changed.since(), null, false, counted())
        .adopt(new Transition(settings, policy, ruling, changed, moment, clock));
  }

  /** An end in the bin that did not stand before: at least the notice from the change. */
  private Deadline notSooner(AttributeChange change) {
    Instant at = Microseconds.after(counted(), change.noticeInBin());
    @Nullable Deadline old = instance.deadline();
    return old != null && old.at().isAfter(at)
        ? old
        : new Deadline(at, false, Cause.DEADLINE, InstanceState.PURGED, change.rule());
  }

  private Instance.@Nullable Builder fact(Event event) {
    Operation operation = event.operation();
    if (operation.equals(Operation.PROTECT) || operation.equals(Operation.UNPROTECT)) {
      return next().releaseProtected(operation.equals(Operation.PROTECT));
    }
    if (operation.equals(Operation.HOLD)) {
      return heldBy(instance.holds().with(asked(event)), event.until());
    }
    return operation.equals(Operation.UNHOLD)
        ? heldBy(instance.holds().without(event.name()), null)
        : null;
  }

  /** The hold that an event asks for. */
  static Hold asked(Event event) {
    String name = event.name() == null ? Hold.DEFAULT_NAME : event.name();
    return new Hold(name, event.until(), event.by(), event.why(), event.compliance());
  }

  /**
   * Under other holds. What one that is lifted or replaced has held back beyond a purge's deadline,
   * or after the purge began, keeps its grace (SAF-17): it ends now, or ended when it said.
   *
   * @param until the end of a new one, or null
   */
  private Instance.Builder heldBy(Holds holds, @Nullable Instant until) {
    @Nullable Instant notBefore =
        until != null && clock.lags() ? notSooner(clock.later(until)) : instance.purgeNotBefore();
    Instance.Builder after = next().holds(holds).purgeNotBefore(notBefore);
    if (settings.holdGrace().isZero()) {
      return after;
    }
    for (Hold gone : instance.holds().all()) {
      Instant end = gone.until();
      Instant ended = end == null || end.isAfter(moment) ? counted() : end;
      if (!holds.all().contains(gone) && heldPurgeBack(ended)) {
        Instant grace = Microseconds.after(ended, settings.holdGrace());
        notBefore = notBefore == null || grace.isAfter(notBefore) ? grace : notBefore;
      }
    }
    return after.purgeNotBefore(notBefore);
  }

  /** Whether what ended then held back a purge that was overdue, or has begun. */
  private boolean heldPurgeBack(Instant ended) {
    if (instance.state() == InstanceState.PURGING) {
      return ended.isAfter(instance.since());
    }
    @Nullable Deadline deadline = instance.deadline();
    return deadline != null && deadline.purges() && ended.isAfter(deadline.at());
  }

  private Decision permitted(Event event) {
    Permission permission = permission(event.operation());
    InstanceState to = reach(permission);
    if (to == InstanceState.PURGED) {
      return purge(Cause.of(event.operation()), event.at(), permission.rule(), Map.of());
    }
    Map<String, String> lost = lostBy(event.operation());
    Instance.Builder after = moved(event, to);
    if (instance.state().isInBin() && to.isLive()) {
      // It came back: every clock starts afresh (ALL-11), and one that has run out sets none.
      // Arrears stay a fact (SCN-13).
      Instant end = instance.expiresAt();
      after.purgeNotBefore(null);
      term(after, end != null && end.isAfter(moment) ? end : null);
    }
    Attributes attributes = instance.attributes();
    for (String name : lost.keySet()) {
      attributes = attributes.without(name);
    }
    Decision own =
        step(event, permission.rule(), permission.effects(), after.attributes(attributes));
    return own.with(null, lost);
  }

  private Map<String, String> lostBy(Operation operation) {
    Map<String, String> lost = new TreeMap<>();
    for (NotCarried line : policy.notCarried()) {
      AttributeKey<?> key = line.key();
      String text = instance.attributes().text(key.name());
      if (line.operation().equals(operation) && text != null && !text.isEmpty()) {
        lost.put(key.name(), text);
      }
    }
    return lost;
  }

  private Permission permission(Operation operation) {
    Permission permission = handling.permission(instance.state(), operation);
    if (permission == null) {
      throw new IllegalStateException(instance + " does not permit " + operation);
    }
    return permission;
  }

  private InstanceState reach(Permission permission) {
    @Nullable Target target = permission.to();
    if (target == null) {
      throw new IllegalStateException(permission.operation() + " leads nowhere");
    }
    return target.reach(instance.state(), instance.stateBeforeLock());
  }

  private Instance.Builder next() {
    return instance.toBuilder()
        .policy(policy.ref())
        .version(instance.version() + 1)
        .recordedAt(moment);
  }

  private Instance.Builder moved(Event event, InstanceState to) {
    return next().moveTo(to, Cause.of(event.operation()), moment);
  }

  private Decision step(
      Event event, String rule, List<EffectType> effects, Instance.Builder after) {
    return decision(
        Cause.of(event.operation()), event.at(), rule, effects, after, Map.of(), event.operation());
  }

  private Decision decision(
      Cause cause,
      Instant dueAt,
      String rule,
      List<EffectType> effects,
      Instance.Builder after,
      Map<String, String> details,
      @Nullable Operation operation) {
    boolean tells = effects.contains(EffectType.NOTIFY_OWNER);
    Instance next = new Notices(settings).armed(after.build(), moment, tells);
    List<Effect> ordered = new ArrayList<>(effects.size());
    boolean childrenGo =
        next.state() == InstanceState.PURGING && instance.state() != InstanceState.PURGING;
    for (EffectType type : effects) {
      if (childrenGo && type.destructive()) {
        order(ordered, next, rule);
        childrenGo = false;
      }
      if (!leftToOthers(type)) {
        ordered.add(new Effect(key(next, ordered), type, rule, moment, details));
      }
    }
    if (childrenGo) {
      order(ordered, next, rule);
    }
    return new Decision(
        instance,
        next,
        cause,
        dueAt,
        moment,
        rule,
        table.name() + ": " + instance.state() + " to " + next.state() + " by " + cause,
        ordered,
        null,
        Map.of(),
        operation == null ? List.of() : Judge.advice(policy, instance, operation, moment));
  }

  /** What goes with the instance goes before the first thing that is destroyed of it (SAF-19). */
  private void order(List<Effect> ordered, Instance next, String rule) {
    for (Child child : instance.children()) {
      ordered.add(
          new Effect(
              key(next, ordered),
              EffectType.DELETE_CHILD,
              rule,
              moment,
              Map.of("kind", child.kind(), "id", child.id())));
    }
  }

  private EffectKey key(Instance next, List<Effect> ordered) {
    return new EffectKey(instance.key(), next.version(), ordered.size());
  }

  /** What somebody else has locked is neither locked nor unlocked by us (ADO-03). */
  private boolean leftToOthers(EffectType type) {
    return instance.lockedByOthers() != null
        && (type.equals(EffectType.LOCK_ACCESS) || type.equals(EffectType.UNLOCK_ACCESS));
  }
}
