package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Child;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RowChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the engines and the store, sees every commit that was really written, and holds
 * each against the model. What it finds is a {@link Breach}.
 */
final class Oracle {
  private final Ruling ruling;
  private final Plan plan;
  private final Principals principals;
  private final Interpreter.Settings settings;
  private final Watch watch;
  private final Letters letters;
  private final Counts counts;
  private final Map<InstanceKey, Ledger> ledgers = new TreeMap<>();

  Oracle(
      Plan plan,
      Ruling ruling,
      Principals principals,
      Interpreter.Settings settings,
      Watch watch,
      Letters letters,
      Counts counts) {
    this.plan = plan;
    this.ruling = ruling;
    this.principals = principals;
    this.settings = settings;
    this.watch = watch;
    this.letters = letters;
    this.counts = counts;
  }

  Watch watch() {
    return watch;
  }

  Ledger ledger(InstanceKey key) {
    return ledgers.computeIfAbsent(key, fresh -> new Ledger(fresh, settings));
  }

  /** Every instance that was ever written, in the order of keys. */
  Iterable<Ledger> ledgers() {
    return ledgers.values();
  }

  /** A lease that was written before the clock was put may be a wrong clock's (SAF-15). */
  void clockWasPut() {
    for (Ledger ledger : ledgers.values()) {
      ledger.open().forEach(Order::doubtLease);
    }
  }

  /** An effect that was ordered, or null. */
  @Nullable Order order(EffectKey key) {
    return ledger(key.instance()).order(key);
  }

  /**
   * A commit was written.
   *
   * @param worker whose
   * @param moment when
   */
  void committed(Commit commit, Worker worker, Moment moment) {
    counts.commits++;
    for (RowChange change : commit.rows()) {
      asExpected(change);
    }
    for (Effect effect : commit.effects()) {
      decided(effect, commit);
    }
    for (EffectChange change : commit.effectChanges()) {
      change(change, commit, moment.reading());
    }
    for (RowChange change : commit.rows()) {
      written(change.next(), commit, worker, moment);
    }
    for (AuditEntry line : commit.audit()) {
      InstanceKey key = line.key();
      if (key != null) {
        ledger(key).trail().add(line);
      }
    }
    remembered(commit);
    for (RowChange change : commit.rows()) {
      ended(change.next());
    }
  }

  private static void decided(Effect effect, Commit commit) {
    for (RowChange change : commit.rows()) {
      if (change.next().key().equals(effect.key().instance())) {
        return;
      }
    }
    throw new Breach("effects were ordered apart from their decision", effect.toString());
  }

  private void asExpected(RowChange change) {
    Instance before = ledger(change.next().key()).row();
    long version = before == null ? RowChange.ABSENT : before.version();
    if (change.expectedVersion() != version) {
      throw new Breach(
          "a row was overwritten that had changed",
          before + " by " + change.next() + ", which expected " + change.expectedVersion());
    }
    if (before != null && change.next().recordedAt().isBefore(before.recordedAt())) {
      throw new Breach("time goes back", before.recordedAt() + ", then " + change.next());
    }
    if (before != null && before.state() == InstanceState.PURGED) {
      throw new Breach("something happens to what was purged", String.valueOf(change.next()));
    }
  }

  private void written(Instance next, Commit commit, Worker worker, Moment moment) {
    Ledger ledger = ledger(next.key());
    @Nullable Instance before = ledger.row();
    List<AuditEntry> lines = new ArrayList<>(2);
    for (AuditEntry line : commit.audit()) {
      if (next.key().equals(line.key()) && line.kind() == AuditEntry.Kind.DECISION) {
        lines.add(line);
      }
    }
    boolean begins = before == null || before.state() == InstanceState.FORGOTTEN;
    boolean repinned = !lines.isEmpty() && lines.get(0).cause().equals("REPIN");
    RetentionPolicy policy = ruling.of(begins ? null : before, next, repinned, worker.policies());
    if (before == null || begins) {
      Instance begun = begun(next, lines);
      begins(ledger, begun, policy, worker, moment);
      if (lines.size() > 1) {
        leads(ledger, begun, next, lines.subList(1, lines.size()), policy, worker, moment);
      }
    } else {
      leads(ledger, before, next, lines, policy, worker, moment);
      if (lines.isEmpty()) {
        withoutDecision(ledger, before, next, commit);
      }
    }
    ledger.write(next);
    order(ledger, next, lines, commit);
    ledger.course().compare(next);
    if (!next.children().equals(ledger.children())) {
      throw new Breach("what goes with an instance is not what was said", next.toString());
    }
  }

  /** How it began, before its owner's arrears made more of it in the same breath (OWN-02). */
  private static Instance begun(Instance next, List<AuditEntry> lines) {
    if (lines.isEmpty() || lines.get(0).from() != null) {
      throw new Breach("the trail lacks a beginning", next + ": " + lines);
    }
    AuditEntry first = lines.get(0);
    return lines.size() == 1
        ? next
        : next.toBuilder()
            .state(Objects.requireNonNull(first.to()), first.at())
            .arrearsSince(null)
            .version(first.version())
            .build();
  }

  private void leads(
      Ledger ledger,
      Instance before,
      Instance next,
      List<AuditEntry> lines,
      RetentionPolicy policy,
      Worker worker,
      Moment moment) {
    follows(before, next, lines);
    @Nullable Event letter = letterOf(lines, before);
    if (letter != null) {
      letters.accept(letter, next.key());
    }
    for (AuditEntry line : lines) {
      step(ledger, line, before, next, policy, letter, worker, moment);
    }
  }

  private void begins(
      Ledger ledger, Instance next, RetentionPolicy policy, Worker worker, Moment moment) {
    if (!(worker.act() instanceof Act.TakeIn taken)) {
      ledger.goesWith(List.of());
      ledger.course().begin(policy, next, moment);
      return;
    }
    Registration said = plan.fleet().get(taken.member());
    Adoption adoption = plan.extras().adoptions().get(taken.member());
    ledger.takenInAs(taken.member());
    ledger.goesWith(said.children());
    if (!Objects.equals(said.identity(), next.identity())) {
      throw new Breach("an instance is not who it was said to be", next.toString());
    }
    if (adoption == null) {
      ledger.body().found(false, false);
      ledger.course().begin(policy, next, moment);
      return;
    }
    if (adoption.purgeMayComeSooner() && principals.needs(SecondLook.SHORTEN)) {
      throw new Breach("one principal did what needs two", "adoption of " + next);
    }
    boolean locked = adoption.state() == InstanceState.LOCKED;
    ledger.body().found(locked, locked && adoption.lockedByOthers() != null);
    ledger.course().adopt(policy, next, adoption, moment);
  }

  /** The trail leads from the row before to the row after, one version a line. */
  private static void follows(Instance before, Instance next, List<AuditEntry> lines) {
    InstanceState state = before.state();
    long version = before.version();
    for (AuditEntry line : lines) {
      version++;
      if (line.from() != state || line.version() != version) {
        throw new Breach("the trail does not lead from one row to the next", before + ": " + line);
      }
      state = line.to();
    }
    if (lines.isEmpty()) {
      version++;
      // A purge ends with its last effect, which has a line of its own.
    }
    if (state != next.state() || version != next.version()) {
      throw new Breach("the trail does not lead to the row", before + " to " + next + ": " + lines);
    }
  }

  private @Nullable Event letterOf(List<AuditEntry> lines, Instance before) {
    if (lines.isEmpty()) {
      return null;
    }
    AuditEntry last = lines.get(lines.size() - 1);
    boolean owners =
        last.by() == null
            && last.cause().equals(Operation.ARREARS.name())
            && letters.saysInArrears(before.owner());
    return owners ? Event.of(Operation.ARREARS, last.dueAt()) : letters.by(last.by());
  }

  private void step(
      Ledger ledger,
      AuditEntry line,
      Instance before,
      Instance next,
      RetentionPolicy policy,
      @Nullable Event letter,
      Worker worker,
      Moment moment) {
    String cause = line.cause();
    counts.steps++;
    if (cause.equals(Cause.DEADLINE.name()) || cause.equals(Cause.EXPIRY.name())) {
      Moment judged = letter == null ? moment : moment.at(letter.at());
      ledger.course().byTime(line, before, policy, judged, letter == null, watch);
    } else if (cause.equals(Cause.PURGE_CONFIRMED.name())) {
      counts.purges++;
    } else if (cause.equals("SET_CHILDREN")) {
      childrenSet(ledger, line, worker);
    } else if (cause.equals("REPIN")) {
      repinned(ledger, line, before, next, policy, worker, moment);
    } else if (!cause.equals(Cause.AUTO_RENEWAL.name())
        && !cause.equals(Cause.NOTICE.name())
        && !cause.equals("OUTAGE")) {
      if (letter == null || !letter.operation().name().equals(cause)) {
        throw new Breach("a decision that nobody has asked for", line.toString());
      }
      principals.check(needed(ledger, line, letter, before, next, moment), line.by(), worker, line);
      ledger.course().byLetter(line, letter, before, next, policy, moment);
      attribute(ledger, letter, line, before, next, policy, moment);
      if (isPayment(letter) && isHeldForLatePayment(next)) {
        ledger.course().paidLate();
      }
    }
    if (line.to() == InstanceState.PURGING && line.from() != InstanceState.PURGING) {
      counts.purgesBegun++;
      watch.purgeBegins(ledger, ledgers.values(), line, letter, worker, moment.reading());
    }
  }

  /** Why what somebody has asked for needs a second one, or null (SAF-20). */
  private @Nullable SecondLook needed(
      Ledger ledger, AuditEntry line, Event letter, Instance before, Instance next, Moment moment) {
    boolean destroys =
        letter.operation().equals(Operation.DESTROY)
            || (letter.operation().equals(Operation.RELEASE)
                && line.to() != InstanceState.RETAINED);
    if (destroys) {
      return SecondLook.EARLY_PURGE;
    }
    if (ledger.course().isLoosenedBy(letter, moment.reading())) {
      return SecondLook.LIFT_HOLD;
    }
    boolean inTheBin =
        before.state() == InstanceState.RETAINED && next.state() == InstanceState.RETAINED;
    return inTheBin && isNearer(before, next) ? SecondLook.SHORTEN : null;
  }

  private static boolean isNearer(Instance before, Instance next) {
    Deadline is = next.deadline();
    Deadline was = before.deadline();
    return is != null && (was == null || is.at().isBefore(was.at()));
  }

  private static void childrenSet(Ledger ledger, AuditEntry line, Worker worker) {
    if (!(worker.act() instanceof Deed.SetChildren set)
        || !set.key().equals(line.key())
        || !set.by().equals(line.by())
        || line.to() == InstanceState.PURGING) {
      throw new Breach("a decision that nobody has asked for", line.toString());
    }
    ledger.goesWith(set.children());
  }

  private void repinned(
      Ledger ledger,
      AuditEntry line,
      Instance before,
      Instance next,
      RetentionPolicy policy,
      Worker worker,
      Moment moment) {
    PendingAsk agreed = worker.agreedTo();
    boolean asked = worker.act() instanceof Deed.Repin repin && repin.key().equals(line.key());
    if (!asked && (agreed == null || !next.key().equals(agreed.key()))) {
      throw new Breach("a decision that nobody has asked for", line.toString());
    }
    if (agreed != null && !agreed.subject().contains(next.policy().toString())) {
      throw new Breach("another policy than was agreed to", agreed.subject() + ", and " + next);
    }
    boolean sooner = agreed != null || (worker.act() instanceof Deed.Repin own && own.sooner());
    principals.check(sooner ? SecondLook.SHORTEN : null, line.by(), worker, line);
    RetentionTable table = policy.tableFor(before, line.at());
    ledger.course().repinned(table, before, sooner, moment);
  }

  private static void attribute(
      Ledger ledger,
      Event letter,
      AuditEntry line,
      Instance before,
      Instance next,
      RetentionPolicy policy,
      Moment moment) {
    for (AttributeChange change : policy.changes()) {
      if (change.operation().equals(letter.operation())) {
        String name = change.key().name();
        boolean same = Objects.equals(before.attributes().text(name), next.attributes().text(name));
        ledger.course().changed(change, same, policy.tableFor(next, line.at()), line, moment);
      }
    }
  }

  /** What changes a row without a decision: how a purge goes, a rebuild's end, a late payment. */
  private void withoutDecision(Ledger ledger, Instance before, Instance next, Commit commit) {
    Event letter =
        commit.audit().isEmpty()
            ? null
            : letters.by(commit.audit().get(commit.audit().size() - 1).by());
    boolean late = letter != null && isPayment(letter) && isHeldForLatePayment(next);
    if (late) {
      ledger.course().paidLate();
    }
    if (!late && commit.effectChanges().isEmpty()) {
      throw new Breach("a row was written for no reason", before + " to " + next);
    }
  }

  private static boolean isPayment(Event letter) {
    return letter.operation().equals(Operation.RENEW)
        || letter.operation().equals(Operation.SETTLE);
  }

  private static boolean isHeldForLatePayment(Instance row) {
    return row.holds().all().stream().anyMatch(hold -> hold.name().equals("late-payment"));
  }

  private void order(Ledger ledger, Instance next, List<AuditEntry> lines, Commit commit) {
    List<String> named = new ArrayList<>();
    boolean purge = false;
    for (AuditEntry line : lines) {
      named.addAll(line.effects());
      purge |= line.to() == InstanceState.PURGING && line.from() != InstanceState.PURGING;
    }
    droppedAtOnce(next.key(), commit).forEach(named::remove);
    List<String> ordered = new ArrayList<>();
    List<Child> going = new ArrayList<>();
    boolean destroyed = false;
    for (Effect effect : commit.effects()) {
      if (effect.key().instance().equals(next.key())) {
        if (effect.type().equals(EffectType.DELETE_CHILD)) {
          Map<String, String> child = effect.details();
          going.add(new Child(child.getOrDefault("kind", ""), child.getOrDefault("id", "")));
          if (!purge || destroyed) {
            throw new Breach(
                "a child goes at another time than before its parent", named.toString());
          }
        }
        destroyed |=
            effect.key().version() == next.version()
                && effect.type().destructive()
                && !effect.type().equals(EffectType.DELETE_CHILD);
        ordered.add(effect.type().name());
        ledger.add(new Order(effect, purge && effect.key().version() == next.version()));
        if (next.openRebuilds().contains(effect.key())) {
          ledger.course().rebuildOrdered();
        }
      }
    }
    if (purge && !going.equals(ledger.children())) {
      throw new Breach("not everything goes that goes with it", going + ", of " + next);
    }
    if (!named.equals(ordered)) {
      throw new Breach("the trail and the orders differ", named + ", and " + ordered);
    }
  }

  /** What a step orders that is passed and undone in one breath goes to nobody (SAF-11). */
  private static List<String> droppedAtOnce(InstanceKey key, Commit commit) {
    List<String> dropped = new ArrayList<>();
    for (AuditEntry line : commit.audit()) {
      if (key.equals(line.key())
          && line.kind() == AuditEntry.Kind.EFFECT
          && EffectStatus.DROPPED.name().equals(line.outcome())) {
        dropped.add(line.cause());
      }
    }
    for (EffectChange change : commit.effectChanges()) {
      if (change.next().status() == EffectStatus.DROPPED) {
        dropped.remove(change.next().effect().type().name());
      }
    }
    return dropped;
  }

  private void change(EffectChange change, Commit commit, Instant reading) {
    EffectRecord next = change.next();
    Order order = known(next.effect().key());
    if (order.written().claim() != change.expectedClaim()) {
      throw new Breach("an answer was written that came too late", order + ", and " + next);
    }
    if (!order.isOpen()) {
      throw new Breach("what is over has changed", order + ", and " + next);
    }
    if (next.status() == EffectStatus.DONE && !order.isReallyDone()) {
      throw new Breach("an effect is called done that is not", order.toString());
    }
    if (next.status() == EffectStatus.DONE && Gates.isBackup(next.effect().type())) {
      Gates.backup(ledger(next.effect().key().instance()), next);
    }
    if (next.status() == EffectStatus.DROPPED) {
      Gates.dropped(order, ledger(next.effect().key().instance()), commit);
    }
    boolean rebuild = false;
    Instance row = ledger(next.effect().key().instance()).row();
    if (row != null) {
      rebuild = row.openRebuilds().contains(next.effect().key());
    }
    order.write(next);
    if (rebuild && (next.status().isOver() || next.status() == EffectStatus.GIVEN_UP)) {
      ledger(next.effect().key().instance()).course().rebuildEnded(reading);
    }
  }

  private void ended(Instance next) {
    if (next.state() != InstanceState.PURGED) {
      return;
    }
    Ledger ledger = ledger(next.key());
    for (Order order : ledger.orders()) {
      if (order.ofPurge() && !order.isReallyDone() && !order.isDismissed()) {
        throw new Breach("a purge is confirmed that is not done", order.toString());
      }
    }
    if (!ledger.open().isEmpty()) {
      throw new Breach("a purge is confirmed with effects open", ledger.open().toString());
    }
  }

  private void remembered(Commit commit) {
    RememberedEvent remembered = commit.remembered();
    if (remembered == null) {
      return;
    }
    boolean line = false;
    for (AuditEntry entry : commit.audit()) {
      line |= Objects.equals(Principals.first(entry.by()), remembered.event().by());
    }
    if (!line) {
      throw new Breach("the trail lacks an event", remembered.toString());
    }
  }

  /** A lease that ends so late was written by a reading of before a step of the clock (SAF-15). */
  private boolean isImplausible(EffectRecord record, Instant reading) {
    Instant latest = reading.plus(plan.lease().multipliedBy(2)).plus(Duration.ofHours(1));
    return record.status() == EffectStatus.CLAIMED && record.notBefore().isAfter(latest);
  }

  /**
   * An effect was handed to a worker.
   *
   * @param reading the earlier of what the worker had read of the store's clock and what it says
   * @param latest the later of both, by which a lease is implausible
   * @param truth when it truly was
   */
  void claimed(EffectClaim claim, Instant reading, Instant latest, Instant truth) {
    EffectRecord record = claim.record();
    counts.claims++;
    Ledger ledger = ledger(record.effect().key().instance());
    Order order = known(record.effect().key());
    EffectRecord before = order.written();
    if (!order.isOpen() || order.isGivenUp()) {
      throw new Breach("what is over was handed out", order.toString());
    }
    if (!ledger.isGreaterFence(claim.fence())) {
      throw new Breach("a fence does not grow", claim.fence() + " of " + order);
    }
    if (reading.isBefore(before.notBefore())
        && !order.isLeaseDoubted()
        && !isImplausible(before, latest)) {
      throw new Breach(
          "an effect was handed out before its time", order + " at " + reading + ": " + before);
    }
    if (record.claim() <= before.claim()) {
      throw new Breach("a claim's number does not grow", before + ", and " + record);
    }
    boolean destructive = order.effect().type().destructive();
    if (destructive && !order.isWorking() && ledger.course().heldAt(reading)) {
      throw new Breach(
          "a destructive effect was handed out under a hold", order + " at " + reading);
    }
    if (destructive && !order.isWorking() && watch.isKilled()) {
      throw new Breach("a destructive effect was handed out, killed", order + " at " + reading);
    }
    inTurn(ledger, order, destructive, reading);
    Gates.saved(ledger, order);
    Instance row = ledger.row();
    if (row != null && row.state() == InstanceState.FORGOTTEN) {
      throw new Breach("what is no longer managed was touched", order + " of " + row);
    }
    if (order.ofPurge() && (row == null || row.state() != InstanceState.PURGING)) {
      throw new Breach("a purge's effect without a purge", order + " of " + row);
    }
    if (record.attempts() > 1) {
      counts.redeliveries++;
    }
    order.write(record);
    order.takenAt(truth);
  }

  /** A worker hands an effect over to the host: while its lease runs, or not at all (SAF-14). */
  void handedOver(EffectKey key, Instant truth) {
    Instant taken = known(key).takenAt();
    if (taken == null || !truth.isBefore(taken.plus(plan.lease()))) {
      throw new Breach("an effect was handed over after its lease", key + ", taken at " + taken);
    }
  }

  private static void inTurn(Ledger ledger, Order order, boolean destructive, Instant reading) {
    long decision = order.effect().key().version();
    boolean earlier = true;
    for (Order other : ledger.open()) {
      if (other == order) {
        earlier = false;
      } else if (other.isOutAt(reading)) {
        throw new Breach("two effects of one instance are out at once", other + ", " + order);
      } else if (earlier && other.effect().key().version() == decision) {
        throw new Breach("an effect came before its turn", other + ", " + order);
      } else if (earlier && destructive && other.effect().type().destructive()) {
        throw new Breach("a destructive effect passed another", other + ", " + order);
      }
    }
  }

  private Order known(EffectKey key) {
    Order order = order(key);
    if (order == null) {
      throw new Breach("an effect that no decision has ordered", key.toString());
    }
    return order;
  }
}
