package dev.reprieve.testkit.world;

import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One thing that happens in a world. Plain values: a history is a list of them. */
sealed interface Act
    permits Act.TakeIn,
        Act.Tell,
        Act.TellOwner,
        Act.Work,
        Act.ClockStep,
        Act.Complete,
        Act.TryAgain,
        Act.Operate,
        Act.Look,
        Deed {
  /** When, in true time. */
  Instant at();

  /** What befalls whoever does it, on the way. */
  List<Interruption> interruptions();

  /** The same act, with less that befalls it. */
  Act with(List<Interruption> fewer);

  /** Somebody takes an instance in. */
  record TakeIn(Instant at, int member, List<Interruption> interruptions) implements Act {
    @Override
    public Act with(List<Interruption> fewer) {
      return new TakeIn(at, member, fewer);
    }
  }

  /**
   * Somebody says something of an instance.
   *
   * @param dry whether only to hear what would happen
   */
  record Tell(
      Instant at, InstanceKey key, Event event, boolean dry, List<Interruption> interruptions)
      implements Act {
    @Override
    public Act with(List<Interruption> fewer) {
      return new Tell(at, key, event, dry, fewer);
    }
  }

  /** Billing says something of an owner. */
  record TellOwner(Instant at, String owner, Event event, List<Interruption> interruptions)
      implements Act {
    @Override
    public Act with(List<Interruption> fewer) {
      return new TellOwner(at, owner, event, fewer);
    }
  }

  /** A worker does its work. */
  record Work(Instant at, int worker, Kind kind, int atMost, List<Interruption> interruptions)
      implements Act {
    /** What. */
    enum Kind {
      SWEEP,
      DELIVER
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return new Work(at, worker, kind, atMost, fewer);
    }
  }

  /** The store's clock is put forward or back. */
  record ClockStep(Instant at, Duration by) implements Act {
    @Override
    public List<Interruption> interruptions() {
      return List.of();
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return this;
    }
  }

  /** The host completes, from outside, what it has been working on. */
  record Complete(Instant at, dev.reprieve.model.EffectKey key) implements Act {
    @Override
    public List<Interruption> interruptions() {
      return List.of();
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return this;
    }
  }

  /** An operator has everything that was given up or set aside of an instance tried again. */
  record TryAgain(Instant at, InstanceKey key) implements Act {
    @Override
    public List<Interruption> interruptions() {
      return List.of();
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return this;
    }
  }

  /** An operator has a hand on the safeguards. */
  record Operate(Instant at, Hand hand, List<Interruption> interruptions) implements Act {
    /** What is done. */
    enum Hand {
      KILL,
      RESUME,
      CONFIRM,
      ACKNOWLEDGE
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return new Operate(at, hand, fewer);
    }
  }

  /** Somebody looks at an instance. */
  record Look(Instant at, InstanceKey key) implements Act {
    @Override
    public List<Interruption> interruptions() {
      return List.of();
    }

    @Override
    public Act with(List<Interruption> fewer) {
      return this;
    }
  }
}
