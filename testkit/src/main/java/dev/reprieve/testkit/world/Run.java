package dev.reprieve.testkit.world;

import dev.reprieve.DeliveryReport;
import dev.reprieve.InstanceView;
import dev.reprieve.OwnerAnswer;
import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Limits;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lives a plan: one thread, true time that goes on from act to act, and a store whose clock may
 * deviate from it. First everything may break; then nothing does any more, and all must come to
 * rest where the rules want it.
 */
final class Run {
  private static final int DEEPEST = 3;
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final List<Act.Operate.Hand> LAST_HAND =
      List.of(Act.Operate.Hand.RESUME, Act.Operate.Hand.ACKNOWLEDGE, Act.Operate.Hand.CONFIRM);
  private static final Duration AGAIN = Duration.ofMinutes(7);
  private static final Interpreter.Settings SETTINGS = Interpreter.Settings.DEFAULT;

  private final Plan plan;
  private final Family family;
  private final RecycleBinRepository store;
  private final Principals principals;
  private final Deeds deeds;
  private final Letters letters = new Letters();
  private final Counts counts = new Counts();
  private final Clocks clocks;
  private final Admitted admitted;
  private final Watch watch;
  private final Oracle oracle;
  private final Accounts accounts;
  private final Host host;
  private final Answers answers = new Answers();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker> fronts = new ArrayList<>();
  private final PriorityQueue<Due> agenda =
      new PriorityQueue<>(
          Comparator.comparing((Due due) -> due.act.at()).thenComparing(Due::order));
  private final @Nullable List<String> story;
  private Instant truth;
  private Duration deviation = Duration.ZERO;
  private boolean calm;
  private int depth;
  private long planned;

  Run(
      Plan plan,
      Family family,
      Function<InstantSource, RecycleBinRepository> store,
      boolean telling) {
    this.plan = plan;
    this.family = family;
    this.truth = plan.begins();
    this.clocks = new Clocks(plan);
    this.admitted = new Admitted(clocks.promises());
    this.store = store.apply(this::storeTime);
    this.story = telling ? new ArrayList<>() : null;
    this.principals = new Principals(plan.extras().secondLooks());
    this.watch =
        new Watch(
            new Limits(plan.guards().purgesAtMost(), 100, 0, Duration.ofHours(24)),
            plan.guards().floor(),
            new LockWatch(plan.extras().locks()),
            principals);
    this.oracle =
        new Oracle(plan, new Ruling(family), principals, SETTINGS, watch, letters, counts);
    this.accounts = new Accounts(plan, SETTINGS);
    this.host = new Host(plan, oracle);
    for (int i = 0; i < plan.workers(); i++) {
      workers.add(new Worker(this, "worker" + i, knownTo(i)));
    }
    for (int i = 0; i <= DEEPEST; i++) {
      fronts.add(new Worker(this, "front" + i, knownTo(plan.workers() + i)));
    }
    this.deeds = new Deeds(this, plan, family, this.store, oracle);
  }

  private PolicyRegistry knownTo(int number) {
    return family.registry(plan.extras().knows(number));
  }

  /** How many engines there are: the workers' and those that answer. */
  static int engines(Plan plan) {
    return plan.workers() + DEEPEST + 1;
  }

  Instant truth() {
    return truth;
  }

  Host host() {
    return host;
  }

  /** An engine, by its number: the workers' and then those that answer. */
  Worker engineOf(int number) {
    return number < workers.size() ? workers.get(number) : fronts.get(number - workers.size());
  }

  Outcome run() {
    String broken = null;
    String how = null;
    try {
      plan.acts().forEach(this::plan);
      runUntil(Instant.MAX);
      comeToRest();
      new Rest(oracle, host, store).check();
      accounts.check(store);
    } catch (Breach breach) {
      broken = breach.promise();
      how = breach.getMessage();
      tell("BROKEN: " + how);
    }
    counts.virtualSeconds = Duration.between(plan.begins(), truth).toSeconds();
    return new Outcome(
        plan.seed(), broken, how, Tally.of(counts), story == null ? List.of() : story);
  }

  private void plan(Act act) {
    if (act instanceof Act.Tell tell) {
      letters.send(tell.event());
    } else if (act instanceof Act.TellOwner tell) {
      letters.sendOf(tell.owner(), tell.event());
    }
    agenda.add(new Due(act, planned++));
  }

  private Instant storeTime() {
    return truth.plus(deviation);
  }

  // What goes on.

  private void runUntil(Instant end) {
    while (true) {
      Due due = agenda.peek();
      if (due == null || due.act.at().isAfter(end)) {
        break;
      }
      agenda.poll();
      goOnTo(due.act.at());
      perform(due.act);
    }
    if (!end.equals(Instant.MAX)) {
      goOnTo(end);
    }
  }

  private void goOnTo(Instant instant) {
    if (instant.isAfter(truth)) {
      truth = instant;
    }
  }

  private void perform(Act drawn) {
    counts.acts++;
    if (drawn instanceof Act.ClockStep step) {
      counts.clockSteps++;
      deviation = deviation.plus(step.by());
      admitted.deviates(deviation);
      if (!clocks.bears(step.by(), deviation, store.mark())) {
        admitted.nothingIsPromised();
      }
      oracle.clockWasPut();
      tell("the store's clock is put by " + step.by());
      return;
    }
    if (drawn instanceof Deed.Upgrade upgrade) {
      upgrade(upgrade);
      return;
    }
    Act act = dated(drawn);
    Worker worker = whoDoes(act);
    if (worker == null || worker.isBusy()) {
      return;
    }
    tell(worker + " " + describe(act));
    depth++;
    worker.begin(act);
    try {
      carryOut(worker, act);
      worker.end();
    } catch (Crash crash) {
      tell(worker + " died");
      worker.die();
      sayAgain(act);
    } catch (Outage outage) {
      tell(worker + " got no answer: " + outage.getMessage());
      worker.end();
      sayAgain(act);
    } catch (RuntimeException thrown) {
      Breach breach = new Breach("the engine threw", act + ": " + thrown);
      breach.addSuppressed(thrown);
      throw breach;
    } finally {
      depth--;
    }
  }

  /** What somebody says is dated when it is first said, by the clock that its sender goes by. */
  private Act dated(Act act) {
    if (act instanceof Act.Tell letter) {
      Event event = dated(letter.event());
      return new Act.Tell(letter.at(), letter.key(), event, letter.dry(), letter.interruptions());
    }
    return act instanceof Act.TellOwner letter
        ? new Act.TellOwner(
            letter.at(), letter.owner(), dated(letter.event()), letter.interruptions())
        : act;
  }

  private Event dated(Event letter) {
    Event dated = clocks.dated(letter, deviation);
    if (letter.equals(letters.by(letter.by()))) {
      letters.send(dated);
    }
    return dated;
  }

  private void upgrade(Deed.Upgrade upgrade) {
    Worker worker = engineOf(upgrade.engine());
    if (worker.isBusy()) {
      return;
    }
    tell(worker + " comes back and knows " + upgrade.knows());
    worker.restart(family.registry(upgrade.knows()));
  }

  private @Nullable Worker whoDoes(Act act) {
    if (act instanceof Deed.CarryOut carryOut) {
      return workers.get(carryOut.worker());
    }
    return act instanceof Act.Work work ? workers.get(work.worker()) : idleFront();
  }

  private @Nullable Worker idleFront() {
    for (Worker front : fronts) {
      if (!front.isBusy()) {
        return front;
      }
    }
    return null;
  }

  private void carryOut(Worker worker, Act act) {
    if (act instanceof Act.Work work) {
      work(worker, work);
    } else if (act instanceof Act.TakeIn takeIn) {
      takeIn(worker, takeIn);
    } else if (act instanceof Act.Tell letter) {
      letter(worker, letter);
    } else if (act instanceof Act.TellOwner letter) {
      counts.letters++;
      OwnerKey owner = new OwnerKey(PlanDrawer.TENANT, letter.owner());
      OwnerAnswer answer = worker.engine().reportForOwner(owner, letter.event());
      accounts.answered(letter, answer, store);
    } else if (act instanceof Act.Complete complete) {
      complete(worker, complete);
    } else if (act instanceof Act.TryAgain again) {
      tryAgain(worker, again.key());
    } else if (act instanceof Act.Operate operate) {
      operate(worker.engine(), operate.hand());
    } else if (act instanceof Act.Look look) {
      look(worker, look.key());
    } else if (act instanceof Deed deed) {
      deeds.carryOut(worker, deed);
    }
  }

  private void work(Worker worker, Act.Work work) {
    if (work.kind() == Act.Work.Kind.SWEEP) {
      worker.engine().sweep(work.atMost());
    } else {
      worker.engine().deliver(work.atMost());
    }
  }

  private void takeIn(Worker worker, Act.TakeIn takeIn) {
    Registration registration = plan.fleet().get(takeIn.member());
    Answer answer = deeds.takeIn(worker, takeIn.member(), registration);
    boolean tooEarly =
        answer.refusal() != null && answer.refusal().code().equals(RefusalCode.IN_THE_FUTURE);
    if (tooEarly && !calm) {
      plan(new Act.TakeIn(truth.plus(Duration.ofHours(6)), takeIn.member(), List.of()));
    }
  }

  private void letter(Worker worker, Act.Tell letter) {
    counts.letters++;
    Event event = letter.event();
    Reprieve engine = worker.engine();
    Answer answer =
        letter.dry() ? engine.dryRun(letter.key(), event) : engine.report(letter.key(), event);
    tell(
        worker
            + " answers "
            + answer.kind()
            + (answer.refusal() == null ? "" : " " + answer.refusal().code()));
    answers.check(letter, answer, worker);
    counts.repeats += answer.repeated() ? 1 : 0;
  }

  private void complete(Worker worker, Act.Complete complete) {
    EffectResult result = host.completed(complete.key());
    worker.engine().complete(complete.key(), result);
  }

  private void tryAgain(Worker worker, InstanceKey key) {
    for (Order order : List.copyOf(oracle.ledger(key).open())) {
      if (order.isGivenUp()) {
        worker.engine().retry(order.effect().key());
      }
    }
    worker.engine().takeUpAgain(key);
  }

  private void operate(Reprieve engine, Act.Operate.Hand kind) {
    switch (kind) {
      case KILL -> engine.safety().stopDestroying("operator", "something is wrong");
      case RESUME -> engine.safety().resumeDestroying("operator", "it is right again");
      case CONFIRM ->
          engine
              .safety()
              .confirm(
                  Guarded.PURGE,
                  engine.safety().stopped(Guarded.PURGE).digest(),
                  "operator",
                  "they may go");
      case ACKNOWLEDGE -> {
        // Nobody says that a clock is right which is not; but for who says anything.
        if (deviation.isZero() || clocks.believesAnything()) {
          engine.safety().acknowledgeClock("operator", "it is right again");
        }
      }
    }
  }

  private void look(Worker worker, InstanceKey key) {
    InstanceView view = worker.engine().view(key);
    if (view != null
        && view.state() == InstanceState.PURGED
        && oracle.ledger(key).body().hasData()) {
      throw new Breach("a read says purged of data that is there", key.toString());
    }
  }

  /** Whoever got no answer says the same again, if it can be told apart; anybody else gives up. */
  private void sayAgain(Act act) {
    Instant later = truth.plus(AGAIN);
    if (act instanceof Act.Tell letter && letter.event().id() != null && !letter.dry()) {
      plan(new Act.Tell(later, letter.key(), letter.event(), false, List.of()));
    } else if (act instanceof Act.TellOwner letter) {
      plan(new Act.TellOwner(later, letter.owner(), letter.event(), List.of()));
    } else if (act instanceof Act.TakeIn takeIn) {
      plan(new Act.TakeIn(later, takeIn.member(), List.of()));
    } else if (act instanceof Act.Complete complete) {
      plan(new Act.Complete(later, complete.key()));
    }
  }

  // What befalls.

  Reprieve engine(Worker worker) {
    Reprieve.Builder built =
        Reprieve.builder(request -> handle(worker, request))
            .policies(worker.policies())
            .repository(worker.door())
            .settings(SETTINGS)
            .backoff(plan.backoff())
            .lease(plan.lease())
            .freshLook(questions -> look(worker, questions))
            .restoreCheck((instance, event) -> deeds.check(instance))
            .safeguards(safeguards())
            .elapsedNanos(() -> Duration.between(plan.begins(), truth).toNanos());
    if (clocks.of(worker.toString(), truth, storeTime()) != null) {
      built.workersClock(
          () -> Objects.requireNonNull(clocks.of(worker.toString(), truth, storeTime())));
    }
    return built.build();
  }

  private Safeguards safeguards() {
    return Safeguards.builder()
        .purges(new Limits(plan.guards().purgesAtMost(), 100, 0, Duration.ofHours(24)))
        .locks(plan.extras().locks())
        .secondLook(plan.extras().secondLooks().toArray(SecondLook[]::new))
        .floor(plan.guards().floor())
        .outageLimit(plan.guards().outageLimit())
        .lookAgainAfter(plan.guards().lookAgainAfter())
        .build();
  }

  private Map<InstanceKey, Sighting> look(Worker worker, List<Question> questions) {
    int number = worker.nextCall();
    worker.befall(number, false);
    Map<InstanceKey, Sighting> seen = host.look(questions, truth, calm);
    tell(worker + " asks of " + questions.size() + " afresh: " + seen);
    for (Question question : questions) {
      Sighting sighting = seen.get(question.instance().key());
      String registered = question.instance().identity();
      boolean itself =
          sighting != null && (registered == null || registered.equals(sighting.identity()));
      worker.saw(question, itself && sighting != null && sighting.permits());
    }
    worker.befall(number, true);
    return seen;
  }

  private EffectResult handle(Worker worker, EffectRequest request) {
    oracle.handedOver(request.effect().key(), truth);
    int number = worker.nextCall();
    worker.befall(number, false);
    EffectResult result = host.handle(request, storeTime(), calm, worker);
    tell(
        worker
            + " is told "
            + request.effect().type()
            + " "
            + request.effect().key()
            + ": "
            + result);
    Instant completes =
        result.kind() == EffectResult.Kind.WORKING
            ? host.completesOutside(request.effect().key())
            : null;
    if (completes != null) {
      plan(new Act.Complete(completes.minus(deviation), request.effect().key()));
    }
    worker.befall(number, true);
    return result;
  }

  void befall(Worker worker, Interruption interruption) {
    switch (interruption.kind()) {
      case CRASH -> {
        counts.crashes++;
        throw new Crash();
      }
      case OUTAGE -> {
        counts.outages++;
        throw new Outage(interruption.toString());
      }
      case OTHERS -> others(worker, interruption.others());
      case PAUSE -> {
        if (depth < DEEPEST) {
          counts.interleavings++;
          tell(worker + " stands still for " + interruption.pause());
          runUntil(truth.plus(interruption.pause()));
          tell(worker + " goes on");
        }
      }
    }
  }

  private void others(Worker worker, int acts) {
    if (depth >= DEEPEST) {
      return;
    }
    counts.interleavings++;
    for (int i = 0; i < acts; i++) {
      Due due = agenda.poll();
      if (due != null) {
        goOnTo(due.act.at());
        perform(due.act);
      }
    }
    tell(worker + " goes on");
  }

  @Nullable Object watched(Worker worker, Method method, Object @Nullable [] arguments)
      throws IllegalAccessException, InvocationTargetException {
    counts.calls++;
    Object answer = method.invoke(store, arguments);
    switch (method.getName()) {
      case "now" -> worker.reads((Instant) Objects.requireNonNull(answer));
      case "commit" -> {
        worker.reads(storeTime());
        if (answer == Commit.Result.COMMITTED && arguments != null) {
          Commit commit = (Commit) arguments[0];
          Admission admission = commit.admission();
          if (admission != null && admission.tally() != null) {
            watch.counted(admission.tally(), worker);
          }
          committed(worker, commit);
        }
      }
      case "claimEffects" -> {
        worker.reads(storeTime());
        for (Object claim : (List<?>) Objects.requireNonNull(answer)) {
          claimed(worker, (EffectClaim) claim, Objects.requireNonNull(arguments));
        }
      }
      case "changeGuard" -> {
        if (Boolean.TRUE.equals(answer) && arguments != null) {
          GuardState next = (GuardState) arguments[1];
          if (watch.isAcknowledgedBy(next)) {
            acknowledged(worker);
          }
          watch.written(next, worker);
        }
      }
      case "confirm" -> {
        if (arguments != null) {
          watch.confirmed(
              (Guarded) arguments[0],
              (InstanceKey) arguments[1],
              (Long) arguments[2],
              (String) arguments[3],
              worker);
        }
      }
      case "keepAsk" -> principals.asks((PendingAsk) Objects.requireNonNull(arguments)[0]);
      case "takeAsk" -> {
        if (answer != null) {
          principals.taken((PendingAsk) answer, worker);
        }
      }
      default -> {}
    }
    return answer;
  }

  /**
   * An operator's word is written that the clock is right. It was when he said so, or he says
   * anything: then it is admitted to be as wrong as it is. If it is not right by now, the step is
   * of the last minute, and he could not know; a word that is older is not taken.
   */
  private void acknowledged(Worker worker) {
    if (deviation.isZero()) {
      return;
    }
    if (!clocks.believesAnything() && worker.begun().plus(Commit.DECIDED_WITHIN).isBefore(truth)) {
      throw new Breach("a word of long ago is taken for one of now", worker.begun().toString());
    }
    admitted.believed(deviation);
  }

  private void committed(Worker worker, Commit commit) {
    if (story != null) {
      for (AuditEntry line : commit.audit()) {
        tell("  " + worker + " writes " + describe(line));
      }
    }
    worker.wrote(commit);
    Event letter = worker.letter();
    Duration ahead = letter == null ? Duration.ZERO : clocks.ahead(letter, deviation);
    oracle.committed(commit, worker, moment(worker, commit, ahead));
    accounts.committed(commit, worker);
  }

  /** When something was written, and by which reading it was decided. */
  private Moment moment(Worker worker, Commit commit, Duration ahead) {
    Instant decided = commit.decidedAt();
    if (decided == null) {
      return new Moment(worker.reading(), storeTime(), truth, ahead, admitted.early());
    }
    Instant truly = worker.trulyRead(decided);
    if (truly == null) {
      throw new Breach("something was decided by a time that nobody has read", commit.toString());
    }
    // Where the clock went back, to the minute, by as much as the worker stood still since, the
    // decision looks fresh: what it promises counts from when it was made. Nobody could tell.
    boolean looksFresh =
        truly.plus(Commit.DECIDED_WITHIN).isBefore(truth) && !commit.isOutOfTime(storeTime());
    return new Moment(decided, storeTime(), looksFresh ? truly : truth, ahead, admitted.early());
  }

  private void claimed(Worker worker, EffectClaim claim, Object[] arguments) {
    tell(
        "  "
            + worker
            + " takes "
            + claim.record().effect().key()
            + " "
            + claim.record().effect().type());
    Instant asked = (Instant) arguments[0];
    Instant here = storeTime();
    Instant counts = here.isBefore(asked) ? here : asked;
    Instant leaseEnds = counts.plus((Duration) arguments[1]);
    if (claim.record().notBefore().isBefore(leaseEnds)) {
      throw new Breach("a lease is shorter than was asked", claim.record().toString());
    }
    oracle.claimed(claim, counts, here.isBefore(asked) ? asked : here, truth);
  }

  // The quiet after.

  private void comeToRest() {
    calm = true;
    deviation = Duration.ZERO;
    oracle.clockWasPut();
    tell("from here on nothing breaks any more");
    Dice dice = new Dice(plan.seed());
    for (Ledger ledger : oracle.ledgers()) {
      if (ledger.course().heldForEver() && dice.falls(50, ledger.key().toString(), 99)) {
        Event lift = Event.builder(Operation.UNHOLD, storeTime()).by("operator").build();
        perform(sent(new Act.Tell(truth, ledger.key(), lift, false, List.of())));
      }
      perform(new Act.TryAgain(truth, ledger.key()));
      Instance row = ledger.row();
      if (row != null && row.state() == InstanceState.PURGING) {
        Event retry = Event.builder(Operation.RETRY_PURGE, storeTime()).by("operator2").build();
        perform(sent(new Act.Tell(truth, ledger.key(), retry, false, List.of())));
      }
    }
    for (Act.Operate.Hand kind : LAST_HAND) {
      perform(new Act.Operate(truth, kind, List.of()));
    }
    agreeToAll();
    Instant end = truth.plus(LONGEST);
    while (truth.isBefore(end)) {
      if (!anythingDone()) {
        if (isAtRest() || !goOnToWhatIsDue()) {
          return;
        }
        if (store.guard().clockHalt() != null) {
          // Each worker finds the step for itself when it next sweeps.
          perform(new Act.Operate(truth, Act.Operate.Hand.ACKNOWLEDGE, List.of()));
        }
        if (isStopped()) {
          perform(new Act.Operate(truth, Act.Operate.Hand.CONFIRM, List.of()));
          agreeToAll();
        }
        if (store.guard().trips().stream().anyMatch(trip -> trip.kind() == Guarded.LOCK)) {
          perform(new Deed.ConfirmLocks(truth, List.of()));
          agreeToAll();
        }
      }
    }
  }

  /** Somebody agrees to everything that waits for a second principal. */
  private void agreeToAll() {
    for (int i = store.asks().size(); i > 0; i--) {
      perform(new Deed.SecondPrincipal(truth, "the last", true, 0, List.of()));
    }
  }

  private boolean isStopped() {
    for (SetAside aside : store.setAside()) {
      if (aside.waitingFor() == WaitingFor.BREAKER || aside.waitingFor() == WaitingFor.FLOOR) {
        return true;
      }
    }
    return false;
  }

  private boolean isAtRest() {
    for (Ledger ledger : oracle.ledgers()) {
      Instance row = ledger.row();
      if (row != null
          && !host.isBeyondHelp(ledger.key())
          && !ledger.course().heldForEver()
          && (ledger.course().next() != null || !ledger.open().isEmpty())) {
        return false;
      }
    }
    return agenda.isEmpty();
  }

  private Act.Tell sent(Act.Tell letter) {
    letters.send(letter.event());
    return letter;
  }

  private boolean anythingDone() {
    boolean anything = !agenda.isEmpty();
    runUntil(truth);
    for (Worker worker : workers) {
      worker.begin(new Act.Look(truth, new InstanceKey("-", "-", "-", "-")));
      DeliveryReport delivered = worker.engine().deliver();
      boolean swept = !worker.engine().sweep().steps().isEmpty();
      worker.end();
      anything |= delivered.handedOut() > 0 || swept;
    }
    return anything;
  }

  private boolean goOnToWhatIsDue() {
    Due due = agenda.peek();
    Instant next = due == null ? null : due.act.at();
    for (Instant other : new Instant[] {store.nextDue(), store.nextEffect()}) {
      if (other != null && (next == null || other.minus(deviation).isBefore(next))) {
        next = other.minus(deviation);
      }
    }
    if (next == null) {
      return false;
    }
    if (!next.isAfter(truth)) {
      throw new Breach("what is due is not done", next + " at " + storeTime());
    }
    // Somebody sweeps at least so often, or it would be an outage.
    Instant soon = truth.plus(plan.guards().outageLimit());
    goOnTo(next.isAfter(soon) ? soon : next);
    return true;
  }

  // The story.

  private void tell(String line) {
    if (story != null) {
      String indent = "  ".repeat(depth);
      story.add(
          truth + (deviation.isZero() ? "" : " (store " + storeTime() + ")") + " " + indent + line);
    }
  }

  private String describe(Act act) {
    if (act instanceof Act.Tell letter) {
      Event event = letter.event();
      return (letter.dry() ? "is asked, dry, of " : "is told of ")
          + letter.key().id()
          + ": "
          + event
          + (event.until() == null ? "" : " until " + event.until())
          + (event.name() == null ? "" : " named " + event.name())
          + " by "
          + event.by()
          + befalling(act);
    }
    if (act instanceof Act.TellOwner letter) {
      return "is told of " + letter.owner() + ": " + letter.event() + befalling(act);
    }
    if (act instanceof Act.Work work) {
      return work.kind()
          + (work.atMost() == Integer.MAX_VALUE ? "" : " at most " + work.atMost())
          + befalling(act);
    }
    if (act instanceof Act.TakeIn takeIn) {
      Registration of = plan.fleet().get(takeIn.member());
      return "takes in "
          + of.key()
          + " "
          + of.profile()
          + " "
          + of.billing()
          + " until "
          + of.expiresAt()
          + " "
          + of.attributes()
          + befalling(act);
    }
    return act.toString();
  }

  private static String befalling(Act act) {
    return act.interruptions().isEmpty() ? "" : " " + act.interruptions();
  }

  private static String describe(AuditEntry line) {
    return line.kind()
        + " "
        + (line.key() == null ? "the store" : line.key().id())
        + " version "
        + line.version()
        + " "
        + line.cause()
        + " "
        + line.from()
        + " -> "
        + line.to()
        + " at "
        + line.at()
        + (line.outcome() == null ? "" : " " + line.outcome())
        + " "
        + line.effects();
  }

  /** An act and its place among those of the same instant. */
  private record Due(Act act, long order) {}
}
