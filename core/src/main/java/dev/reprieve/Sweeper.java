package dev.reprieve;

import dev.reprieve.effect.Backoff;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what is due. A row that cannot be handled is set aside and holds up no other. */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int BATCH = 512;

  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final Backoff backoff;
  private final boolean backupGate;

  Sweeper(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      Backoff backoff,
      boolean backupGate) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.backoff = backoff;
    this.backupGate = backupGate;
  }

  SweepReport sweep(int atMost) {
    Instant now = bin.now();
    List<Decision> steps = new ArrayList<>();
    int lostRaces = 0;
    int setAside = 0;
    while (steps.size() + lostRaces + setAside < atMost) {
      int room = Math.min(BATCH, atMost - steps.size() - lostRaces - setAside);
      int before = steps.size();
      List<Instance> due = bin.due(now, room);
      for (Instance instance : due) {
        switch (pass(instance, now, steps)) {
          case LOST_RACE -> lostRaces++;
          case SET_ASIDE -> setAside++;
          case PASSED -> {}
        }
      }
      // What was passed may be due again at once: a stage that does not count from now.
      if (due.isEmpty() || (due.size() < room && noneIsDueAgain(steps, before, now))) {
        return new SweepReport(steps, lostRaces, setAside, false);
      }
    }
    return new SweepReport(steps, lostRaces, setAside, !bin.due(now, 1).isEmpty());
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
    SET_ASIDE
  }

  private Result pass(Instance instance, Instant now, List<Decision> steps) {
    RetentionPolicy policy = policies.ruling(instance);
    if (policy == null) {
      return setAside(
          instance,
          instance.policy() + " is not known to this engine: the row is parked, not touched",
          null);
    }
    try {
      Decision step = interpreter.pass(policy, instance, now);
      if (step == null) {
        // Another engine with a shorter margin wrote the index: it is looked at when it is due.
        return setAside(
            instance,
            "due by the store's index and not yet by the rules",
            interpreter.dueAt(instance));
      }
      String missing = step.beginsPurge() ? missing(instance) : null;
      if (missing != null) {
        return setAside(instance, missing, now.plus(backoff.pauseAfter(1)));
      }
      Commit commit =
          new Commit(
              List.of(
                  new RowChange(instance.version(), step.after(), interpreter.dueAt(step.after()))),
              step.effects(),
              List.of(),
              List.of(Audit.of(step, null, null)),
              null);
      if (bin.commit(commit) == Commit.Result.CONFLICT) {
        return Result.LOST_RACE;
      }
      steps.add(step);
      listeners.tell(listener -> listener.onDecision(step));
      return Result.PASSED;
    } catch (RuntimeException broken) {
      LOG.warn("A sweep cannot handle {}: it is set aside", instance, broken);
      return setAside(instance, String.valueOf(broken.getMessage()), nextTry(instance, now));
    }
  }

  /** What the instance's own effects have not confirmed yet, or null. */
  private @Nullable String missing(Instance instance) {
    List<EffectRecord> open = bin.openEffects(instance.key());
    String notice = PurgeGate.noticeMissing(interpreter.settings(), open);
    return notice == null && backupGate ? PurgeGate.effectMissing(open) : notice;
  }

  private @Nullable Instant nextTry(Instance instance, Instant now) {
    SetAside before = bin.setAside(instance.key());
    int failed =
        before != null && before.version() == instance.version() ? before.attempts() + 1 : 1;
    return backoff.givesUpAfter(failed) ? null : now.plus(backoff.pauseAfter(failed));
  }

  private Result setAside(Instance instance, String reason, @Nullable Instant lookAgainAt) {
    bin.setAside(instance.key(), instance.version(), reason, lookAgainAt);
    listeners.tell(listener -> listener.onSetAside(instance.key(), reason));
    return Result.SET_ASIDE;
  }
}
