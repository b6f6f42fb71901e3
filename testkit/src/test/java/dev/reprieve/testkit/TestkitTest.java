package dev.reprieve.testkit;

import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.effect.BackupFacts;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Condition;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Handling;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TestkitTest {
  private static final String T = "2026-02-01T00:00:00Z";

  /** Locked on day 1, retained on day 3, purged on day 5. */
  static RetentionPolicy policy() {
    Handling handling =
        Handling.builder()
            .neverReleased("TST-01")
            .permits(RUNNING, "TST-01", Operation.RENEW)
            .entering(LOCKED, EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER)
            .permits(LOCKED, "TST-01", Operation.RENEW)
            .doing(EffectType.UNLOCK_ACCESS)
            .entering(RETAINED, EffectType.TAKE_BACKUP, EffectType.NOTIFY_OWNER)
            .permits(RETAINED, "TST-01", Operation.DESTROY)
            .purging(EffectType.DELETE_DATA, EffectType.NOTIFY_OWNER)
            .build();
    return RetentionPolicy.builder("test", 1)
        .billing(BillingMode.SUBSCRIPTION)
        .profile(
            "TEST",
            RetentionTable.table("all", Condition.billedBy(BillingMode.SUBSCRIPTION), handling)
                .fromDay(1, LOCKED, "TST-01")
                .fromDay(3, RETAINED, "TST-01")
                .fromDay(5, PURGED, "TST-01"))
        .build();
  }

  private static Life life() {
    return Life.of(policy()).subscription(T);
  }

  @Test
  @Tag("ALL-02")
  void aLifeIsToldLineByLine() {
    List<Line> lines = life().at("2026-02-02T00:00:00Z").destroy().lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-02T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE",
            "2026-02-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-05T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines.get(0).nextText()).isEqualTo("2026-02-03T00:00:00Z RETAINED");
    assertThat(lines.get(0).operations()).containsExactly("RENEW");
    assertThat(lines.get(3).nextText()).isEqualTo("nothing");
  }

  @Test
  @Tag("SCN-05")
  void untilIsInclusive() {
    assertThat(life().until("2026-02-02T23:59:59.999999Z").story()).hasSize(1);
    assertThat(life().until("2026-02-03T00:00:00Z").story()).hasSize(2);
  }

  @Test
  @Tag("ALL-02")
  void theInvariantsHoldForASoundLifeAndNameTheStageThatAnotherLeavesOut() {
    assertThat(Invariants.check(life(), List.of(LOCKED, RETAINED, PURGED))).hasSize(3);
    for (List<InstanceState> wrong :
        List.of(
            List.of(RUNNING, LOCKED, RETAINED, PURGED),
            List.of(LOCKED, PURGED),
            List.of(RETAINED, PURGED),
            List.<InstanceState>of())) {
      assertThatThrownBy(() -> Invariants.check(life(), wrong))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("stage is left out")
          .hasMessageContaining("EXPIRY RUNNING -> LOCKED");
    }
  }

  @Test
  @Tag("ALL-10")
  void aHeldPurgeIsNoBreachAndItsHoldsEndIsAwaited() {
    Life held = life().at("2026-02-04T00:00:00Z").hold("2026-02-09T00:00:00Z");
    assertThat(Invariants.check(held, List.of(LOCKED, RETAINED, PURGED)))
        .last()
        .hasToString("2026-02-09T00:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @Test
  @Tag("ALL-04")
  void refusalsAreCounted() {
    Life refused = life().at("2026-02-02T00:00:00Z").destroy().at("2026-02-02T00:00:00Z").settle();
    assertThat(Invariants.refusalsChangeNothing(refused)).isEqualTo(2);
    assertThat(Invariants.refusalsChangeNothing(life())).isZero();
  }

  @Test
  void aHistoryIsMadeOfStepsOneAfterTheOther() {
    Life life =
        life()
            .follow(
                Instant.parse("2026-01-20T00:00:00Z"),
                List.of(
                    new Step(Operation.RENEW, Duration.ofDays(13), 0),
                    new Step(Operation.RENEW, Duration.ofDays(1), 3),
                    new Step(Operation.HOLD, Duration.ZERO, 4)))
            .until("2026-02-03T00:00:00Z");
    assertThat(life.story())
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-02T00:00:00Z RENEW LOCKED -> RUNNING",
            "2026-02-03T00:00:00Z RENEW refused INVALID_ARGUMENT",
            "2026-02-03T00:00:00Z HOLD RUNNING -> RUNNING");
    assertThatThrownBy(() -> new Step(Operation.RENEW, Duration.ofNanos(-1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Step(Operation.RENEW, Duration.ZERO, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("ALL-09")
  void aHostHearsEachEffectInOrderAndAnswersAsItIsTold() {
    TestHost host =
        TestHost.at(
                Instant.parse("2026-01-01T00:00:00Z"),
                Interpreter.Settings.DEFAULT.withNotices(),
                policy())
            .answers("TAKE_BACKUP", request -> EffectResult.failed("no space"));
    InstanceKey key = host.register(life().registration());
    host.runTo("2026-02-03T00:00:00Z");
    assertThat(host.handed()).containsExactly("LOCK_ACCESS", "NOTIFY_OWNER", "TAKE_BACKUP");
    assertThat(host.instance(key).state()).isEqualTo(RETAINED);
    host.answers(
        "TAKE_BACKUP", request -> EffectResult.done(BackupFacts.of("synthetic-backup", key)));
    host.runTo("2026-02-05T00:59:59.999999Z");
    assertThat(host.handed()).endsWith("TAKE_BACKUP", "TAKE_BACKUP", "NOTIFY_OWNER");
    assertThat(host.instance(key).state()).isEqualTo(RETAINED);
    host.runTo("2026-02-05T01:00:00Z");
    assertThat(host.instance(key).state()).isEqualTo(PURGED);
  }

  @Test
  @Tag("ALL-13")
  void whatCannotBeRuledIsNotTakenIn() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", policy());
    assertThatThrownBy(() -> host.register(Life.of(policy()).payAsYouGo().registration()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not billed by PAY_AS_YOU_GO");
    assertThatThrownBy(() -> host.instance(life().key()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
