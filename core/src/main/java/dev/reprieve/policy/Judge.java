package dev.reprieve.policy;

import static dev.reprieve.model.Instance.RELEASE_PROTECTION;

import dev.reprieve.internal.Plausible;
import dev.reprieve.model.Advice;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first reason to refuse an event, in the order of the rulebook's judging table (section
 * 10): the ten methods below are its ten rows.
 */
final class Judge {
  /** What a product has in common with every other, whatever its tables say. */
  static final Set<Operation> EVERYWHERE =
      Set.of(
          Operation.PROTECT,
          Operation.UNPROTECT,
          Operation.HOLD,
          Operation.UNHOLD,
          Operation.FORGET,
          Operation.SNOOZE,
          Operation.RETRY_PURGE);

  private static final Set<Operation> IN_PURGING =
      Set.of(Operation.HOLD, Operation.UNHOLD, Operation.RETRY_PURGE);

  /** As long as an id or a name may be (OWN-01). */
  private static final int LONGEST_ID = 512;

  private final RetentionPolicy policy;
  private final RetentionTable table;
  private final Instance instance;
  private final Operation operation;
  private final Instant at;
  private final Instant decidedAt;
  private final @Nullable Event event;
  private final IdsInUse ids;

  /**
   * @param event null to ask whether <em>some</em> argument would make the operation permitted
   */
  private Judge(
      RetentionPolicy policy,
      RetentionTable table,
      Instance instance,
      Operation operation,
      Instant at,
      Instant decidedAt,
      @Nullable Event event,
      IdsInUse ids) {
    this.policy = policy;
    this.table = table;
    this.instance = instance;
    this.operation = operation;
    this.at = at;
    this.decidedAt = decidedAt;
    this.event = event;
    this.ids = ids;
  }

  /**
   * The first reason to refuse the event at its own instant, or null.
   *
   * @param decidedAt the instant at which it is decided on
   */
  static @Nullable Refusal refusal(
      RetentionPolicy policy,
      RetentionTable table,
      Instance instance,
      Event event,
      Instant decidedAt,
      IdsInUse ids) {
    return new Judge(policy, table, instance, event.operation(), event.at(), decidedAt, event, ids)
        .judge();
  }

  /** The reason for which no argument would make the operation permitted, or null. */
  static @Nullable Refusal whyNever(
      RetentionPolicy policy,
      RetentionTable table,
      Instance instance,
      Operation operation,
      Instant at) {
    return new Judge(policy, table, instance, operation, at, at, null, IdsInUse.NONE).judge();
  }

  /** Rows 1 and 2, which need no table: the instance is not there yet, or no more. */
  static @Nullable Refusal absence(Instance instance, Operation operation, Instant at) {
    Instant createdAt = instance.createdAt();
    if (createdAt != null && at.isBefore(createdAt)) {
      return Refusal.of(
          RefusalCode.NO_SUCH_INSTANCE,
          operation,
          "SCN-04",
          instance.key() + " is created at " + createdAt + ": at " + at + " it is not there yet");
    }
    if (instance.state() == InstanceState.PURGED) {
      return Refusal.of(
          RefusalCode.PURGED,
          operation,
          "ALL-04",
          instance.key() + " has been purged since " + instance.since() + ": nothing changes that");
    }
    if (instance.state() == InstanceState.FORGOTTEN) {
      return Refusal.of(
          RefusalCode.FORGOTTEN,
          operation,
          "FGT-01",
          instance.key() + " is no longer managed since " + instance.since() + ": adopt it anew");
    }
    return null;
  }

  private @Nullable Refusal judge() {
    Refusal refusal = absence(instance, operation, at);
    refusal = refusal != null ? refusal : forProduct();
    refusal = refusal != null ? refusal : forBilling();
    refusal = refusal != null ? refusal : forArrears();
    refusal = refusal != null ? refusal : forState();
    refusal = refusal != null ? refusal : forProtection();
    refusal = refusal != null ? refusal : forHolds();
    refusal = refusal != null ? refusal : forCompliance();
    refusal = refusal != null ? refusal : forRestrictions();
    refusal = refusal != null ? refusal : forConfirmation();
    refusal = refusal != null ? refusal : forArguments();
    return refusal == null ? null : refusal.advising(advice(policy, instance, operation, at));
  }

  /** The advice that goes with an operation on an instance. */
  static List<Advice> advice(
      RetentionPolicy policy, Instance instance, Operation operation, Instant at) {
    List<Advice> given = new ArrayList<>();
    for (Counsel counsel : policy.counsels()) {
      if (counsel.operation().equals(operation) && counsel.when().holds(instance, at)) {
        given.add(counsel.advice());
      }
    }
    return given;
  }

  /** Row 3. */
  private @Nullable Refusal forProduct() {
    if (!policy.operations().contains(operation)) {
      return refuse(
          RefusalCode.NOT_PERMITTED_FOR_PRODUCT,
          ruleOf(operation),
          policy.id() + " has no " + operation);
    }
    AttributeChange change = policy.changeBy(operation);
    if (change != null && !change.when().holds(instance, at)) {
      return refuse(
          RefusalCode.NOT_PERMITTED_FOR_PRODUCT,
          change.rule(),
          operation + " exists only where " + change.when().describe());
    }
    return null;
  }

  /** Row 4. */
  private @Nullable Refusal forBilling() {
    BillingMode billing = instance.billing();
    boolean permitted = true;
    if (operation.equals(Operation.RENEW)) {
      permitted = billing.isSubscription();
    } else if (operation.equals(Operation.SETTLE) || operation.equals(Operation.ARREARS)) {
      permitted = !billing.isSubscription();
    } else if (operation.equals(Operation.RELEASE)) {
      permitted = policy.releases(instance.profile(), billing);
    } else if (operation.equals(Operation.CHANGE_BILLING_MODE)) {
      permitted = billing.equals(BillingMode.PAY_AS_YOU_GO);
    }
    return permitted
        ? null
        : refuse(
            RefusalCode.NOT_PERMITTED_FOR_BILLING_MODE,
            ruleOf(operation),
            "what is billed by " + billing + " has no " + operation);
  }

  /** Row 5. */
  private @Nullable Refusal forArrears() {
    Instant since = instance.arrearsSince();
    if (operation.equals(Operation.ARREARS) && since != null) {
      return refuse(
          RefusalCode.ALREADY_IN_ARREARS, "OWN-02", "it has been in arrears since " + since);
    }
    if (operation.equals(Operation.SETTLE) && since == null) {
      return refuse(RefusalCode.NOT_IN_ARREARS, "OWN-02", "it is not in arrears");
    }
    return null;
  }

  /** Row 6. */
  private @Nullable Refusal forState() {
    if (operation.equals(Operation.FORGET) && !instance.openRebuilds().isEmpty()) {
      // What creates the new instance is ordered of this one, and would be dropped with it.
      return refuse(
          RefusalCode.NOT_PERMITTED_IN_STATE,
          "ALL-16",
          "a rebuild from it is under way: forget it when that has ended");
    }
    return statePermits()
        ? null
        : refuse(
            RefusalCode.NOT_PERMITTED_IN_STATE,
            ruleOf(operation),
            operation
                + " is not permitted in "
                + instance.state()
                + (statesOf(operation).isEmpty() ? "" : ", only in " + statesOf(operation)));
  }

  private boolean statePermits() {
    InstanceState state = instance.state();
    if (state == InstanceState.PURGING) {
      return IN_PURGING.contains(operation);
    }
    if (operation.equals(Operation.RETRY_PURGE)) {
      return false;
    }
    if (operation.equals(Operation.SNOOZE)) {
      return Snooze.isPossible(instance);
    }
    if (EVERYWHERE.contains(operation)
        || operation.equals(Operation.SETTLE)
        || operation.equals(Operation.ARREARS)
        || policy.changeBy(operation) != null) {
      return true;
    }
    if (operation.equals(Operation.RELEASE)) {
      return state.isLive() && table.handling().release(instance.billing()) != null;
    }
    if (operation.equals(Operation.CHANGE_BILLING_MODE)) {
      return state == InstanceState.RUNNING;
    }
    return table.handling().permission(state, operation) != null;
  }

  /** Row 7. */
  private @Nullable Refusal forProtection() {
    return instance.releaseProtected()
            && (operation.equals(Operation.RELEASE) || operation.equals(Operation.DESTROY))
        ? refuse(
            RefusalCode.RELEASE_PROTECTED,
            "ALL-10",
            "release protection is on: UNPROTECT comes first")
        : null;
  }

  /** Row 8. */
  private @Nullable Refusal forHolds() {
    return instance.holds().anyInForceAt(at) && (purgesAtOnce() || shortensInTheEnd())
        ? refuse(RefusalCode.HELD, "ALL-10", "a hold is in force: " + holdsInForce())
        : null;
  }

  private String holdsInForce() {
    return instance.holds().all().stream()
        .filter(hold -> hold.inForceAt(at))
        .map(Judge::inWords)
        .collect(Collectors.joining(", "));
  }

  private static String inWords(Hold hold) {
    return hold.name() + (hold.until() == null ? " without end" : " until " + hold.until());
  }

  /** Row 8, for the holds themselves: what can be lengthened only is neither cut nor lifted. */
  private @Nullable Refusal forCompliance() {
    boolean lifts = operation.equals(Operation.UNHOLD);
    if (event == null || (!lifts && !operation.equals(Operation.HOLD))) {
      return null;
    }
    String name = event.name() == null && !lifts ? Hold.DEFAULT_NAME : event.name();
    for (Hold hold : instance.holds().all()) {
      // An event may be dated a little ahead of the clock; a hold is not over before its end.
      if (hold.compliance()
          && hold.inForceAt(at.isBefore(decidedAt) ? at : decidedAt)
          && (name == null || name.equals(hold.name()))
          && (lifts || weakens(event, hold))) {
        return refuse(
            RefusalCode.COMPLIANCE_HOLD,
            "ALL-10",
            "the compliance hold "
                + inWords(hold)
                + " can be lengthened, and neither shortened nor lifted");
      }
    }
    return null;
  }

  private static boolean weakens(Event asked, Hold hold) {
    Instant until = asked.until();
    Instant end = hold.until();
    return !asked.compliance() || (until != null && (end == null || until.isBefore(end)));
  }

  private boolean purgesAtOnce() {
    if (operation.equals(Operation.RELEASE)) {
      Release release = table.handling().release(instance.billing());
      return release != null && release.isFinal();
    }
    Permission permission = table.handling().permission(instance.state(), operation);
    return permission != null && permission.to() == Target.PURGED;
  }

  /** Whether a change would give data an end that it does not have now (SCN-14). */
  private boolean shortensInTheEnd() {
    AttributeChange change = policy.changeBy(operation);
    if (change == null || event == null || !isNewValue(change, event.value())) {
      return false;
    }
    return !endsInTheBin(table) && endsInTheBin(policy.tableFor(changed(change, event), at));
  }

  private static boolean endsInTheBin(RetentionTable table) {
    return table.indexOf(InstanceState.PURGED) >= 0;
  }

  private Instance changed(AttributeChange change, Event by) {
    String value = by.value() == null ? "" : by.value();
    return instance.toBuilder()
        .attributes(instance.attributes().withText(change.key().name(), value))
        .build();
  }

  private boolean isNewValue(AttributeChange change, @Nullable String value) {
    return value != null
        && change.key().accepts(value)
        && !value.equals(instance.attributes().text(change.key().name()));
  }

  /** Row 9, the policy's own reasons. */
  private @Nullable Refusal forRestrictions() {
    for (Restriction restriction : policy.restrictions()) {
      if (restriction.operation().equals(operation) && restriction.when().holds(instance, at)) {
        Refusal refusal = refuse(restriction.code(), restriction.rule(), restriction.why());
        return withPermittedFrom(refusal, ageAwaited(restriction.when()));
      }
    }
    if (operation.equals(Operation.CHANGE_BILLING_MODE) && instance.arrearsSince() != null) {
      return refuse(RefusalCode.IN_ARREARS, "BIL-01", "the arrears must be settled first");
    }
    return null;
  }

  /** Row 9, its last reason. */
  private @Nullable Refusal forConfirmation() {
    return event != null
            && !event.confirm()
            && operation.equals(Operation.RELEASE)
            && purgesAtOnce()
        ? refuse(
            RefusalCode.CONFIRMATION_REQUIRED,
            "ALL-17",
            "this release is final, nothing goes to the bin: it needs confirm")
        : null;
  }

  /** Row 10. */
  private @Nullable Refusal forArguments() {
    if (event == null) {
      return null;
    }
    if (operation.equals(Operation.REBUILD)) {
      return forRebuild(event);
    }
    if (operation.equals(Operation.RENEW) || operation.equals(Operation.CHANGE_BILLING_MODE)) {
      return forNewTerm(event);
    }
    if (operation.equals(Operation.HOLD)) {
      return forHold(event);
    }
    AttributeChange change = policy.changeBy(operation);
    if (change != null && (event.value() == null || !change.key().accepts(event.value()))) {
      return invalid("value is " + event.value() + ": expected " + change.key().expected());
    }
    return null;
  }

  private @Nullable Refusal forHold(Event hold) {
    String name = hold.name();
    if (name != null && !isId(name)) {
      return invalid("name is neither blank nor longer than " + LONGEST_ID + " characters");
    }
    if (hold.compliance() && Hold.LATE_PAYMENT.equals(name)) {
      return invalid("a compliance hold is not named " + name + ": late payments set that one");
    }
    Instant until = hold.until();
    return until == null || until.isAfter(at)
        ? null
        : invalid("until " + until + " is not after the event");
  }

  private static boolean isId(String text) {
    return !text.isBlank() && text.length() <= LONGEST_ID;
  }

  private @Nullable Refusal forRebuild(Event rebuild) {
    String newId = rebuild.newId();
    if (newId != null && isId(newId) && ids.contains(instance.key().withId(newId))) {
      return refuse(RefusalCode.ID_IN_USE, "SCN-11", "the id " + newId + " is in use");
    }
    if (newId == null || !isId(newId)) {
      return invalid(
          "newId is missing or longer than " + LONGEST_ID + ": the id of the new instance");
    }
    if (instance.billing().isSubscription()) {
      Instant until = rebuild.until();
      if (until == null || !until.isAfter(at)) {
        return invalid("until is " + until + ": the new subscription needs an end after the event");
      }
      if (!Plausible.isInstant(until)) {
        return invalid("until is " + until + ": " + Plausible.EXPECTED);
      }
    }
    String protection = rebuild.overrides().text(RELEASE_PROTECTION.name());
    if (protection != null && !RELEASE_PROTECTION.accepts(protection)) {
      return invalid(
          RELEASE_PROTECTION + " is " + protection + ": expected " + RELEASE_PROTECTION.expected());
    }
    Attributes attributes = instance.attributes().overlaidBy(rebuild.overrides());
    List<AttributeProblem> problems = AttributeProblem.find(policy, instance.billing(), attributes);
    return problems.isEmpty()
        ? null
        : invalid(
            problems.stream().map(AttributeProblem::message).collect(Collectors.joining("; ")));
  }

  private @Nullable Refusal forNewTerm(Event renewal) {
    Instant until = renewal.until();
    if (until == null) {
      return invalid("until is missing: the end of the new term");
    }
    if (!until.isAfter(at)) {
      return invalid("until " + until + " is not after the event");
    }
    if (!Plausible.isInstant(until)) {
      return invalid("until is " + until + ": " + Plausible.EXPECTED);
    }
    Instant end = instance.expiresAt();
    if (end != null && end.isAfter(at) && !until.isAfter(end)) {
      return invalid("until " + until + " is not after " + end + ", where the term ends already");
    }
    return null;
  }

  private Refusal invalid(String why) {
    return refuse(RefusalCode.INVALID_ARGUMENT, ruleOf(operation), why);
  }

  private Refusal refuse(RefusalCode code, String rule, String why) {
    return Refusal.of(
        code,
        operation,
        rule,
        operation
            + " of "
            + instance.key()
            + " ("
            + instance.state()
            + ") at "
            + at
            + " is refused: "
            + why);
  }

  /** The rule that the table gives for an operation anywhere, for what it does not permit here. */
  private String ruleOf(Operation asked) {
    if (asked.equals(Operation.FORGET)) {
      return "FGT-01";
    }
    if (asked.equals(Operation.RETRY_PURGE)) {
      return "SAF-15";
    }
    if (asked.equals(Operation.SNOOZE)) {
      return Snooze.RULE;
    }
    if (EVERYWHERE.contains(asked)) {
      return "ALL-10";
    }
    for (Permission permission : table.handling().permissions()) {
      if (permission.operation().equals(asked)) {
        return permission.rule();
      }
    }
    if (asked.equals(Operation.RELEASE)) {
      return releaseRule();
    }
    if (asked.equals(Operation.CHANGE_BILLING_MODE)) {
      return "BIL-01";
    }
    return table.stages().isEmpty() ? "OWN-02" : table.stages().get(0).rule();
  }

  private String releaseRule() {
    Handling handling = table.handling();
    String none = handling.noReleaseRule();
    if (none != null) {
      return none;
    }
    return handling.releases().isEmpty() ? "SCN-10" : handling.releases().get(0).rule();
  }

  private List<InstanceState> statesOf(Operation asked) {
    if (asked.equals(Operation.RELEASE)) {
      return List.of(InstanceState.RUNNING, InstanceState.STOPPED);
    }
    return table.handling().permissions().stream()
        .filter(permission -> permission.operation().equals(asked))
        .map(Permission::in)
        .sorted()
        .toList();
  }

  /** The age for which a restriction waits and which only time can cure, or null. */
  private static @Nullable Duration ageAwaited(Condition condition) {
    if (condition instanceof Condition.Not not
        && not.condition() instanceof Condition.OlderThan older) {
      return older.age();
    }
    if (condition instanceof Condition.AllOf all) {
      return all.conditions().stream()
          .map(Judge::ageAwaited)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    return null;
  }

  private Refusal withPermittedFrom(Refusal refusal, @Nullable Duration age) {
    Instant createdAt = instance.createdAt();
    if (age == null || createdAt == null) {
      return refusal;
    }
    Instant from = createdAt.plus(age);
    return new Refusal(
        refusal.code(),
        refusal.operation(),
        refusal.rule(),
        refusal.message() + "; it is permitted after " + from,
        from,
        refusal.missed(),
        refusal.advice());
  }
}
