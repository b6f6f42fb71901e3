package dev.reprieve.testkit;

import dev.reprieve.Registration;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulatedEvent;
import dev.reprieve.simulation.Simulation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one instance in virtual time, told by the engine itself: say what the instance is,
 * what is asked of it and when, and read what happens.
 *
 * <pre>{@code
 * Life.of(policy)
 *     .subscription("2026-02-01T00:00:00Z")
 *     .at("2026-02-10T00:00:00Z").renew("2026-03-10T00:00:00Z")
 *     .story();
 * }</pre>
 *
 * <p>It follows the rules of scenario files (SCN-04 to SCN-16): the host answers at once and no
 * margin or guard acts. For what a host sees of the engine in earnest there is {@link TestHost}.
 * Not thread-safe.
 */
public final class Life {
  /** The id of the instance whose life it is. */
  public static final String ID = "i1";

  private final RetentionPolicy policy;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private BillingMode billing = BillingMode.PAY_AS_YOU_GO;
  private Attributes attributes = Attributes.empty();
  private @Nullable String profile;
  private @Nullable Instant createdAt;
  private @Nullable Instant expiresAt;
  private @Nullable Instant until;
  private boolean releaseProtected;

  private Life(RetentionPolicy policy) {
    this.policy = policy;
  }

  /** A life under a policy: pay-as-you-go and unprotected, until something else is said. */
  public static Life of(RetentionPolicy policy) {
    return new Life(policy);
  }

  /** A subscription that ends at an instant. */
  public Life subscription(String expiresAt) {
    this.expiresAt = Instant.parse(expiresAt);
    return billedBy(BillingMode.SUBSCRIPTION);
  }

  /** Paid for as it is used. */
  public Life payAsYouGo() {
    return billedBy(BillingMode.PAY_AS_YOU_GO);
  }

  /** Paid for in some way. */
  public Life billedBy(BillingMode mode) {
    this.billing = mode;
    return this;
  }

  /** A profile other than the policy's default. */
  public Life profile(String name) {
    this.profile = name;
    return this;
  }

  /** When it was created; without it, it was always there. */
  public Life createdAt(String instant) {
    this.createdAt = Instant.parse(instant);
    return this;
  }

  /** One attribute. */
  public <T> Life attribute(AttributeKey<T> key, T value) {
    this.attributes = attributes.with(key, value);
    return this;
  }

  /** Several attributes, over those that were said before. */
  public Life attributes(Attributes more) {
    this.attributes = attributes.overlaidBy(more);
    return this;
  }

  /** Protected from release. */
  public Life releaseProtected() {
    this.releaseProtected = true;
    return this;
  }

  /** The last instant, inclusive; without it the life goes on until nothing is left to happen. */
  public Life until(String instant) {
    this.until = Instant.parse(instant);
    return this;
  }

  /** What is asked at an instant follows. */
  public Moment at(String instant) {
    return at(Instant.parse(instant));
  }

  /** What is asked at an instant follows. */
  public Moment at(Instant instant) {
    return new Moment(this, ID, instant);
  }

  /** Any event of the instance. */
  public Life event(Event event) {
    return event(ID, event);
  }

  Life event(String id, Event event) {
    events.add(new SimulatedEvent(id, event));
    return this;
  }

  /**
   * A history made of steps, one after the other, each with arguments that fit its place.
   *
   * @param from the instant from which the first step counts
   */
  public Life follow(Instant from, List<Step> steps) {
    Instant at = from;
    for (int i = 0; i < steps.size(); i++) {
      at = at.plus(steps.get(i).after());
      event(steps.get(i).event(policy, at, i));
    }
    return this;
  }

  /** Runs it. */
  public List<Line> lines() {
    Narrator narrator = new Narrator();
    Simulation simulation = new Simulation(PolicyRegistry.of(List.of(policy)), narrator);
    narrator.asking(simulation.engine());
    simulation.add(registration());
    simulation.run(events, until);
    return narrator.lines();
  }

  /** Runs it, and tells each line in short ({@link Line#toString}). */
  public List<String> story() {
    return lines().stream().map(Line::toString).toList();
  }

  /** Runs it; the last line. */
  public Line last() {
    List<Line> lines = lines();
    return lines.get(lines.size() - 1);
  }

  /** What a host would say of the instance. */
  public Registration registration() {
    return Registration.of(key(), "owner", billing)
        .profile(profile)
        .attributes(attributes)
        .createdAt(createdAt)
        .expiresAt(expiresAt)
        .releaseProtected(releaseProtected);
  }

  /** The key of the instance. */
  public InstanceKey key() {
    return new InstanceKey("tenant", "region", policy.id(), ID);
  }

  RetentionPolicy policy() {
    return policy;
  }

  /** The events of the instance, in the order in which they were said. */
  List<Event> events() {
    return events.stream().map(SimulatedEvent::event).toList();
  }

  /** An instant at which something is asked. */
  public static final class Moment {
    private final Life life;
    private final String id;
    private final Instant at;

    private Moment(Life life, String id, Instant at) {
      this.life = life;
      this.id = id;
      this.at = at;
    }

    /** Of another instance than the first: one that a rebuild created. */
    public Moment of(String otherId) {
      return new Moment(life, otherId, at);
    }

    /** An operation without arguments. */
    public Life asked(Operation operation) {
      return life.event(id, Event.of(operation, at));
    }

    /** {@code RENEW} until an instant. */
    public Life renew(String until) {
      return life.event(id, Event.renew(at, Instant.parse(until)));
    }

    /** {@code ARREARS}. */
    public Life arrears() {
      return asked(Operation.ARREARS);
    }

    /** {@code SETTLE}. */
    public Life settle() {
      return asked(Operation.SETTLE);
    }

    /** {@code RELEASE}, not confirmed. */
    public Life release() {
      return asked(Operation.RELEASE);
    }

    /** {@code RELEASE}, confirmed (ALL-17). */
    public Life releaseForGood() {
      return life.event(id, Event.builder(Operation.RELEASE, at).confirm(true).build());
    }

    /** {@code REBUILD} to a new instance. */
    public Life rebuild(String newId) {
      return rebuild(newId, null, Attributes.empty());
    }

    /** {@code REBUILD} to a new subscription. */
    public Life rebuild(String newId, String until) {
      return rebuild(newId, until, Attributes.empty());
    }

    /** {@code REBUILD} with attributes set anew. */
    public Life rebuild(String newId, @Nullable String until, Attributes overrides) {
      return life.event(
          id,
          Event.builder(Operation.REBUILD, at)
              .newId(newId)
              .until(until == null ? null : Instant.parse(until))
              .overrides(overrides)
              .build());
    }

    /** {@code RESTORE}. */
    public Life restore() {
      return asked(Operation.RESTORE);
    }

    /** {@code DESTROY}. */
    public Life destroy() {
      return asked(Operation.DESTROY);
    }

    /** {@code START}. */
    public Life start() {
      return asked(Operation.START);
    }

    /** {@code STOP}. */
    public Life stop() {
      return asked(Operation.STOP);
    }

    /** {@code HOLD} without end. */
    public Life hold() {
      return asked(Operation.HOLD);
    }

    /** {@code HOLD} until an instant. */
    public Life hold(String until) {
      return life.event(id, Event.builder(Operation.HOLD, at).until(Instant.parse(until)).build());
    }

    /** {@code UNHOLD} of all holds. */
    public Life unhold() {
      return asked(Operation.UNHOLD);
    }

    /** An operation that changes an attribute, with its new value. */
    public Life change(Operation operation, String value) {
      return life.event(id, Event.builder(operation, at).value(value).build());
    }
  }
}
