package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
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
        bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START)).instances();
    assertThat(answers.keySet()).containsExactly(first, owing);
    assertThat(answers.get(first).isApplied()).isTrue();
    assertThat(answers.get(owing).refusal().code()).isEqualTo(RefusalCode.ALREADY_IN_ARREARS);
    assertThat(bench.state(first)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.state(subscribed)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.row(key("shelf", "d")).arrearsSince()).isNull();
    Map<InstanceKey, Answer> settled =
        bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, START)).instances();
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
    assertThat(bench.engine.reportForOwner(OWNER, ahead).instances().get(key).refusal().code())
        .isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(bench.bin.ownerFact(OWNER).arrearsSince()).isNull();
    Event atTheLimit = Event.of(Operation.ARREARS, START.plus(Duration.ofMinutes(2)));
    assertThat(bench.engine.reportForOwner(OWNER, atTheLimit).instances().get(key).isApplied())
        .isTrue();
    assertThat(bench.bin.ownerFact(OWNER).arrearsSince()).isNotNull();
  }

  /** An old message that came again put a paid-up owner's new instances into arrears. */
  @Test
  @Tag("ALL-05")
  void theSameMessageAgainIsNoNewFactOfTheOwner() {
    InstanceKey key = bench.paying("shelf", "a");
    Event arrears = Event.builder(Operation.ARREARS, START).id("m-1").build();
    bench.engine.reportForOwner(OWNER, arrears);
    bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, START));
    Map<InstanceKey, Answer> again = bench.engine.reportForOwner(OWNER, arrears).instances();
    assertThat(again.get(key).repeated()).isTrue();
    assertThat(bench.bin.ownerFact(OWNER).arrearsSince()).isNull();
    assertThat(bench.row(bench.paying("shelf", "b")).arrearsSince()).isNull();
    Event next = Event.builder(Operation.ARREARS, START).id("m-2").build();
    bench.engine.reportForOwner(OWNER, next);
    assertThat(bench.bin.ownerFact(OWNER).arrearsSince()).isEqualTo(START);
  }

  private static Registration payAsYouGo(String id) {
    return Registration.of(key("shelf", id), "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
  }

  /** An engine that does something before its first commit, as a slow one sees it. */
  private GuardBench before(GuardBench beside, Runnable first) {
    boolean[] done = {false};
    return new GuardBench(
        beside,
        GuardBench.through(
            beside.bin,
            method -> {
              if (method.equals("commit") && !done[0]) {
                done[0] = true;
                first.run();
              }
            }),
        GuardBench.UNLIMITED);
  }

  /** Its arrears were a second commit, which a crash left out; and nobody came back to it. */
  @Test
  void whereverATakingInDiesTheInstanceIsNeverThereWithoutItsOwnersArrears() {
    GuardBench sound = new GuardBench(GuardBench.UNLIMITED);
    sound.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    int taken = 0;
    for (int survived = 0; survived < 12; survived++) {
      int[] calls = {Integer.MAX_VALUE};
      GuardBench dying =
          new GuardBench(
              sound,
              GuardBench.through(
                  sound.bin,
                  method -> {
                    if (calls[0]-- <= 0) {
                      throw new IllegalStateException("the machine is gone");
                    }
                  }),
              GuardBench.UNLIMITED);
      Registration registration = payAsYouGo("i" + survived);
      calls[0] = survived;
      try {
        dying.engine.register(registration);
      } catch (IllegalStateException gone) {
        assertThat(gone).hasMessage("the machine is gone");
      }
      if (sound.bin.find(registration.key()) != null) {
        taken++;
        assertThat(sound.row(registration.key()).arrearsSince())
            .as("%d calls", survived)
            .isNotNull();
        assertThat(sound.state(registration.key())).isEqualTo(InstanceState.LOCKED);
        assertThat(sound.bin.openEffects(registration.key())).hasSize(3);
      }
    }
    assertThat(taken).isBetween(1, 11);
    assertThat(sound.engine.verifyAudit().problems()).isEmpty();
  }

  @Test
  void arrearsThatAreSaidWhileAnInstanceIsTakenInReachIt() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    Registration registration = payAsYouGo("a");
    GuardBench slow =
        before(bench, () -> bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START)));
    Answer answer = slow.engine.register(registration);
    assertThat(answer.steps()).hasSize(2);
    assertThat(bench.state(registration.key())).isEqualTo(InstanceState.LOCKED);
  }

  /** The end of OWN-02: who has settled gets no instance that is in arrears. */
  @Test
  void whatIsTakenInWhileItsOwnerSettlesIsNotInArrears() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    Registration registration = payAsYouGo("a");
    GuardBench slow =
        before(bench, () -> bench.engine.reportForOwner(OWNER, Event.of(Operation.SETTLE, START)));
    assertThat(slow.engine.register(registration).steps()).hasSize(1);
    assertThat(bench.row(registration.key()).arrearsSince()).isNull();
    bench.settleAt(day(900));
    assertThat(bench.state(registration.key())).isEqualTo(InstanceState.RUNNING);
  }

  /** The one commit of a rebuild holds the source, the new one, and the new one's arrears. */
  @Test
  void whatIsRebuiltWhileItsOwnerIsInArrearsStartsInArrearsInTheSameCommit() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey source = payAsYouGo("a").key();
    bench.engine.register(payAsYouGo("a"));
    bench.report(source, Operation.RELEASE);
    bench.engine.deliver();
    bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START));
    bench.decisions.clear();
    int[] commits = {0};
    GuardBench dying =
        new GuardBench(
            bench,
            GuardBench.through(
                bench.bin,
                method -> {
                  if (method.equals("commit") && commits[0]++ > 0) {
                    throw new IllegalStateException("the machine is gone");
                  }
                }),
            GuardBench.UNLIMITED);
    Event rebuild = Event.builder(Operation.REBUILD, START).newId("b").build();
    assertThat(dying.engine.report(source, rebuild).isApplied()).isTrue();
    InstanceKey rebuilt = key("shelf", "b");
    assertThat(bench.state(rebuilt)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.row(rebuilt).version()).isEqualTo(2);
    assertThat(bench.bin.audit(rebuilt))
        .extracting(line -> line.cause() + " " + line.why())
        .containsExactly("REBUILD null", "ARREARS its owner has been in arrears since " + START);
    assertThat(dying.decisions).hasSize(3);
    assertThat(bench.engine.verifyAudit().problems()).isEmpty();
  }

  @Test
  void arrearsThatAreSaidWhileAnInstanceIsRebuiltReachTheNewOne() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey source = payAsYouGo("a").key();
    bench.engine.register(payAsYouGo("a"));
    bench.report(source, Operation.RELEASE);
    // In arrears by itself already: the owner's do not change its row, and no version tells of
    // them.
    bench.report(source, Operation.ARREARS);
    bench.engine.deliver();
    GuardBench slow =
        before(bench, () -> bench.engine.reportForOwner(OWNER, Event.of(Operation.ARREARS, START)));
    Event rebuild = Event.builder(Operation.REBUILD, START).newId("b").build();
    assertThat(slow.engine.report(source, rebuild).isApplied()).isTrue();
    assertThat(bench.row(key("shelf", "b")).arrearsSince()).isEqualTo(START);
  }
}
