package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Arrears are a fact of the account. */
@Tag("OWN-02")
class OwnerTest {
  private static final OwnerKey OWNER = new OwnerKey("tenant", "owner");

  private final Bench bench = new Bench(Policies.shelf());

  @Test
  void arrearsReachEachInstanceThatIsNotASubscriptionWithItsOwnAnswer() {
    InstanceKey first = bench.paying("shelf", "a");
    InstanceKey subscribed = bench.subscription("shelf", "b", day(99));
    InstanceKey owing = bench.paying("shelf", "c");
    bench.registered(
        Registration.of(key("shelf", "d"), "somebody else", BillingMode.PAY_AS_YOU_GO)
            .unprotected());
    bench.report(owing, Operation.ARREARS);
    InstanceKey gone = bench.paying("shelf", "e");
    bench.report(gone, Operation.FORGET);
    Map<InstanceKey, Answer> answers =
        bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    assertThat(answers.keySet()).containsExactly(first, owing);
    assertThat(answers.get(first).isApplied()).isTrue();
    assertThat(answers.get(owing).refusal().code()).isEqualTo(RefusalCode.ALREADY_IN_ARREARS);
    assertThat(bench.state(first)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.state(subscribed)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.row(key("shelf", "d")).arrearsSince()).isNull();
    Map<InstanceKey, Answer> settled =
        bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, START));
    assertThat(settled.values()).allMatch(Answer::isApplied);
    assertThat(bench.state(first)).isEqualTo(InstanceState.RUNNING);
  }

  @Test
  void whatIsRegisteredWhileItsOwnerIsInArrearsStartsInArrears() {
    bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    bench.at(day(3));
    InstanceKey paying = bench.paying("shelf", "a");
    assertThat(bench.row(paying).arrearsSince()).isEqualTo(day(3));
    assertThat(bench.state(paying)).isEqualTo(InstanceState.LOCKED);
    InstanceKey subscribed = bench.subscription("shelf", "b", day(99));
    assertThat(bench.row(subscribed).arrearsSince()).isNull();
    assertThat(bench.refusals).isEmpty();
    InstanceKey elsewhere =
        bench.registered(
            Registration.of(
                    new dev.reprieve.model.InstanceKey("other", "region", "shelf", "c"),
                    "owner",
                    BillingMode.PAY_AS_YOU_GO)
                .unprotected());
    assertThat(bench.row(elsewhere).arrearsSince()).isNull();
    bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, day(3)));
    assertThat(bench.row(bench.paying("shelf", "d")).arrearsSince()).isNull();
  }

  @Test
  void anAdoptionKeepsTheArrearsThatTheHostKnows() {
    bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    Registration registration =
        Registration.of(key("shelf", "a"), "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    Answer known =
        bench.engine.adopt(
            Adoption.of(registration, InstanceState.RUNNING).arrearsSince(day(-2)).build());
    assertThat(known.steps()).hasSize(1);
    assertThat(bench.refusals).isEmpty();
    assertThat(bench.row(known.key()).arrearsSince()).isEqualTo(day(-2));
    Registration other =
        Registration.of(key("shelf", "b"), "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    Answer unknown = bench.engine.adopt(Adoption.of(other, InstanceState.RUNNING).build());
    assertThat(unknown.steps()).hasSize(2);
    assertThat(bench.row(unknown.key()).arrearsSince()).isEqualTo(START);
  }

  @Test
  void onlyArrearsAndTheirSettlementAreSaidOfAnOwner() {
    assertThatThrownBy(() -> bench.engine.reportForOwner(OWNER, Event.of(Operation.RELEASE, START)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OWN-02");
  }

  @Test
  @Tag("ALL-07")
  void aFactDatedTooFarAheadIsNoFactOfTheOwnerEither() {
    InstanceKey key = bench.paying("shelf", "a");
    Event ahead = Event.of(Operation.ARREARS, START.plus(Duration.ofMinutes(3)));
    assertThat(bench.engine.reportForOwner(OWNER, ahead).get(key).refusal().code())
        .isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(bench.bin.ownerArrearsSince(OWNER)).isNull();
    Event atTheLimit = Event.of(Operation.ARREARS, START.plus(Duration.ofMinutes(2)));
    assertThat(bench.engine.reportForOwner(OWNER, atTheLimit).get(key).isApplied()).isTrue();
    assertThat(bench.bin.ownerArrearsSince(OWNER)).isNotNull();
  }

  /** An old message that came again put a paid-up owner's new instances into arrears. */
  @Test
  @Tag("ALL-05")
  void theSameMessageAgainIsNoNewFactOfTheOwner() {
    InstanceKey key = bench.paying("shelf", "a");
    Event arrears = Event.builder(Operation.ARREARS, START).id("m-1").build();
    bench.engine.reportForOwner(OWNER, arrears);
    bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, START));
    Map<InstanceKey, Answer> again = bench.engine.reportForOwner(OWNER, arrears);
    assertThat(again.get(key).repeated()).isTrue();
    assertThat(bench.bin.ownerArrearsSince(OWNER)).isNull();
    assertThat(bench.row(bench.paying("shelf", "b")).arrearsSince()).isNull();
    Event next = Event.builder(Operation.ARREARS, START).id("m-2").build();
    bench.engine.reportForOwner(OWNER, next);
    assertThat(bench.bin.ownerArrearsSince(OWNER)).isEqualTo(START);
  }
}
