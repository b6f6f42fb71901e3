package dev.reprieve.policy;

import static dev.reprieve.fixture.Snapshots.paying;
import static dev.reprieve.fixture.Snapshots.running;
import static dev.reprieve.fixture.Snapshots.subscription;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole remaining timeline, without running anything. */
@Tag("ALL-12")
class ProjectionTest {
  private static final Interpreter PROMPT = new Interpreter(Bench.PROMPT);
  private static final Interpreter MARGINAL = new Interpreter(Interpreter.Settings.DEFAULT);
  private static final RetentionPolicy SHELF = Policies.shelf();

  @Test
  void everyStageStandsWithItsInstantItsRuleAndItsOperations() {
    Projection projection =
        Projection.of(MARGINAL, SHELF, subscription(MARGINAL, SHELF, START, day(10)), day(1));
    assertThat(projection.state()).isEqualTo(InstanceState.RUNNING);
    assertThat(projection.steps())
        .extracting(
            Projection.Step::at,
            Projection.Step::cause,
            Projection.Step::from,
            Projection.Step::to,
            Projection.Step::rule)
        .containsExactly(
            tuple(day(10), Cause.EXPIRY, InstanceState.RUNNING, InstanceState.LOCKED, "SH-01"),
            tuple(day(25), Cause.DEADLINE, InstanceState.LOCKED, InstanceState.RETAINED, "SH-02"),
            tuple(day(32), Cause.DEADLINE, InstanceState.RETAINED, InstanceState.PURGED, "SH-03"));
    assertThat(projection.steps().get(0).permitted())
        .contains(Operation.RENEW, Operation.DESTROY)
        .doesNotContain(Operation.REBUILD);
    assertThat(projection.steps().get(0).effects())
        .containsExactly("LOCK_ACCESS", "SUSPEND_BILLING", "NOTIFY_OWNER");
    assertThat(projection.steps().get(2).permitted()).isEmpty();
  }

  @Test
  void autoRenewalIsNoStage() {
    RetentionPolicy runner = Policies.runner();
    Projection projection =
        Projection.of(PROMPT, runner, subscription(PROMPT, runner, START, day(10)), day(1));
    assertThat(projection.steps())
        .extracting(Projection.Step::at, Projection.Step::to)
        .containsExactly(
            tuple(day(10), InstanceState.RUNNING),
            tuple(day(25), InstanceState.LOCKED),
            tuple(day(40), InstanceState.RETAINED),
            tuple(day(47), InstanceState.PURGED));
  }

  @Test
  @Tag("ALL-14")
  void inEarnestWhatIsOverdueIsCarriedOutNowAndAsAWhatIfWhenItWasDue() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Projection earnest = Projection.of(PROMPT, SHELF, running, day(12));
    assertThat(earnest.state()).isEqualTo(InstanceState.LOCKED);
    assertThat(earnest.steps()).extracting(Projection.Step::at).containsExactly(day(27), day(34));
    Projection whatIf = Projection.whatIf(PROMPT, SHELF, running, day(12));
    assertThat(whatIf.state()).isEqualTo(InstanceState.LOCKED);
    assertThat(whatIf.steps()).extracting(Projection.Step::at).containsExactly(day(25), day(32));
    assertThat(Projection.whatIf(PROMPT, SHELF, running, justBefore(day(10))).state())
        .isEqualTo(InstanceState.RUNNING);
    assertThat(Projection.whatIf(PROMPT, SHELF, running, day(10)).state())
        .isEqualTo(InstanceState.LOCKED);
  }

  @Test
  void aWhatIfMayBeOverAndAReadInEarnestIsNot() {
    Instance running = subscription(PROMPT, SHELF, START, day(10));
    Projection over = Projection.whatIf(PROMPT, SHELF, running, day(99));
    assertThat(over.state()).isEqualTo(InstanceState.PURGED);
    assertThat(over.steps()).isEmpty();
    Instance retained =
        PROMPT.pass(SHELF, PROMPT.pass(SHELF, running, day(10)).after(), day(25)).after();
    Projection due = Projection.of(PROMPT, SHELF, retained, day(50));
    assertThat(due.state()).isEqualTo(InstanceState.RETAINED);
    assertThat(due.steps())
        .extracting(Projection.Step::at, Projection.Step::to)
        .containsExactly(tuple(day(50), InstanceState.PURGED));
  }

  @Test
  @Tag("TF-06")
  @Tag("TL-03")
  void whatLacksOnlyItsStartOfCountHasARelativeTimeline() {
    Instance unknown = running(SHELF, BillingMode.SUBSCRIPTION, START).build();
    assertThat(Projection.from(MARGINAL, SHELF, unknown, Cause.EXPIRY))
        .extracting(Projection.RelativeStep::after, Projection.RelativeStep::to)
        .containsExactly(
            tuple(Duration.ZERO, InstanceState.LOCKED),
            tuple(Duration.ofDays(15), InstanceState.RETAINED),
            tuple(Duration.ofDays(22), InstanceState.PURGED));
    RetentionPolicy runner = Policies.runner();
    assertThat(
            Projection.from(
                PROMPT, runner, paying(PROMPT, runner, START), Cause.of(Operation.ARREARS)))
        .extracting(
            Projection.RelativeStep::after,
            Projection.RelativeStep::from,
            Projection.RelativeStep::to,
            Projection.RelativeStep::rule)
        .containsExactly(
            tuple(Duration.ZERO, InstanceState.RUNNING, InstanceState.RUNNING, "RO-01"),
            tuple(Duration.ofDays(15), InstanceState.RUNNING, InstanceState.LOCKED, "RO-02"),
            tuple(Duration.ofDays(30), InstanceState.LOCKED, InstanceState.RETAINED, "RO-03"),
            tuple(Duration.ofDays(37), InstanceState.RETAINED, InstanceState.PURGED, "RO-04"));
    assertThat(Projection.from(PROMPT, SHELF, unknown, Cause.of(Operation.ARREARS))).isEmpty();
  }
}
