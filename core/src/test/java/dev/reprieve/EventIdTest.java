package dev.reprieve;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes again under its id gets its first answer. */
@Tag("ALL-05")
class EventIdTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key = bench.subscription("shelf", "i1", day(10));

  private static Event renewal(String id) {
    return Event.builder(Operation.RENEW, START).id(id).until(day(40)).build();
  }

  @Test
  void theSameIdAgainGetsTheFirstAnswerAndChangesNothing() {
    Answer first = bench.engine.report(key, renewal("e-1"));
    long version = bench.row(key).version();
    bench.renew(key, day(50));
    Answer again = bench.engine.report(key, renewal("e-1"));
    assertThat(again.repeated()).isTrue();
    assertThat(first.repeated()).isFalse();
    assertThat(again.steps()).isEqualTo(first.steps());
    assertThat(bench.row(key).version()).isEqualTo(version + 1);
    assertThat(bench.row(key).expiresAt()).isEqualTo(day(50));
  }

  @Test
  void aRefusalIsRememberedToo() {
    Event destroy = Event.builder(Operation.DESTROY, START).id("e-1").build();
    assertThat(bench.engine.report(key, destroy).refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    bench.sweepAt(day(10));
    Answer again = bench.engine.report(key, destroy);
    assertThat(again.repeated()).isTrue();
    assertThat(again.refusal().code()).isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
  }

  @Test
  void theSameIdWithOtherContentIsRefused() {
    bench.engine.report(key, renewal("e-1"));
    Event other = Event.builder(Operation.RENEW, START).id("e-1").until(day(41)).build();
    Answer answer = bench.engine.report(key, other);
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.EVENT_ID_REUSED);
    assertThat(answer.refusal().rule()).isEqualTo("ALL-05");
    assertThat(bench.row(key).expiresAt()).isEqualTo(day(40));
  }

  @Test
  void theSameIdForAnotherInstanceIsAnotherEvent() {
    InstanceKey other = bench.subscription("shelf", "i2", day(10));
    bench.engine.report(key, renewal("e-1"));
    assertThat(bench.engine.report(other, renewal("e-1")).repeated()).isFalse();
    assertThat(bench.row(other).expiresAt()).isEqualTo(day(40));
  }

  @Test
  void withoutAnIdEveryEventIsANewOne() {
    bench.report(key, Operation.STOP);
    assertThat(bench.report(key, Operation.STOP).refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
  }

  @Test
  @Tag("RED-15")
  void aDryRunNeitherChangesNorRemembersAnything() {
    Answer dry = bench.engine.dryRun(key, renewal("e-1"));
    assertThat(dry.isApplied()).isTrue();
    assertThat(bench.row(key).version()).isEqualTo(1);
    Event unfit = Event.builder(Operation.DESTROY, START).id("e-2").build();
    assertThat(bench.engine.dryRun(key, unfit).refusal().code())
        .isEqualTo(RefusalCode.NOT_PERMITTED_IN_STATE);
    assertThat(bench.bin.remembered(key, "e-1")).isNull();
    assertThat(bench.bin.remembered(key, "e-2")).isNull();
    assertThat(bench.bin.audit(key)).hasSize(1);
    assertThat(bench.refusals).isEmpty();
    assertThat(bench.engine.report(key, renewal("e-1")).repeated()).isFalse();
  }

  @Test
  void idsAreKeptAsLongAsTheInstanceAndThirtyDaysBeyond() {
    bench.engine.report(key, renewal("e-1"));
    bench.at(day(9));
    bench.engine.report(key, Event.builder(Operation.STOP, day(9)).id("e-2").build());
    bench.at(day(9999));
    assertThat(bench.engine.forgetOldEventIds()).isZero();
    bench.at(day(20));
    bench.report(key, Operation.FORGET);
    bench.at(day(50));
    assertThat(bench.engine.forgetOldEventIds()).isZero();
    assertThat(bench.engine.report(key, renewal("e-1")).repeated()).isTrue();
    bench.at(justAfter(day(50)));
    assertThat(bench.engine.forgetOldEventIds()).isEqualTo(2);
    assertThat(bench.engine.report(key, renewal("e-1")).refusal().code())
        .isEqualTo(RefusalCode.FORGOTTEN);
  }
}
