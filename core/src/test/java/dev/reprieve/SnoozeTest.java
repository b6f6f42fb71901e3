package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purge is moved later, never nearer, within a limit and with a reason: due on day 32 here. */
@Tag("SAF-10")
class SnoozeTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key = bench.subscription("shelf", "i1", day(10));

  private void inTheBin() {
    bench.settleAt(day(10));
    bench.settleAt(day(25));
  }

  private Answer snooze(Instant until) {
    return bench.engine.snooze(key, until, "owner", "the export is not finished");
  }

  private void refused(Answer answer, RefusalCode code) {
    assertThat(answer.refusal()).isNotNull();
    assertThat(answer.refusal().code()).isEqualTo(code);
    assertThat(answer.refusal().rule()).isEqualTo("SAF-10");
  }

  @Test
  void thePurgeComesWhenItWasMovedTo() {
    inTheBin();
    Answer answer = snooze(day(40));
    assertThat(answer.isApplied()).isTrue();
    assertThat(answer.steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.cause().name()).isEqualTo("SNOOZE");
              assertThat(step.rule()).isEqualTo("SAF-10");
              assertThat(step.to()).isEqualTo(InstanceState.RETAINED);
              assertThat(step.effects()).isEmpty();
            });
    assertThat(bench.engine.view(key).timeline())
        .singleElement()
        .satisfies(step -> assertThat(step.at()).isEqualTo(day(40)));
    bench.settleAt(justBefore(day(40)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(40));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("SAF-07")
  void theAuditSaysWhoAndWhy() {
    inTheBin();
    snooze(day(40));
    assertThat(bench.bin.audit(key))
        .filteredOn(line -> line.cause().equals("SNOOZE"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.by()).isEqualTo("owner");
              assertThat(line.why()).isEqualTo("the export is not finished");
              assertThat(line.rule()).isEqualTo("SAF-10");
            });
  }

  @Test
  @Tag("ALL-01")
  void neverNearerAndNotToWhereItStands() {
    inTheBin();
    Instance before = bench.row(key);
    refused(snooze(day(31)), RefusalCode.INVALID_ARGUMENT);
    refused(snooze(day(32)), RefusalCode.INVALID_ARGUMENT);
    assertThat(bench.row(key)).isEqualTo(before);
    assertThat(snooze(justAfter(day(32))).isApplied()).isTrue();
    assertThat(snooze(day(40)).isApplied()).isTrue();
    refused(snooze(day(39)), RefusalCode.INVALID_ARGUMENT);
    refused(snooze(day(40)), RefusalCode.INVALID_ARGUMENT);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(40));
  }

  @Test
  void theLimitIsForAllSnoozesTogether() {
    assertThat(Interpreter.Settings.DEFAULT.snoozeLimit()).isEqualTo(Duration.ofDays(30));
    inTheBin();
    refused(snooze(justAfter(day(62))), RefusalCode.INVALID_ARGUMENT);
    assertThat(snooze(day(50)).isApplied()).isTrue();
    refused(snooze(day(63)), RefusalCode.INVALID_ARGUMENT);
    assertThat(snooze(day(62)).isApplied()).isTrue();
    refused(snooze(justAfter(day(62))), RefusalCode.INVALID_ARGUMENT);
  }

  @Test
  void aReasonAndAnInstantAreNeeded() {
    inTheBin();
    refused(bench.engine.snooze(key, day(40), "owner", "  "), RefusalCode.INVALID_ARGUMENT);
    refused(bench.report(key, Operation.SNOOZE), RefusalCode.INVALID_ARGUMENT);
    assertThat(bench.row(key).purgeNotBefore()).isNull();
  }

  @Test
  void onlyWhereAPurgeIsAhead() {
    refused(snooze(day(40)), RefusalCode.NOT_PERMITTED_IN_STATE);
    bench.settleAt(day(10));
    refused(snooze(day(40)), RefusalCode.NOT_PERMITTED_IN_STATE);
    bench.settleAt(day(25));
    assertThat(bench.engine.view(key).offers().permitted()).contains(Operation.SNOOZE);
    bench.answers.put("DELETE_DATA", request -> EffectResult.failed("no"));
    bench.settleAt(day(32));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    refused(snooze(day(40)), RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.engine.view(key).offers().permitted()).doesNotContain(Operation.SNOOZE);
  }

  @Test
  @Tag("ALL-07")
  void anOverduePurgeThatHasNotBegunIsMovedToo() {
    inTheBin();
    bench.at(day(35));
    refused(snooze(day(34)), RefusalCode.INVALID_ARGUMENT);
    refused(snooze(day(35)), RefusalCode.INVALID_ARGUMENT);
    assertThat(snooze(day(36)).isApplied()).isTrue();
    bench.settleAt(day(35));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(36));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("RED-15")
  void aDryRunChangesNothing() {
    inTheBin();
    Instance before = bench.row(key);
    Event event =
        Event.builder(Operation.SNOOZE, day(25)).until(day(40)).by("owner").why("later").build();
    assertThat(bench.engine.dryRun(key, event).isApplied()).isTrue();
    assertThat(bench.row(key)).isEqualTo(before);
  }
}
