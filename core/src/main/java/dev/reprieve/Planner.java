package dev.reprieve;

import dev.reprieve.guard.Plan;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.ArrayList;
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
    return plan(keys, bin.now());
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
          EffectRecord again = effect.again(now, effect.failures(), effect.reason());
          Commit commit =
              new Commit(
                  List.of(),
                  List.of(),
                  List.of(new EffectChange(effect.claim(), again)),
                  List.of(),
                  null);
          retried[0] += bin.commit(commit) == Commit.Result.COMMITTED ? 1 : 0;
        });
    return retried[0];
  }

  private void waitingLocks(Consumer<EffectRecord> found) {
    BinQuery page = BinQuery.builder().limit(1_000).build();
    while (true) {
      List<Instance> instances = bin.list(page);
      for (Instance instance : instances) {
        for (EffectRecord open : bin.openEffects(instance.key())) {
          if (open.status() == EffectStatus.WAITING && Guardian.isGuarded(open)) {
            found.accept(open);
          }
        }
      }
      if (instances.size() < page.limit()) {
        return;
      }
      page = page.after(instances.get(instances.size() - 1).key());
    }
  }

  PlanReport execute(Plan plan) {
    Instant now = sweeper.begin();
    List<Decision> steps = new ArrayList<>();
    Map<Plan.Item, String> skipped = new LinkedHashMap<>();
    for (Plan.Item item : plan.items()) {
      String why = skip(item, now);
      if (why == null) {
        why = sweeper.passOne(item.key(), now, steps);
      }
      if (why != null) {
        skipped.put(item, why);
      }
    }
    return new PlanReport(steps, skipped);
  }

  /** Why an item is no longer what was planned, or null. */
  private @Nullable String skip(Plan.Item item, Instant now) {
    Instance instance = bin.find(item.key());
    if (instance == null) {
      return "there is no such instance";
    }
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
