package dev.reprieve.verification.transitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.ReprieveListener;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lives on the engine in earnest, for what no scenario can tell: in every state of every table the
 * operations that hold for all products, billing changes, auto-renewal, and a purge that hangs.
 */
final class ExplicitLives {
  private static final Instant T = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<InstanceState> STATES =
      List.of(
          InstanceState.RUNNING,
          InstanceState.STOPPED,
          InstanceState.LOCKED,
          InstanceState.RETAINED,
          InstanceState.PURGING);

  private final PolicyRegistry policies;
  private final Consumer<Decision> heard;

  ExplicitLives(PolicyRegistry policies, Consumer<Decision> heard) {
    this.policies = policies;
    this.heard = heard;
  }

  void all() {
    for (RetentionPolicy policy : policies.latest()) {
      for (String profile : policy.profiles().keySet()) {
        for (BillingMode billing : policy.billingModes()) {
          for (Map<String, String> attributes : attributesOf(policy.id())) {
            STATES.forEach(
                state -> new Life(policy, profile, billing, attributes).untouched(state));
            new Life(policy, profile, billing, attributes).becomesASubscription();
            new Life(policy, profile, billing, attributes).triesToRenew();
          }
        }
      }
    }
  }

  /** Attributes that choose each table once, by hand. */
  private static List<Map<String, String>> attributesOf(String product) {
    if (!product.equals("mongodb")) {
      return List.of(Map.of("autoRenew", "true"));
    }
    return List.of(
        mongodb("ESSD", "REPLICA_SET", "DELETE_ALL"),
        mongodb("ESSD", "REPLICA_SET", "KEEP_LATEST"),
        mongodb("ESSD", "SHARDED", "KEEP_ALL"),
        mongodb("LOCAL", "REPLICA_SET", "DELETE_ALL"),
        mongodb("LOCAL", "SHARDED", "DELETE_ALL"));
  }

  private static Map<String, String> mongodb(
      String disk, String architecture, String backupRetention) {
    return Map.of(
        "disk",
        disk,
        "architecture",
        architecture,
        "backupRetention",
        backupRetention,
        "tde",
        "false");
  }

  /** One instance and its engine, whose host confirms no deletion. */
  private final class Life {
    private final RetentionPolicy policy;
    private final BillingMode billing;
    private final VirtualClock clock = new VirtualClock(T.minus(DAY.multipliedBy(30)));
    private final InstanceKey key;
    private final Reprieve engine;

    Life(
        RetentionPolicy policy,
        String profile,
        BillingMode billing,
        Map<String, String> attributes) {
      this.policy = policy;
      this.billing = billing;
      this.key = new InstanceKey("tenant", "region", policy.id(), "i1");
      this.engine =
          Reprieve.builder(
                  request ->
                      request.effect().type().name().equals("DELETE_DATA")
                          ? EffectResult.failed("the host says no")
                          : EffectResult.done())
              .policies(policies)
              .repository(RecycleBinRepository.inMemory(clock))
              .safeguards(Safeguards.none())
              .settings(
                  Interpreter.Settings.SIMULATION
                      .withFutureTolerance(Duration.ZERO)
                      .withAutoRenewal(true))
              .listener(
                  new ReprieveListener() {
                    @Override
                    public void onDecision(Decision decision) {
                      heard.accept(decision);
                    }
                  })
              .build();
      Answer answer =
          engine.register(
              Registration.of(key, "owner", billing)
                  .profile(profile)
                  .attributes(Attributes.ofTexts(attributes))
                  .createdAt(T.minus(DAY.multipliedBy(100)))
                  .expiresAt(billing.isSubscription() ? T : null)
                  .unprotected());
      assertThat(answer.isApplied()).as("%s", answer).isTrue();
    }

    /** What holds for every product leaves the state as it is; forgetting ends it. */
    void untouched(InstanceState state) {
      if (!reaches(state)) {
        return;
      }
      leaves(state, Event.builder(Operation.HOLD, clock.instant()).build());
      leaves(state, Event.of(Operation.UNHOLD, clock.instant()));
      if (state == InstanceState.PURGING) {
        leaves(state, Event.of(Operation.RETRY_PURGE, clock.instant()));
        Answer forgotten = ask(Event.of(Operation.FORGET, clock.instant()));
        assertThat(forgotten.isApplied()).as("FORGET in PURGING (FGT-01)").isFalse();
        return;
      }
      leaves(state, Event.of(Operation.PROTECT, clock.instant()));
      leaves(state, Event.of(Operation.UNPROTECT, clock.instant()));
      for (AttributeChange change : policy.changes()) {
        if (change.when().holds(instance(), clock.instant())) {
          String same = instance().attributes().text(change.key().name());
          leaves(state, Event.builder(change.operation(), clock.instant()).value(same).build());
        }
      }
      applied(Event.of(Operation.FORGET, clock.instant()));
      assertThat(instance().state()).isEqualTo(InstanceState.FORGOTTEN);
    }

    void becomesASubscription() {
      Event event =
          Event.builder(Operation.CHANGE_BILLING_MODE, clock.instant()).until(T.plus(DAY)).build();
      boolean legal = !policy.id().equals("kec") && billing.equals(BillingMode.PAY_AS_YOU_GO);
      Answer answer = ask(event);
      assertThat(answer.isApplied()).as("%s", answer.refusal()).isEqualTo(legal);
      assertThat(instance().billing().isSubscription())
          .isEqualTo(legal || billing.isSubscription());
    }

    void triesToRenew() {
      if (policy.id().equals("redis") && billing.isSubscription()) {
        Instant tried = engine.nextSweepAt();
        assertThat(tried).isEqualTo(T.minus(DAY.multipliedBy(7)));
        clock.set(Objects.requireNonNull(tried));
        engine.sweep();
        assertThat(instance().autoRenewAt()).isNull();
        assertThat(engine.nextSweepAt()).isEqualTo(T);
      }
    }

    private void leaves(InstanceState state, Event event) {
      applied(event);
      assertThat(instance().state()).isEqualTo(state);
    }

    private void applied(Event event) {
      Answer answer = ask(event);
      assertThat(answer.isApplied()).as("%s: %s", event, answer.refusal()).isTrue();
    }

    private Answer ask(Event event) {
      return engine.report(key, event);
    }

    private Instance instance() {
      return Objects.requireNonNull(engine.repository().find(key));
    }

    /** By time, or else by a release and what follows from it. */
    private boolean reaches(InstanceState state) {
      if (state == InstanceState.RUNNING) {
        return true;
      }
      if (state == InstanceState.STOPPED) {
        return ask(Event.of(Operation.STOP, clock.instant())).isApplied();
      }
      if (!billing.isSubscription()) {
        if (policy.id().equals("kec")) {
          return released(state);
        }
        clock.set(T);
        applied(Event.of(Operation.ARREARS, T));
      }
      return waitsFor(state)
          || (state == InstanceState.PURGING
              && ask(Event.of(Operation.DESTROY, clock.instant())).isApplied());
    }

    private boolean released(InstanceState state) {
      applied(Event.builder(Operation.RELEASE, clock.instant()).confirm(true).build());
      return waitsFor(state);
    }

    private boolean waitsFor(InstanceState state) {
      @Nullable Instant due = engine.nextSweepAt();
      while (instance().state() != state && due != null) {
        clock.set(due.isBefore(clock.instant()) ? clock.instant() : due);
        engine.sweep();
        engine.deliver();
        due = engine.nextSweepAt();
      }
      return instance().state() == state;
    }
  }
}
