package dev.reprieve;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything that cannot be undone: asks each safeguard in turn, the cheap ones
 * first, and says what something waits for. What is permitted here is checked once more, by its
 * {@link Admission}, in the step that writes it.
 */
final class Guardian {
  private final RecycleBinRepository bin;
  private final Interpreter.Settings settings;
  private final Safeguards safeguards;
  private final @Nullable FreshLooks looks;
  private final ClockGuard clock;
  private final Breaker breaker;

  Guardian(
      RecycleBinRepository bin,
      Interpreter.Settings settings,
      Safeguards safeguards,
      @Nullable FreshLooks looks,
      ClockGuard clock,
      Breaker breaker) {
    this.bin = bin;
    this.settings = settings;
    this.safeguards = safeguards;
    this.looks = looks;
    this.clock = clock;
    this.breaker = breaker;
  }

  /** Looks at the clocks, before a sweep. */
  void beginSweep(Instant now) {
    clock.look(now);
  }

  /** What the safeguards have to remember: read before everything that is decided on it. */
  GuardState state() {
    return bin.guard();
  }

  /** Asks the host about all of these that no other guard stops, together. */
  void lookAt(List<Instance> dueToBePurged, Instant now) {
    if (looks == null) {
      return;
    }
    GuardState state = bin.guard();
    List<Instance> open = new ArrayList<>();
    for (Instance instance : dueToBePurged) {
      if (withoutAsking(instance, state, now) == null) {
        open.add(instance);
      }
    }
    looks.ask(FreshLooks.about(open, Question.Act.PURGE), now);
  }

  /** Why the purge that a sweep finds due does not begin now, or null if it may. */
  @Nullable Decline ofPurge(Instance instance, GuardState state, Instant now) {
    Decline decline = withoutAsking(instance, state, now);
    return decline == null ? unseen(instance, Question.Act.PURGE, now) : decline;
  }

  /** Why a purge that its user asks for does not begin now: he needs no notice of it. */
  @Nullable Decline ofAskedPurge(Instance instance, GuardState state, Instant now) {
    Decline decline = ofAnyPurge(instance, state, now);
    return decline == null ? unseen(instance, Question.Act.PURGE, now) : decline;
  }

  private @Nullable Decline withoutAsking(Instance instance, GuardState state, Instant now) {
    Decline decline = ofAnyPurge(instance, state, now);
    if (decline != null) {
      return decline;
    }
    String missing = PurgeGate.noticeMissing(settings, bin.openEffects(instance.key()));
    return missing == null
        ? null
        : new Decline(
            WaitingFor.NOTICE, missing + " (SAF-04)", now.plus(safeguards.lookAgainAfter()));
  }

  private @Nullable Decline ofAnyPurge(Instance instance, GuardState state, Instant now) {
    Instant again = now.plus(safeguards.lookAgainAfter());
    if (state.killSwitch() != null) {
      return killed(state.killSwitch(), again);
    }
    if (state.clockHalt() != null) {
      return new Decline(
          WaitingFor.CLOCK,
          "since "
              + state.clockHalt().at()
              + " the clock is not believed: "
              + state.clockHalt().why()
              + " (SAF-05)",
          again);
    }
    if (safeguards.protects(instance)) {
      return new Decline(
          WaitingFor.PROTECTION, "its id or one of its tags is protected (SAF-18)", null);
    }
    Deadline deadline = instance.deadline();
    if (deadline != null && deadline.at().isBefore(instance.since())) {
      return new Decline(
          WaitingFor.REPAIR,
          "its deadline "
              + deadline.at()
              + " lies before its state began at "
              + instance.since()
              + ": that cannot be, and nothing is purged by it (SAF-13)",
          null);
    }
    return breaker.stopped(Guarded.PURGE, instance, instance.version(), state, now);
  }

  /** Where an outage pushes the purge of an instance, or null where none does (SAF-05). */
  @Nullable Instant pushed(Instance instance, GuardState state) {
    Instant due = instance.dueAt();
    return due == null ? null : clock.pushed(state, due);
  }

  /** What must be true in the step that writes the beginning of a purge. */
  Admission admission(Instance instance, GuardState state, Instant now) {
    return breaker.admission(Guarded.PURGE, instance, instance.version(), state, now);
  }

  /** Why that step went over a limit; null if it no longer would. */
  @Nullable Decline overLimit(Instance instance, Instant now) {
    return breaker.trip(Guarded.PURGE, instance, now);
  }

  /**
   * Why an effect that was just claimed is not handed out now, or null if it may be: {@code
   * RELEASE_COMPUTE} after a fresh look, and it and {@code LOCK_ACCESS} within the limits. What
   * deletes was guarded when its purge began, and is withheld by the store's own claim.
   */
  @Nullable Decline ofEffect(EffectClaim claim, Instant now) {
    EffectRecord record = claim.record();
    Instance instance = claim.instance();
    if (!isGuarded(record) || record.token() != null) {
      // What the host is at already is only asked how it goes.
      return null;
    }
    if (releases(record)) {
      Decline unseen = unseenRelease(instance, now);
      if (unseen != null) {
        return unseen;
      }
    }
    return instance.state() == InstanceState.PURGING ? null : overLimit(record, instance, now);
  }

  private @Nullable Decline overLimit(EffectRecord record, Instance instance, Instant now) {
    long decision = record.effect().key().version();
    // Others may be faster at the guard's row; each of them got something done by it.
    while (true) {
      GuardState state = bin.guard();
      if (!breaker.counts(Guarded.LOCK, state)) {
        return null;
      }
      Decline stopped = breaker.stopped(Guarded.LOCK, instance, decision, state, now);
      if (stopped != null) {
        return stopped;
      }
      Admission admission = breaker.admission(Guarded.LOCK, instance, decision, state, now);
      switch (bin.commit(Commit.admissionAlone(admission))) {
        case COMMITTED -> {
          return null;
        }
        case OVER_LIMIT -> {
          Decline tripped = breaker.trip(Guarded.LOCK, instance, now);
          if (tripped != null) {
            return tripped;
          }
        }
        case CONFLICT -> {}
      }
    }
  }

  /** Whether an effect is counted among locks and releases. */
  static boolean isGuarded(EffectRecord record) {
    return releases(record) || record.effect().type().name().equals(EffectType.LOCK_ACCESS.name());
  }

  private static boolean releases(EffectRecord record) {
    return record.effect().type().name().equals(EffectType.RELEASE_COMPUTE.name());
  }

  /** Asks about this one and, since a host is asked in batches, about others whose turn it is. */
  private @Nullable Decline unseenRelease(Instance instance, Instant now) {
    if (looks == null) {
      return null;
    }
    List<Instance> together = new ArrayList<>();
    together.add(instance);
    for (EffectRecord ready : bin.readyEffects(now, FreshLook.BATCH)) {
      Instance other = releases(ready) ? bin.find(ready.effect().key().instance()) : null;
      if (other != null && together.size() < FreshLook.BATCH) {
        together.add(other);
      }
    }
    looks.ask(FreshLooks.about(together, Question.Act.RELEASE_COMPUTE), now);
    return unseen(instance, Question.Act.RELEASE_COMPUTE, now);
  }

  private @Nullable Decline unseen(Instance instance, Question.Act act, Instant now) {
    String no = looks == null ? null : looks.no(new Question(instance, act), now);
    return no == null
        ? null
        : new Decline(
            WaitingFor.FRESH_LOOK, no + " (SAF-02)", now.plus(safeguards.lookAgainAfter()));
  }

  private static Decline killed(GuardState.Said said, Instant again) {
    return new Decline(
        WaitingFor.KILL_SWITCH,
        "since " + said.at() + " the kill switch is on: " + said.why() + " (SAF-12)",
        again);
  }
}
