package dev.reprieve;

import dev.reprieve.effect.Backoff;
import dev.reprieve.guard.FreshLook;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what is due. A row that cannot be handled is set aside and holds up no other. */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** What a host is asked about at once is passed at once, before its answers are old. */
  private static final int BATCH = FreshLook.BATCH;

  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final Backoff backoff;
  private final Guardian guardian;
  private final LongAdder early = new LongAdder();

  Sweeper(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      Backoff backoff,
      Guardian guardian) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.backoff = backoff;
    this.guardian = guardian;
  }

  SweepReport sweep(int atMost) {
    SweepClock clock = begin();
    List<Decision> steps = new ArrayList<>();
    int lostRaces = 0;
    int setAside = 0;
    while (steps.size() + lostRaces + setAside < atMost) {
      int room = Math.min(BATCH, atMost - steps.size() - lostRaces - setAside);
      int before = steps.size();
      int lostBefore = lostRaces;
      List<Instance> due = bin.due(clock.now(), room);
      lookAt(due, clock.now());
      for (Instance instance : due) {
        switch (pass(instance, clock, steps)) {
          case LOST_RACE, OVER_LIMIT -> lostRaces++;
          case SET_ASIDE -> setAside++;
          case PASSED -> {}
        }
      }
      // What was passed may be due again at once: a stage that does not count from now.
      if (due.isEmpty() || (due.size() < room && noneIsDueAgain(steps, before, clock.now()))) {
        return new SweepReport(steps, lostRaces, setAside, false);
      }
      if (lostRaces - lostBefore == due.size()) {
        // Nothing can be written here as fast as it is decided: no reason to go on for ever.
        return new SweepReport(steps, lostRaces, setAside, true);
      }
      // What was decided by an old reading is not written (ALL-14), and the next is none.
      clock.readAgain();
    }
    return new SweepReport(steps, lostRaces, setAside, !bin.due(clock.now(), 1).isEmpty());
  }

  /** Asks the host about all of these that would be purged, together. */
  void lookAt(List<Instance> due, Instant now) {
    guardian.lookAt(due.stream().filter(Sweeper::wouldPurge).toList(), now);
  }

  /** Looks at the clocks; the reading by which everything that follows is judged. */
  SweepClock begin() {
    return new SweepClock(bin, guardian);
  }

  /**
   * Passes one row that is due, as it was when it was read: what has changed since is not passed.
   *
   * @return why it was not passed, or null if it was
   */
  @Nullable String passOne(Instance instance, SweepClock clock, List<Decision> steps) {
    return switch (pass(instance, clock, steps)) {
      case PASSED -> null;
      case SET_ASIDE -> {
        SetAside aside = bin.setAside(instance.key());
        yield aside == null ? "it waits" : aside.reason();
      }
      default -> "somebody else changed it meanwhile";
    };
  }

  /** How many purges began before their deadline; always 0 (SAF-16). */
  long early() {
    return early.sum();
  }

  private boolean noneIsDueAgain(List<Decision> steps, int from, Instant now) {
    for (Decision step : steps.subList(from, steps.size())) {
      Instant due = interpreter.dueAt(step.after());
      if (due != null && !due.isAfter(now)) {
        return false;
      }
    }
    return true;
  }

  private enum Result {
    PASSED,
    LOST_RACE,
    SET_ASIDE,
    OVER_LIMIT
  }

  /** What was decided too long ago to be written is decided once more, and by a new reading. */
  private Result pass(Instance instance, SweepClock clock, List<Decision> steps) {
    Result result = pass(instance, clock.reading(), steps);
    if (result != Result.LOST_RACE || !clock.readAgainIfOld()) {
      return result;
    }
    Result second = pass(instance, clock.reading(), steps);
    // Said aloud, since it may be so each time.
    return second == Result.LOST_RACE && wouldPurge(instance) && clock.readAgainIfOld()
        ? setAside(instance, guardian.tooSlow(clock.now()))
        : second;
  }

  private Result pass(Instance instance, ClockReading clock, List<Decision> steps) {
    Instant now = clock.now();
    RetentionPolicy policy = policies.ruling(instance);
    if (policy == null) {
      return setAside(
          instance,
          new Decline(
              WaitingFor.REPAIR,
              instance.policy() + " is not known to this engine: the row is parked, not touched",
              // Another one may know it, as when a fleet of hosts is upgraded one after the other.
              guardian.lookAgainAt(now)));
    }
    try {
      // Before any notice: what that tells its owner must be when the purge really comes.
      Instant pushed = wouldPurge(instance) ? guardian.pushed(instance) : null;
      if (pushed != null) {
        return write(interpreter.pushOut(instance, pushed, now), null, now, steps);
      }
      Decision step = interpreter.pass(policy, instance, clock);
      if (step == null) {
        // Another engine with a shorter margin wrote the index: it is looked at when it is due.
        return setAside(
            instance,
            new Decline(
                WaitingFor.ITS_TIME,
                "due by the store's index and not yet by the rules",
                interpreter.dueAt(instance)));
      }
      return step.beginsPurge() ? purge(instance, step, now, steps) : write(step, null, now, steps);
    } catch (RuntimeException broken) {
      LOG.warn("A sweep cannot handle {}: it is set aside", instance, broken);
      return setAside(
          instance,
          new Decline(
              WaitingFor.REPAIR, String.valueOf(broken.getMessage()), nextTry(instance, now)));
    }
  }

  private static boolean wouldPurge(Instance instance) {
    return instance.deadline() != null && instance.deadline().purges();
  }

  /** Begins a purge, after all its guards (ALL-07 c). */
  private Result purge(Instance instance, Decision step, Instant now, List<Decision> steps) {
    GuardState state = guardian.state();
    Decline decline = guardian.ofPurge(instance, state, now);
    if (decline == null) {
      Result result = write(step, guardian.admission(instance, state, now), now, steps);
      decline = result == Result.OVER_LIMIT ? guardian.overLimit(instance, now) : null;
      if (decline == null) {
        return result == Result.OVER_LIMIT ? Result.LOST_RACE : result;
      }
    }
    return setAside(instance, decline);
  }

  private Result write(
      Decision step, @Nullable Admission admission, Instant now, List<Decision> steps) {
    Instance before = Objects.requireNonNull(step.before(), "before");
    // As the store has it, and not as it was handed out to this sweep.
    Instance stood = step.beginsPurge() ? bin.find(before.key()) : null;
    Commit commit =
        Commit.builder()
            .row(new RowChange(before.version(), step.after(), interpreter.dueAt(step.after())))
            .effects(step.effects())
            .line(Audit.of(step, null, null))
            .admitted(admission)
            .decided(now)
            .build();
    switch (bin.commit(commit)) {
      case CONFLICT -> {
        return Result.LOST_RACE;
      }
      case OVER_LIMIT -> {
        return Result.OVER_LIMIT;
      }
      case COMMITTED -> {}
    }
    if (stood != null && EarlyPurge.isOne(stood, now, interpreter.settings().holdGrace())) {
      early.increment();
      LOG.error("A purge of {} began before it was due: report this as a bug", before.key());
    }
    steps.add(step);
    listeners.tell(listener -> listener.onDecision(step));
    return Result.PASSED;
  }

  private @Nullable Instant nextTry(Instance instance, Instant now) {
    SetAside before = bin.setAside(instance.key());
    int failed =
        before != null && before.version() == instance.version() ? before.attempts() + 1 : 1;
    return backoff.givesUpAfter(failed) ? null : now.plus(backoff.pauseAfter(failed));
  }

  private Result setAside(Instance instance, Decline decline) {
    SetAside before = bin.setAside(instance.key());
    bin.setAside(
        instance.key(),
        instance.version(),
        decline.waitingFor(),
        decline.reason(),
        decline.lookAgainAt());
    boolean news = before == null || before.waitingFor() != decline.waitingFor();
    if (news && decline.waitingFor() != WaitingFor.ITS_TIME) {
      // Once, and not each time that it is looked at again.
      bin.commit(Commit.of(Audit.declined(instance, decline, bin.now())));
    }
    listeners.tell(listener -> listener.onSetAside(instance.key(), decline.reason()));
    return Result.SET_ASIDE;
  }
}
