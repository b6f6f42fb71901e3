package dev.reprieve.verification.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Registration;
import dev.reprieve.Reprieve;
import dev.reprieve.ReprieveListener;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Instance;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.simulation.SimulatedEvent;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The engine in earnest: events late and early, sweeps that are missed, a clock that goes back. */
class EnginePropertiesTest {
  private static final PolicyRegistry POLICIES = PolicyRegistry.discover();
  private static final Duration MARGIN = Interpreter.Settings.DEFAULT.purgeMargin();

  @Property(tries = 1000)
  @Tag("ALL-01")
  @Tag("ALL-06")
  @Tag("ALL-14")
  void aClockThatGoesBackUndoesNothingAndBringsNoPurgeNearer(@ForAll Random random) {
    for (RetentionPolicy policy : POLICIES.latest()) {
      List<Decision> decisions = new ArrayList<>();
      live(History.random(policy, random), random, decisions);
      Map<String, Instance> last = new HashMap<>();
      for (Decision decision : decisions) {
        Instance before = last.put(decision.after().key().id(), decision.after());
        if (before != null) {
          assertThat(decision.at()).isAfterOrEqualTo(before.recordedAt());
          assertThat(decision.after().version()).isGreaterThan(before.version());
        }
        Deadline deadline = decision.before() == null ? null : decision.before().deadline();
        if (decision.beginsPurge() && decision.cause().name().equals("DEADLINE")) {
          assertThat(decision.at())
              .isAfterOrEqualTo(Objects.requireNonNull(deadline).at().plus(MARGIN));
        }
      }
    }
  }

  /** Without this the properties could hold because nothing happens. */
  @Example
  @Tag("SCN-16")
  void theHistoriesReachEverything() {
    for (RetentionPolicy policy : POLICIES.latest()) {
      TreeSet<String> seen = new TreeSet<>();
      Random random = new Random(20_260_301L);
      for (int i = 0; i < 1000; i++) {
        Trace.of(History.random(policy, random), POLICIES)
            .decided()
            .values()
            .forEach(life -> life.forEach(step -> seen.add(step.decided().cause().name())));
      }
      assertThat(seen)
          .contains("EXPIRY", "DEADLINE", "ARREARS", "SETTLE", "RENEW", "RELEASE", "DESTROY")
          .contains("HOLD", "UNHOLD", "PROTECT", "UNPROTECT")
          .contains(policy.id().equals("kec") ? "RESTORE" : "REBUILD");
    }
  }

  private static void live(History history, Random random, List<Decision> decisions) {
    VirtualClock clock = new VirtualClock(History.T.minus(Duration.ofDays(41)));
    Reprieve engine =
        Reprieve.builder(
                request -> random.nextInt(5) == 0 ? EffectResult.failed("no") : EffectResult.done())
            .policies(POLICIES)
            .repository(RecycleBinRepository.inMemory(clock))
            .safeguards(Safeguards.none())
            .settings(Interpreter.Settings.DEFAULT.withNotices().withHoldGrace(Duration.ZERO))
            .listener(
                new ReprieveListener() {
                  @Override
                  public void onDecision(Decision decision) {
                    decisions.add(decision);
                  }
                })
            .build();
    clock.set(History.T.minusSeconds(1));
    for (Registration one : history.fleet()) {
      assertThat(engine.register(one).isApplied()).isTrue();
    }
    for (SimulatedEvent event : history.events()) {
      Duration off = Duration.ofHours(random.nextInt(24 * 50) - 24 * 10);
      Instant reading = event.event().at().plus(off);
      clock.set(reading);
      if (random.nextBoolean()) {
        engine.sweep();
        engine.deliver();
      }
      history.fleet().stream()
          .filter(one -> one.key().id().equals(event.instance()))
          .forEach(one -> engine.report(one.key(), event.event()));
      engine.deliver();
    }
  }
}
