package dev.reprieve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.schedule.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FixturesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static EffectRequest request(EffectType type) {
    Instance instance =
        Instance.builder()
            .key(new InstanceKey("tenant", "region", "product", "i1"))
            .owner("owner")
            .policy(new PolicyRef("product", 1, "digest"))
            .profile("PROFILE")
            .billing(BillingMode.PAY_AS_YOU_GO)
            .attributes(Attributes.empty())
            .state(InstanceState.RUNNING, NOW)
            .recordedAt(NOW)
            .build();
    Effect effect = new Effect(new EffectKey(instance.key(), 1, 0), type, "TST-01", NOW, Map.of());
    return new EffectRequest(effect, instance, 1, null, Map.of(), 1);
  }

  @Test
  @Tag("ALL-09")
  void aHandlerRemembersAndAnswersAsItIsTold() throws Exception {
    EffectRequest lock = request(EffectType.LOCK_ACCESS);
    RecordingHandler handler = new RecordingHandler();
    assertThat(handler.handle(lock)).isEqualTo(EffectResult.done());
    handler
        .fails("LOCK_ACCESS", "no")
        .answersOnce("LOCK_ACCESS", again -> EffectResult.working(NOW, "job"))
        .answersOnce("LOCK_ACCESS", again -> EffectResult.retryAt(NOW, "later"));
    assertThat(handler.handle(lock)).isEqualTo(EffectResult.working(NOW, "job"));
    assertThat(handler.handle(lock)).isEqualTo(EffectResult.retryAt(NOW, "later"));
    assertThat(handler.handle(lock)).isEqualTo(EffectResult.failed("no"));
    assertThat(handler.handle(request(EffectType.NOTIFY_OWNER))).isEqualTo(EffectResult.done());
    handler.throwsAt("LOCK_ACCESS", "broken");
    assertThatThrownBy(() -> handler.handle(lock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(handler.recovers("LOCK_ACCESS").handle(lock)).isEqualTo(EffectResult.done());
    assertThat(handler.names())
        .containsExactly(
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "LOCK_ACCESS",
            "NOTIFY_OWNER",
            "LOCK_ACCESS",
            "LOCK_ACCESS");
    assertThat(handler.requests()).startsWith(lock);
  }

  @Test
  void nothingRunsInTheBackground() {
    NoBackground executor = new NoBackground();
    Runnable work = () -> {};
    for (Runnable attempt :
        List.<Runnable>of(
            () -> executor.execute(work),
            () -> executor.submit(work),
            () -> executor.schedule(work, 1, TimeUnit.HOURS),
            () -> executor.schedule(() -> "done", 1, TimeUnit.HOURS),
            () -> executor.scheduleAtFixedRate(work, 1, 1, TimeUnit.HOURS),
            () -> executor.scheduleWithFixedDelay(work, 1, 1, TimeUnit.HOURS))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("background");
    }
    assertThat(executor.isShutdown()).isFalse();
    assertThat(executor.isTerminated()).isFalse();
    assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isFalse();
    assertThat(executor.shutdownNow()).isEmpty();
    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
  }

  @Test
  void aSchedulerThatIsGivenItSaysWhatWasToRun() {
    Scheduler scheduler = Scheduler.of(new NoBackground(), () -> NOW);
    assertThatThrownBy(() -> scheduler.schedule(NOW.plusSeconds(1), () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("background");
  }
}
