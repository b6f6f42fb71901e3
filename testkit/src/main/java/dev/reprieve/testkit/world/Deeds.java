package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.Observation;
import dev.reprieve.PlanReport;
import dev.reprieve.Reconciliation;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.RestorePreview;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.RestoreCheck;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries out what an {@link Act} does not name itself, and looks whether the answer is true. */
final class Deeds {
  private final Run run;
  private final Plan plan;
  private final Family family;
  private final RecycleBinRepository store;
  private final Oracle oracle;
  private final Map<Integer, String> plans = new HashMap<>();
  private final Map<InstanceKey, Set<RestoreCheck.Need>> obstacles = new HashMap<>();

  Deeds(Run run, Plan plan, Family family, RecycleBinRepository store, Oracle oracle) {
    this.run = run;
    this.plan = plan;
    this.family = family;
    this.store = store;
    this.oracle = oracle;
  }

  void carryOut(Worker worker, Deed deed) {
    Reprieve engine = worker.engine();
    if (deed instanceof Deed.Impostor) {
      impostor();
    } else if (deed instanceof Deed.Repin repin) {
      engine.repin(repin.key(), repin.by(), "new terms", repin.sooner());
    } else if (deed instanceof Deed.SetChildren set) {
      engine.setChildren(set.key(), set.children(), set.by(), "it has others now");
    } else if (deed instanceof Deed.SecondPrincipal second) {
      secondPrincipal(worker, second);
    } else if (deed instanceof Deed.MakePlan make) {
      plans.put(make.slot(), engine.safety().plan().toText());
      nothingWritten(worker, "making a plan");
    } else if (deed instanceof Deed.CarryOut carryOut) {
      carryOut(worker, carryOut);
    } else if (deed instanceof Deed.Preview preview) {
      preview(worker, preview);
    } else if (deed instanceof Deed.Dismiss dismiss) {
      dismiss(engine, dismiss.key());
    } else if (deed instanceof Deed.ConfirmLocks) {
      String digest = engine.safety().stopped(Guarded.LOCK).digest();
      engine.safety().confirm(Guarded.LOCK, digest, "operator", "they may go");
    } else if (deed instanceof Deed.ChangeLimits change) {
      Limits limits = new Limits(change.count(), 100, 0, plan.extras().locks().window());
      engine.safety().changeLimits(change.kind(), limits, "operator", "it is more today");
    } else if (deed instanceof Deed.Reconcile reconcile) {
      reconcile(worker, reconcile.unseen());
    }
  }

  /** Takes a member of the fleet in, which may have been there before. */
  Answer takeIn(Worker worker, int member, Registration registration) {
    Adoption adoption = plan.extras().adoptions().get(member);
    Answer answer =
        adoption == null ? worker.engine().register(registration) : worker.engine().adopt(adoption);
    boolean same = oracle.ledger(registration.key()).takenInAs() == member;
    boolean different =
        answer.refusal() != null && answer.refusal().code().equals(RefusalCode.DIFFERENT_FACTS);
    Act act = worker.act();
    boolean alone = act != null && act.interruptions().isEmpty();
    if (alone && ((answer.kind() == Answer.Kind.ALREADY_THERE && !same) || (different && same))) {
      throw new Breach("other facts are the same, or the same others", answer.toString());
    }
    return answer;
  }

  /** What the host says before a restore; keeps what of it stands against one. */
  Map<RestoreCheck.Need, RestoreCheck.Finding> check(Instance instance) {
    obstacles.put(instance.key(), EnumSet.allOf(RestoreCheck.Need.class));
    Map<RestoreCheck.Need, RestoreCheck.Finding> found =
        run.host().check(instance.key(), run.truth());
    Set<RestoreCheck.Need> against = EnumSet.allOf(RestoreCheck.Need.class);
    against.removeIf(need -> RestoreCheck.Finding.OK.equals(found.get(need)));
    obstacles.put(instance.key(), against);
    return found;
  }

  private void impostor() {
    PolicyRegistry impostor = family.impostor();
    if (impostor == null
        || family.first().stream().anyMatch(ref -> store.keptPolicy(ref) == null)) {
      return;
    }
    try {
      Reprieve.builder(request -> EffectResult.done())
          .repository(store)
          .policies(impostor)
          .safeguards(Safeguards.none())
          .build();
    } catch (IllegalStateException expected) {
      return;
    }
    throw new Breach("a version has two contents", impostor.all().toString());
  }

  private void secondPrincipal(Worker worker, Deed.SecondPrincipal second) {
    List<PendingAsk> asks = worker.engine().safety().pendingAsks();
    if (asks.isEmpty()) {
      return;
    }
    PendingAsk ask = asks.get(second.pick() % asks.size());
    if (!second.agrees()) {
      worker.engine().safety().turnDown(ask.id(), second.by(), "no");
      return;
    }
    Answer answer;
    try {
      answer = worker.engine().safety().approve(ask.id(), second.by());
    } catch (IllegalArgumentException refused) {
      if (!second.by().equals(ask.by()) && store.asks().contains(ask)) {
        throw new Breach("a second principal was not heard", ask.toString());
      }
      return;
    }
    if (second.by().equals(ask.by())) {
      throw new Breach("the second principal is the first", ask.toString());
    }
    boolean applied = answer != null && answer.kind() == Answer.Kind.APPLIED && !answer.repeated();
    if (applied && worker.decisions().isEmpty()) {
      throw new Breach("an answer is not true", answer + " to " + ask);
    }
  }

  private void carryOut(Worker worker, Deed.CarryOut deed) {
    String text = plans.get(deed.slot());
    if (text == null) {
      return;
    }
    dev.reprieve.guard.Plan shown = dev.reprieve.guard.Plan.parse(text);
    PlanReport report = worker.engine().safety().execute(shown);
    for (AuditEntry line : worker.decisions()) {
      if (!line.cause().equals("OUTAGE") && shown.items().stream().noneMatch(of(line))) {
        throw new Breach("something was done that was not planned", line + ", " + shown.items());
      }
    }
    if (report.steps().size() + report.skipped().size() < shown.items().size()) {
      throw new Breach("a plan's item is neither done nor skipped", report.toString());
    }
  }

  private static java.util.function.Predicate<dev.reprieve.guard.Plan.Item> of(AuditEntry line) {
    return item ->
        item.key().equals(line.key())
            && item.version() == line.version() - 1
            && item.to() == line.to();
  }

  private void preview(Worker worker, Deed.Preview deed) {
    obstacles.remove(deed.key());
    RestorePreview preview = worker.engine().restoreCheck(deed.key(), deed.event());
    nothingWritten(worker, "a look before a restore");
    Set<RestoreCheck.Need> against = obstacles.getOrDefault(deed.key(), Set.of());
    if (!preview.obstacles().keySet().equals(against)) {
      throw new Breach("an obstacle is left out or made up", preview + ", and " + against);
    }
  }

  private void dismiss(Reprieve engine, InstanceKey key) {
    for (Order order : List.copyOf(oracle.ledger(key).open())) {
      if (order.isGivenUp()) {
        engine.dismiss(order.effect().key(), "operator", "we can do without");
      }
    }
  }

  private void reconcile(Worker worker, int unseen) {
    List<Observation> seen = new ArrayList<>();
    Set<InstanceKey> missing = new HashSet<>();
    int number = 0;
    for (Ledger ledger : oracle.ledgers()) {
      Instance row = ledger.row();
      if (row != null && number++ == unseen) {
        missing.add(row.key());
      } else if (row != null && !row.state().isTerminal()) {
        seen.add(
            new Observation(row.key(), null, row.owner(), row.billing(), null, row.attributes()));
      }
    }
    Reconciliation found = worker.engine().reconcile(seen.stream());
    nothingWritten(worker, "a comparison");
    boolean more = !missing.containsAll(found.onlyHere()) || !found.onlyThere().isEmpty();
    if (more || found.same().size() + found.different().size() != seen.size()) {
      throw new Breach("a comparison is not true", found.toString());
    }
  }

  private static void nothingWritten(Worker worker, String what) {
    if (worker.written() > 0) {
      throw new Breach(what + " wrote something", worker.decisions().toString());
    }
  }
}
