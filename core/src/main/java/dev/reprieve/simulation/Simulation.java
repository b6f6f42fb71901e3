package dev.reprieve.simulation;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.ReprieveListener;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a fleet through virtual time on the {@link Reprieve engine} itself, by the rules of scenario
 * files (SCN-04 to SCN-16): the clock is true, the host answers at once, the sweep stands at every
 * deadline, and no margin or guard acts; no trail is kept (SAF-07), for nobody audits a what-if.
 * Not thread-safe; used once.
 */
public final class Simulation {
  private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
  private final Map<String, InstanceKey> keys = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();
  private final List<Registration> fleet = new ArrayList<>();
  private final SimulationListener listener;
  private final Reprieve engine;

  /**
   * A simulation of an empty fleet.
   *
   * @param policies the policies that rule it
   * @param listener hears what happens
   */
  public Simulation(PolicyRegistry policies, SimulationListener listener) {
    Objects.requireNonNull(policies, "policies");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.engine =
        Reprieve.builder(request -> EffectResult.done())
            .policies(policies)
            .repository(new StoreWithoutTrail(RecycleBinRepository.inMemory(clock)))
            .settings(Interpreter.Settings.SIMULATION)
            .safeguards(Safeguards.none())
            .idsInUse(key -> reserved.contains(key.id()) || keys.containsKey(key.id()))
            .listener(
                new ReprieveListener() {
                  @Override
                  public void onDecision(Decision decision) {
                    keys.put(decision.after().key().id(), decision.after().key());
                    listener.onDecision(decision);
                  }
                })
            .build();
  }

  /** The engine, to ask what is permitted and what comes next. */
  public Reprieve engine() {
    return engine;
  }

  /**
   * Adds an instance; those added first come first wherever several are due at one instant.
   *
   * @throws IllegalArgumentException if the id was added before
   */
  public void add(Registration registration) {
    Objects.requireNonNull(registration, "registration");
    reserve(registration.key().id());
    fleet.add(registration);
  }

  /** Keeps an id from being used by a rebuild, though no such instance exists (SCN-11). */
  public void reserve(String id) {
    Objects.requireNonNull(id, "id");
    if (!reserved.add(id)) {
      throw new IllegalArgumentException("instance \"" + id + "\" was added before");
    }
  }

  /**
   * Runs. When it has ended, the engine's clock stands at {@code until}, or where there is none at
   * the last thing that happened; a cancelled run stands where it was.
   *
   * @param events in any order: they are taken by instant, equal ones in this order
   * @param until the last instant, inclusive; null runs until no event and no deadline is left
   */
  public void run(List<SimulatedEvent> events, @Nullable Instant until) {
    Objects.requireNonNull(events, "events");
    List<SimulatedEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparing(event -> event.event().at()));
    clock.set(earliest(beginning(ordered), until));
    for (Registration registration : fleet) {
      Answer answer = engine.register(registration);
      if (!answer.isApplied()) {
        throw new IllegalArgumentException(
            "an instance that cannot be ruled was added: " + answer.refusal());
      }
    }
    int taken = 0;
    while (!listener.cancelled()) {
      Instant due = engine.nextSweepAt();
      Instant event = taken < ordered.size() ? ordered.get(taken).event().at() : null;
      Instant next = earlier(due, event);
      if (next == null || (until != null && next.isAfter(until))) {
        standAt(until);
        return;
      }
      clock.set(next);
      settle();
      while (taken < ordered.size()
          && ordered.get(taken).event().at().equals(next)
          && !listener.cancelled()) {
        take(ordered.get(taken++));
        settle();
        listener.onProgress(taken);
      }
    }
  }

  private void standAt(@Nullable Instant until) {
    if (until != null && until.isAfter(clock.instant())) {
      clock.set(until);
    }
  }

  /** Everything that is due by now, and everything that follows from it at this instant. */
  private void settle() {
    do {
      engine.deliver();
    } while (!engine.sweep().steps().isEmpty());
  }

  private void take(SimulatedEvent taken) {
    Event event = taken.event();
    InstanceKey key = keys.get(taken.instance());
    Refusal refusal =
        key == null
            ? Refusal.of(
                RefusalCode.NO_SUCH_INSTANCE,
                event.operation(),
                "OWN-01",
                "there is no instance \"" + taken.instance() + "\" at " + event.at())
            : engine.report(key, event).refusal();
    if (refusal != null) {
      listener.onRefusal(taken.instance(), event, refusal);
    }
  }

  /** Before anything that is said of the fleet, so that nothing lies in the past. */
  private Instant beginning(List<SimulatedEvent> events) {
    Instant first = Instant.MAX;
    for (Registration registration : fleet) {
      first = earliest(first, registration.createdAt());
      first = earliest(first, registration.expiresAt());
    }
    if (!events.isEmpty()) {
      first = earliest(first, events.get(0).event().at());
    }
    return first.equals(Instant.MAX) ? Instant.EPOCH : first.minusSeconds(1);
  }

  private static Instant earliest(Instant first, @Nullable Instant other) {
    return other != null && other.isBefore(first) ? other : first;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
