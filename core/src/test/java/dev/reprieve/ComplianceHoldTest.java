package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A compliance hold can be lengthened, and neither shortened nor lifted. */
@Tag("ALL-10")
class ComplianceHoldTest {
  private final Bench bench = new Bench(Policies.shelf());
  private final InstanceKey key = bench.paying("shelf", "i1");

  private Answer hold(@Nullable String name, @Nullable Instant until, boolean compliance) {
    return bench.engine.report(
        key,
        Event.builder(Operation.HOLD, bench.clock.instant())
            .name(name)
            .until(until)
            .compliance(compliance)
            .by("counsel")
            .build());
  }

  private Answer unhold(@Nullable String name) {
    return bench.engine.report(
        key, Event.builder(Operation.UNHOLD, bench.clock.instant()).name(name).build());
  }

  private void refused(Answer answer, Instance before) {
    assertThat(answer.refusal()).isNotNull();
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.COMPLIANCE_HOLD);
    assertThat(answer.refusal().rule()).isEqualTo("ALL-10");
    assertThat(bench.row(key)).isEqualTo(before);
  }

  private Instance held(@Nullable Instant until) {
    assertThat(hold("case", until, true).isApplied()).isTrue();
    Instance row = bench.row(key);
    assertThat(row.holds().all()).containsExactly(new Hold("case", until, "counsel", null, true));
    return row;
  }

  @Test
  void itIsLengthened() {
    held(day(40));
    assertThat(hold("case", day(40), true).isApplied()).isTrue();
    assertThat(hold("case", day(41), true).isApplied()).isTrue();
    assertThat(bench.row(key).holds().latestEnd()).isEqualTo(day(41));
    assertThat(hold("case", null, true).isApplied()).isTrue();
    assertThat(bench.row(key).holds().anyWithoutEnd()).isTrue();
  }

  @Test
  void itIsNotShortened() {
    Instance before = held(day(40));
    refused(hold("case", justBefore(day(40)), true), before);
  }

  @Test
  void withoutEndIsForEver() {
    Instance before = held(null);
    refused(hold("case", day(4000), true), before);
    bench.at(day(10_000));
    refused(unhold("case"), before);
  }

  @Test
  void itIsNotTurnedIntoAnOrdinaryOne() {
    Instance before = held(day(40));
    refused(hold("case", day(50), false), before);
    refused(hold("case", null, false), before);
  }

  @Test
  void itIsNotLifted() {
    Instance before = held(day(40));
    refused(unhold("case"), before);
    refused(unhold(null), before);
    bench.at(justBefore(day(40)));
    refused(unhold("case"), before);
  }

  @Test
  void onceItHasEndedItIsAHoldLikeAnyOther() {
    held(day(40));
    bench.at(day(40));
    assertThat(hold("case", day(41), false).isApplied()).isTrue();
    assertThat(unhold("case").isApplied()).isTrue();
    assertThat(bench.row(key).holds().all()).isEmpty();
  }

  @Test
  @Tag("ALL-07")
  void anEventThatIsDatedAheadDoesNotSeeItsEndComing() {
    Instance before = held(day(40));
    bench.at(day(40).minusSeconds(60));
    refused(bench.engine.report(key, Event.of(Operation.UNHOLD, day(40))), before);
  }

  @Test
  void theDefaultNameIsProtectedToo() {
    assertThat(hold(null, day(40), true).isApplied()).isTrue();
    refused(hold(null, day(39), true), bench.row(key));
    refused(hold(Hold.DEFAULT_NAME, day(50), false), bench.row(key));
  }

  @Test
  void otherHoldsAreFree() {
    held(day(40));
    assertThat(hold("mine", day(30), false).isApplied()).isTrue();
    assertThat(hold("mine", day(20), false).isApplied()).isTrue();
    assertThat(unhold("mine").isApplied()).isTrue();
    assertThat(bench.row(key).holds().all()).extracting(Hold::name).containsExactly("case");
  }

  @Test
  void anOrdinaryHoldBecomesOne() {
    assertThat(hold("case", day(50), false).isApplied()).isTrue();
    assertThat(hold("case", day(40), true).isApplied()).isTrue();
    refused(unhold("case"), bench.row(key));
  }

  @Test
  @Tag("ADO-01")
  void itComesWithAnAdoption() {
    InstanceKey old = key("shelf", "old");
    Adoption.Builder adoption =
        Adoption.of(
            Registration.of(old, "owner", BillingMode.PAY_AS_YOU_GO).unprotected(),
            InstanceState.RETAINED);
    bench.engine.adopt(adoption.hold(new Hold("case", day(90), null, null, true)).build());
    assertThat(bench.row(old).holds().all())
        .containsExactly(new Hold("case", day(90), null, null, true));
    Answer lifted = bench.report(old, Operation.UNHOLD);
    assertThat(lifted.refusal().code()).isEqualTo(RefusalCode.COMPLIANCE_HOLD);
  }

  @Test
  @Tag("FGT-01")
  @Tag("ADO-01")
  void forgettingAndAdoptingAgainLiftsNothing() {
    held(day(40));
    hold("mine", null, false);
    bench.report(key, Operation.FORGET);
    Registration again = Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    bench.engine.adopt(
        Adoption.of(again, InstanceState.RETAINED)
            .hold(new Hold("case", day(20), null, null))
            .hold(new Hold("other", day(30), null, null))
            .build());
    assertThat(bench.row(key).holds().all())
        .containsExactly(
            new Hold("case", day(40), "counsel", null, true),
            new Hold("other", day(30), null, null));
    bench.report(key, Operation.FORGET);
    bench.engine.adopt(
        Adoption.of(again, InstanceState.RETAINED)
            .hold(new Hold("case", day(60), null, null, true))
            .build());
    assertThat(bench.row(key).holds().all())
        .containsExactly(new Hold("case", day(60), null, null, true));
    bench.report(key, Operation.FORGET);
    bench.at(day(60));
    assertThat(bench.engine.register(again).isApplied()).isTrue();
    assertThat(bench.row(key).holds().all()).isEmpty();
  }

  @Test
  @Tag("ALL-07")
  void theHoldOfALatePaymentIsNone() {
    assertThatThrownBy(() -> new Hold(Hold.LATE_PAYMENT, null, null, null, true))
        .hasMessageContaining(Hold.LATE_PAYMENT);
    assertThat(hold(Hold.LATE_PAYMENT, null, true).refusal().code())
        .isEqualTo(RefusalCode.INVALID_ARGUMENT);
  }

  @Test
  @Tag("ALL-05")
  void anEventSaysWhichItIs() {
    Event.Builder event = Event.builder(Operation.HOLD, day(1)).until(day(2));
    assertThat(event.build()).isNotEqualTo(event.compliance(true).build());
  }

  @Test
  @Tag("ALL-15")
  void nothingDestructiveGoesOutUnderIt() {
    held(day(40));
    bench.report(key, Operation.RELEASE);
    bench.settleAt(day(39));
    assertThat(bench.askedNames()).doesNotContain("RELEASE_COMPUTE");
    bench.settleAt(day(40).plus(Duration.ofDays(8)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
