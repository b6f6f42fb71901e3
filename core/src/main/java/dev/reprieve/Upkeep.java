package dev.reprieve;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Child;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.Projection;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to a row that is no event: takes it up again, re-pins it, says what goes
 * with it.
 */
final class Upkeep {
  private final Rulings policies;
  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Listeners listeners;
  private final FourEyes fourEyes;
  private final Notes notes;

  Upkeep(
      Rulings policies,
      RecycleBinRepository bin,
      Interpreter interpreter,
      Listeners listeners,
      FourEyes fourEyes,
      Notes notes) {
    this.policies = policies;
    this.bin = bin;
    this.interpreter = interpreter;
    this.listeners = listeners;
    this.fourEyes = fourEyes;
    this.notes = notes;
  }

  /** The line is written first: an act without its line is worse than a line without its act. */
  boolean takeUpAgain(InstanceKey key, @Nullable String by, @Nullable String why) {
    SetAside aside = bin.setAside(key);
    Instance instance = bin.find(key);
    if (aside == null || instance == null) {
      return false;
    }
    notes.line(Audit.takenUp(instance, aside.reason(), bin.now(), by, why));
    return bin.takeUpAgain(key);
  }

  Answer repin(InstanceKey key, String by, String why, boolean purgeMayComeSooner) {
    return repin(key, by, why, purgeMayComeSooner, null);
  }

  /**
   * Re-pins what a second principal has agreed to (SAF-20).
   *
   * @param subject what he was shown: the policy onto which it was asked
   */
  Answer repinAgreed(InstanceKey key, String subject, String both, String why) {
    return repin(key, both, why, true, subject);
  }

  private Answer repin(
      InstanceKey key,
      String by,
      String why,
      boolean purgeMayComeSooner,
      @Nullable String agreedTo) {
    Operation repin = new Operation("REPIN");
    for (int i = 0; i < Desk.TRIES; i++) {
      Instance instance = bin.find(key);
      RetentionPolicy latest = policies.latest(key.product());
      if (instance == null || latest == null) {
        return notes.refusedAnyway(
            key,
            Refusal.of(RefusalCode.NO_SUCH_INSTANCE, repin, "OWN-01", "there is no " + key),
            by,
            why);
      }
      if (!instance.state().isInBin() || instance.state() == InstanceState.PURGING) {
        return notes.refused(
            instance,
            Refusal.of(
                RefusalCode.NOT_PERMITTED_IN_STATE,
                repin,
                "ALL-08",
                key
                    + " is "
                    + instance.state()
                    + ": only what waits in the bin has its policy"
                    + " pinned"),
            by,
            why);
      }
      if (instance.policy().equals(latest.ref())) {
        return Answer.alreadyThere(key);
      }
      String subject = Subjects.repin(latest.ref());
      if (agreedTo != null && !agreedTo.equals(subject)) {
        return notes.refused(
            instance,
            Refusal.of(
                RefusalCode.DIFFERENT_FACTS,
                repin,
                "SAF-20",
                key
                    + ": agreed to was \""
                    + agreedTo
                    + "\", and now it would be \""
                    + subject
                    + "\""),
            by,
            why);
      }
      if (purgeMayComeSooner && agreedTo == null && fourEyes.needed(SecondLook.SHORTEN)) {
        PendingAsk ask = fourEyes.keep(SecondLook.SHORTEN, key, null, subject, by, why);
        return notes.refused(instance, FourEyes.waiting(key, repin, ask), by, why);
      }
      Instant now = bin.now();
      Decision step = interpreter.repin(latest, instance, now, purgeMayComeSooner);
      if (!purgeMayComeSooner && comesSooner(latest, instance, step, now)) {
        return notes.refused(
            instance,
            Refusal.of(
                RefusalCode.INVALID_ARGUMENT,
                repin,
                "ALL-08",
                key + " would be purged sooner by " + latest + ", and nobody said that it may be"),
            by,
            why);
      }
      if (isWritten(instance, step, by, why, now)) {
        return Answer.applied(key, List.of(step));
      }
    }
    return Answer.lostRace(key);
  }

  /** Writes one step that is no event and orders nothing. */
  private boolean isWritten(
      Instance instance, Decision step, @Nullable String by, @Nullable String why, Instant now) {
    Instance after = step.after();
    Commit commit =
        Commit.builder()
            .row(new RowChange(instance.version(), after, interpreter.dueAt(after)))
            .line(Audit.of(step, by, why))
            .decided(now)
            .build();
    boolean written = bin.commit(commit) == Commit.Result.COMMITTED;
    if (written) {
      listeners.tell(listener -> listener.onDecision(step));
    }
    return written;
  }

  /**
   * Whether a re-pin that leaves the present stage as it is brings the purge nearer by the stages
   * that follow.
   */
  private boolean comesSooner(
      RetentionPolicy latest, Instance instance, Decision step, Instant now) {
    if (instance.state() == InstanceState.RETAINED) {
      return false;
    }
    RetentionPolicy ruling = policies.ruling(instance);
    Instant is = purgeAt(latest, step.after(), now);
    Instant was = ruling == null ? Instant.MAX : purgeAt(ruling, instance, now);
    return is != null && (was == null || is.isBefore(was));
  }

  /** When an instance would be purged if nobody did anything and nothing held it, or null. */
  private @Nullable Instant purgeAt(RetentionPolicy policy, Instance instance, Instant now) {
    Instance free = instance.toBuilder().holds(Holds.none()).openRebuilds(List.of()).build();
    return Projection.of(interpreter, policy, free, now).steps().stream()
        .filter(step -> step.to() == InstanceState.PURGED)
        .map(Projection.Step::at)
        .findFirst()
        .orElse(null);
  }

  Answer setChildren(InstanceKey key, List<Child> children, String by, String why) {
    Operation setting = new Operation("SET_CHILDREN");
    for (int i = 0; i < Desk.TRIES; i++) {
      Instance instance = bin.find(key);
      if (instance == null) {
        return notes.refusedAnyway(
            key,
            Refusal.of(RefusalCode.NO_SUCH_INSTANCE, setting, "OWN-01", "there is no " + key),
            by,
            why);
      }
      if (instance.state() == InstanceState.PURGING || instance.state().isTerminal()) {
        return notes.refused(
            instance,
            Refusal.of(
                RefusalCode.NOT_PERMITTED_IN_STATE,
                setting,
                "SAF-19",
                key + " is " + instance.state() + ": what goes with it is settled"),
            by,
            why);
      }
      Instant now = bin.now();
      Instant at = Interpreter.moment(instance, now);
      Instance after =
          instance.toBuilder()
              .children(children)
              .recordedAt(at)
              .version(instance.version() + 1)
              .build();
      if (after.children().equals(instance.children())) {
        return Answer.alreadyThere(key);
      }
      Decision step =
          new Decision(
              instance,
              after,
              Cause.of(setting),
              at,
              at,
              "SAF-19",
              "children set",
              List.of(),
              null,
              Map.of(),
              List.of());
      if (isWritten(instance, step, by, why, now)) {
        return Answer.applied(key, List.of(step));
      }
    }
    return Answer.lostRace(key);
  }
}
