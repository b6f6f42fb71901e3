package dev.reprieve;

import dev.reprieve.guard.FreshLook;
import dev.reprieve.guard.Question;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.policy.ClockReading;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
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

  /** Looks at the clocks; the reading by which a sweep judges. */
  ClockReading beginSweep() {
    return clock.look();
  }

  /** A reading of the store's clock by which anybody else decides. */
  ClockReading readClock() {
    return clock.read();
  }

  /** The time that this process has lived through, in nanoseconds from any origin. */
  long lived() {
    return clock.lived();
  }

  /** Whether so much time has passed since then, of what this process has lived through. */
  boolean isOver(Duration span, long since) {
    return Duration.ofNanos(clock.lived() - since).compareTo(span) >= 0;
  }

  /** When something that was declined now is looked at again. */
  Instant lookAgainAt(Instant now) {
    return now.plus(safeguards.lookAgainAfter());
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
    looks.ask(FreshLooks.about(open, Question.Act.PURGE), bin.now());
  }

  /** Why the purge that a sweep finds due does not begin now, or null if it may. */
  @Nullable Decline ofPurge(Instance instance, GuardState state, Instant now) {
    Decline decline = withoutAsking(instance, state, now);
    return decline == null ? unseen(instance, Question.Act.PURGE, now) : decline;
  }

  /** Why a purge that its user asks for does not begin now: he needs no notice of it. */
  @Nullable Decline ofAskedPurge(Instance instance, GuardState state, Instant now) {
    if (!instance.openRebuilds().isEmpty()) {
      return new Decline(
          WaitingFor.EFFECT,
          "a rebuild from it is under way: " + instance.openRebuilds() + " (ALL-16)",
          lookAgainAt(now));
    }
    Decline decline = ofAnyPurge(instance, state, now);
    return decline == null ? unseen(instance, Question.Act.PURGE, now) : decline;
  }

  private @Nullable Decline withoutAsking(Instance instance, GuardState state, Instant now) {
    Decline decline = ofAnyPurge(instance, state, now);
    if (decline != null) {
      return decline;
    }
    List<EffectRecord> open = bin.openEffects(instance.key());
    Instant again = lookAgainAt(now);
    String notice = PurgeGate.noticeMissing(settings, open);
    if (notice != null) {
      return new Decline(WaitingFor.NOTICE, notice + " (SAF-04)", again);
    }
    String effect = safeguards.backupGate() ? PurgeGate.effectMissing(open) : null;
    return effect == null ? null : new Decline(WaitingFor.EFFECT, effect + " (SAF-06)", again);
  }

  private @Nullable Decline ofAnyPurge(Instance instance, GuardState state, Instant now) {
    Instant again = lookAgainAt(now);
    Decline halted = haltsEverything(state, again);
    if (halted != null) {
      return halted;
    }
    if (safeguards.protects(instance)) {
      return new Decline(
          WaitingFor.PROTECTION, "its id or one of its tags is protected (SAF-18)", null);
    }
    Deadline deadline = instance.deadline();
    // What its user has asked to be destroyed may change between running and stopped meanwhile.
    if (deadline != null
        && !instance.state().isLive()
        && deadline.at().isBefore(instance.since())) {
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

  /**
   * Where an outage pushes the purge of an instance, or null where none does (SAF-05). Whatever has
   * moved the purge since, a late notice for one, takes nothing of what its deadline, or the end of
   * a hold on it, is owed.
   */
  @Nullable Instant pushed(Instance instance) {
    GuardState state = bin.guard();
    Deadline deadline = instance.deadline();
    Instant stands = instance.dueAt(settings.holdGrace());
    // Under a clock that is not believed, what looks like an outage may be none.
    if (state.clockHalt() != null || deadline == null || !deadline.purges() || stands == null) {
      return null;
    }
    Instant latest = stands;
    for (Instant due : owed(instance, deadline)) {
      Instant pushed = clock.pushed(state, due);
      latest = pushed != null && pushed.isAfter(latest) ? pushed : latest;
    }
    return latest.equals(stands) ? null : latest;
  }

  /** When a purge was due at the earliest, by each thing that says so. */
  private List<Instant> owed(Instance instance, Deadline deadline) {
    List<Instant> owed = new ArrayList<>(4);
    owed.add(deadline.dueAt());
    Instant held = instance.holds().latestEnd();
    if (held != null && held.isAfter(deadline.at())) {
      owed.add(held);
      owed.add(Microseconds.after(held, settings.holdGrace()));
    }
    Instant notBefore = instance.purgeNotBefore();
    if (notBefore != null) {
      owed.add(notBefore);
    }
    return owed;
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
    if (record.token() != null) {
      // What the host is at already is only asked how it goes.
      return null;
    }
    if (record.effect().type().destructive()) {
      // The kill switch was asked in the claim itself: this is for one put on since.
      Decline stopped = haltsEverything(bin.guard(), lookAgainAt(now));
      Decline held = stopped == null ? heldLately(instance, now) : stopped;
      if (held != null) {
        return held;
      }
    }
    if (!isGuarded(record)) {
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

  /**
   * A hold on a purge that has begun leaves the same grace as one on a purge that is overdue: what
   * is left of the data is as lost by lifting it by mistake (SAF-17).
   */
  private @Nullable Decline heldLately(Instance instance, Instant now) {
    if (instance.state() != InstanceState.PURGING) {
      return null;
    }
    Instant until = instance.purgeNotBefore();
    Instant ended = instance.holds().latestEnd();
    if (ended != null && ended.isAfter(instance.since())) {
      Instant grace = Microseconds.after(ended, settings.holdGrace());
      until = until == null || grace.isAfter(until) ? grace : until;
    }
    return until == null || !until.isAfter(now)
        ? null
        : new Decline(
            WaitingFor.ITS_TIME,
            "a hold on its purge has ended: it waits until " + until + " (SAF-17)",
            until);
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
    if (!looks.isAnswered(new Question(instance, Question.Act.RELEASE_COMPUTE), now)) {
      looks.ask(FreshLooks.about(withOthers(instance, now), Question.Act.RELEASE_COMPUTE), now);
    }
    return unseen(instance, Question.Act.RELEASE_COMPUTE, now);
  }

  /** A release comes after a backup: the effect whose turn it is, is seldom the release itself. */
  private List<Instance> withOthers(Instance instance, Instant now) {
    List<Instance> together = new ArrayList<>();
    together.add(instance);
    for (EffectRecord ready : bin.readyEffects(now, FreshLook.BATCH)) {
      InstanceKey key = ready.effect().key().instance();
      if (together.size() < FreshLook.BATCH
          && !key.equals(instance.key())
          && bin.openEffects(key).stream().anyMatch(Guardian::releases)) {
        Instance other = bin.find(key);
        if (other != null) {
          together.add(other);
        }
      }
    }
    return together;
  }

  private @Nullable Decline unseen(Instance instance, Question.Act act, Instant now) {
    // By the clock of this moment, not by that of the sweep's beginning: an answer ages meanwhile.
    String no = looks == null ? null : looks.no(new Question(instance, act), bin.now());
    return no == null
        ? null
        : new Decline(WaitingFor.FRESH_LOOK, no + " (SAF-02)", lookAgainAt(now));
  }

  /** Why a purge waits that could not be written as fast as it was decided. */
  Decline tooSlow(Instant now) {
    return new Decline(
        WaitingFor.FRESH_LOOK,
        "to ask the host and to write what was decided took longer than "
            + Commit.DECIDED_WITHIN
            + ", twice: by then the answers are old (SAF-02, ALL-14)",
        lookAgainAt(now));
  }

  private static @Nullable Decline haltsEverything(GuardState state, Instant again) {
    if (state.killSwitch() != null) {
      return killed(state.killSwitch(), again);
    }
    return state.clockHalt() == null
        ? null
        : new Decline(
            WaitingFor.CLOCK,
            "since "
                + state.clockHalt().at()
                + " the clock is not believed: "
                + state.clockHalt().why()
                + " (SAF-05)",
            again);
  }

  private static Decline killed(GuardState.Said said, Instant again) {
    return new Decline(
        WaitingFor.KILL_SWITCH,
        "since " + said.at() + " the kill switch is on: " + said.why() + " (SAF-12)",
        again);
  }
}
