package dev.reprieve.testkit;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A host in virtual time: an engine with the settings that a host has, a store in memory, and a
 * handler that remembers what it was told and answers what the test wants. Not thread-safe.
 */
public final class TestHost {
  private final VirtualClock clock;
  private final Reprieve engine;
  private final RecordingHandler handler = new RecordingHandler();

  private TestHost(Instant now, Interpreter.Settings settings, RetentionPolicy... policies) {
    this.clock = new VirtualClock(now);
    this.engine =
        Reprieve.builder(handler)
            .policies(policies)
            .repository(RecycleBinRepository.inMemory(clock))
            .settings(settings)
            .safeguards(Safeguards.none())
            .build();
  }

  /** A host whose clock stands at an instant, with the settings that hosts have by default. */
  public static TestHost at(String now, RetentionPolicy... policies) {
    return new TestHost(Instant.parse(now), Interpreter.Settings.DEFAULT, policies);
  }

  /** A host with its own settings. */
  public static TestHost at(
      Instant now, Interpreter.Settings settings, RetentionPolicy... policies) {
    return new TestHost(now, settings, policies);
  }

  /** Has effects of a name answered so from now on; without it they are done at once. */
  public TestHost answers(String effect, Function<EffectRequest, EffectResult> answer) {
    handler.answers(effect, answer::apply);
    return this;
  }

  /** The handler, to have it fail, throw or answer otherwise. */
  public RecordingHandler handler() {
    return handler;
  }

  /** The engine. */
  public Reprieve engine() {
    return engine;
  }

  /** Puts the clock to an instant; nothing is swept or delivered by that. */
  public TestHost clock(String now) {
    clock.set(Instant.parse(now));
    return this;
  }

  /**
   * Registers an instance.
   *
   * @throws IllegalArgumentException if it was not taken in
   */
  public InstanceKey register(Registration registration) {
    Answer answer = engine.register(registration);
    if (!answer.isApplied()) {
      throw new IllegalArgumentException("not taken in: " + answer.refusal());
    }
    return registration.key();
  }

  /**
   * Lets time go by: stands at every instant at which something is due, and ends at {@code until}.
   *
   * @param until inclusive; not before the clock
   */
  public TestHost runTo(Instant until) {
    while (true) {
      int done;
      do {
        done = engine.deliver().handedOut() + engine.sweep().steps().size();
      } while (done > 0);
      Instant next = earlier(engine.nextSweepAt(), engine.nextDeliveryAt());
      if (next == null || next.isAfter(until)) {
        break;
      }
      if (next.isAfter(clock.instant())) {
        clock.set(next);
      }
    }
    if (until.isAfter(clock.instant())) {
      clock.set(until);
    }
    return this;
  }

  /** As {@link #runTo(Instant)}. */
  public TestHost runTo(String until) {
    return runTo(Instant.parse(until));
  }

  /**
   * The recorded snapshot.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Instance instance(InstanceKey key) {
    Instance instance = engine.repository().find(key);
    if (instance == null) {
      throw new IllegalArgumentException("there is no " + key);
    }
    return instance;
  }

  /** The names of the effects that the handler was handed, in order, each attempt. */
  public List<String> handed() {
    return handler.names();
  }

  /** What the handler was handed, in order, each attempt. */
  public List<EffectRequest> requests() {
    return handler.requests();
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
