package dev.reprieve;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Plan;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what a sweep would do, as a plan, and does what is in one (SAF-03). */
final class Planner {
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Rulings policies;
  private final Sweeper sweeper;

  Planner(RecycleBinRepository bin, Interpreter interpreter, Rulings policies, Sweeper sweeper) {
    this.bin = bin;
    this.interpreter = interpreter;
    this.policies = policies;
    this.sweeper = sweeper;
  }

  /** The next step of everything that is due, also of what waits. */
  Plan plan() {
    Instant now = bin.now();
    Set<InstanceKey> keys = new LinkedHashSet<>();
    bin.due(now, Integer.MAX_VALUE).forEach(instance -> keys.add(instance.key()));
    bin.setAside().forEach(aside -> keys.add(aside.key()));
    return plan(keys, now);
  }

  /** What the breaker or the floor keeps from being purged. */
  Plan stoppedPurges() {
    Set<InstanceKey> keys = new LinkedHashSet<>();
    for (SetAside aside : bin.setAside()) {
      if (aside.waitingFor() == WaitingFor.BREAKER || aside.waitingFor() == WaitingFor.FLOOR) {
        keys.add(aside.key());
      }
    }
    // Also what waits for its margin still: its user has asked for it, and can be told already.
    Instant now = bin.now();
    List<Plan.Item> items = new ArrayList<>();
    for (InstanceKey key : keys) {
      Instance instance = bin.find(key);
      Instant due = instance == null ? null : interpreter.dueAt(instance);
      if (due != null) {
        items.addAll(purges(Set.of(key), due.isAfter(now) ? due : now));
      }
    }
    return new Plan(now, items);
  }

  /** Whose purges, or locks and releases, nobody has confirmed and a trip would go on to stop. */
  Set<OwnerKey> unconfirmed(Guarded kind) {
    Set<OwnerKey> owners = new HashSet<>();
    for (Plan.Item item : kind == Guarded.PURGE ? openPurges().items() : stoppedLocks().items()) {
      Instance instance = bin.find(item.key());
      if (instance != null && bin.confirmedBy(kind, item.key(), item.version()) == null) {
        owners.add(OwnerKey.of(instance));
      }
    }
    return owners;
  }

  /** What the breaker or the floor keeps from being purged, or would as soon as it is looked at. */
  private Plan openPurges() {
    Instant now = bin.now();
    List<Plan.Item> items = new ArrayList<>(stoppedPurges().items());
    Set<InstanceKey> due = new LinkedHashSet<>();
    bin.due(now, Integer.MAX_VALUE).stream()
        .filter(instance -> bin.setAside(instance.key()) == null)
        .forEach(instance -> due.add(instance.key()));
    items.addAll(purges(due, now));
    return new Plan(now, items);
  }

  /** What has a notice before its purge is none yet: it is looked at again first. */
  private List<Plan.Item> purges(Set<InstanceKey> keys, Instant now) {
    return plan(keys, now).items().stream()
        .filter(item -> item.to() == InstanceState.PURGING)
        .toList();
  }

  private Plan plan(Set<InstanceKey> keys, Instant now) {
    List<Plan.Item> items = new ArrayList<>();
    for (InstanceKey key : keys) {
      Instance instance = bin.find(key);
      Decision step = instance == null ? null : nextStep(instance, now);
      if (step != null) {
        items.add(
            new Plan.Item(key, step.after().version() - 1, step.to(), step.dueAt(), step.rule()));
      }
    }
    return new Plan(now, items);
  }

  private @Nullable Decision nextStep(Instance instance, Instant now) {
    try {
      RetentionPolicy policy = policies.ruling(instance);
      return policy == null ? null : interpreter.pass(policy, instance, now);
    } catch (UnruledInstanceException unruled) {
      return null;
    }
  }

  /** Locks and releases that wait, each by the version of the decision that ordered it. */
  Plan stoppedLocks() {
    List<Plan.Item> items = new ArrayList<>();
    waitingLocks(
        effect ->
            items.add(
                new Plan.Item(
                    effect.effect().key().instance(),
                    effect.effect().key().version(),
                    effect.effect().type().name().equals("LOCK_ACCESS")
                        ? InstanceState.LOCKED
                        : InstanceState.RETAINED,
                    effect.effect().orderedAt(),
                    effect.effect().rule())));
    return new Plan(bin.now(), items);
  }

  /** Has them tried at the next delivery; returns how many. */
  int retryStoppedLocks() {
    Instant now = bin.now();
    int[] retried = {0};
    waitingLocks(
        effect -> {
          if (effect.attempts() > 0) {
            // It has been tried: it keeps the pause that its failure, or its handler, asked for.
            return;
          }
          EffectRecord again = effect.again(now, effect.failures(), effect.reason());
          Commit commit = Commit.of(new EffectChange(effect.claim(), again));
          retried[0] += bin.commit(commit) == Commit.Result.COMMITTED ? 1 : 0;
        });
    return retried[0];
  }

  private void waitingLocks(Consumer<EffectRecord> found) {
    Rows.inTheBin(bin)
        // In a purge they are counted with it, and not with these.
        .filter(instance -> instance.state() != InstanceState.PURGING)
        .flatMap(instance -> bin.openEffects(instance.key()).stream())
        .filter(open -> open.status() == EffectStatus.WAITING && Guardian.isGuarded(open))
        .forEach(found);
  }

  PlanReport execute(Plan plan) {
    SweepClock clock = sweeper.begin();
    List<Decision> steps = new ArrayList<>();
    Map<Plan.Item, String> skipped = new LinkedHashMap<>();
    for (int from = 0; from < plan.items().size(); from += FreshLook.BATCH) {
      if (from > 0) {
        clock.readAgain();
      }
      int to = Math.min(plan.items().size(), from + FreshLook.BATCH);
      execute(plan.items().subList(from, to), clock, steps, skipped);
    }
    return new PlanReport(steps, skipped);
  }

  private void execute(
      List<Plan.Item> items,
      SweepClock clock,
      List<Decision> steps,
      Map<Plan.Item, String> skipped) {
    Map<Plan.Item, Instance> asPlanned = new LinkedHashMap<>();
    for (Plan.Item item : items) {
      Instance instance = bin.find(item.key());
      String why =
          instance == null ? "there is no such instance" : skip(item, instance, clock.now());
      if (why == null && instance != null) {
        asPlanned.put(item, instance);
      } else {
        skipped.put(item, String.valueOf(why));
      }
    }
    sweeper.lookAt(List.copyOf(asPlanned.values()), clock.now());
    asPlanned.forEach(
        (item, instance) -> {
          // The very row that was compared: whatever has changed since makes its commit fail.
          String why = sweeper.passOne(instance, clock, steps);
          if (why == null && steps.get(steps.size() - 1).to() != item.to()) {
            why = "it was put off: " + steps.get(steps.size() - 1).transition();
          }
          if (why != null) {
            skipped.put(item, why);
          }
        });
  }

  /** Why an item is no longer what was planned, or null. */
  private @Nullable String skip(Plan.Item item, Instance instance, Instant now) {
    if (instance.version() != item.version()) {
      return "it has changed: version " + instance.version() + ", planned " + item.version();
    }
    Decision step = nextStep(instance, now);
    if (step == null) {
      return "it is not due";
    }
    return step.to() == item.to()
        ? null
        : "it would become " + step.to() + ", planned " + item.to();
  }
}
