package dev.reprieve;

import static dev.reprieve.fixture.Snapshots.key;
import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.OwnerFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said of an owner is as sound as what is said of an instance. */
@Tag("OWN-02")
class OwnerFactTest {
  private static final OwnerKey OWNER = new OwnerKey("tenant", "owner");

  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  private static Event arrears(String id, Instant at) {
    return Event.builder(Operation.ARREARS, at).id(id).by("billing").build();
  }

  private static Event settle(String id, Instant at) {
    return Event.builder(Operation.SETTLE, at).id(id).by("billing").build();
  }

  private OwnerAnswer said(Event event) {
    return bench.engine.reportForOwner(OWNER, event);
  }

  private OwnerFact fact() {
    return bench.bin.ownerFact(OWNER);
  }

  private InstanceKey taken(String id) {
    Registration registration =
        Registration.of(key("shelf", id), "owner", BillingMode.PAY_AS_YOU_GO).unprotected();
    return bench.engine.register(registration).key();
  }

  private Instant owing(InstanceKey key) {
    return bench.row(key).arrearsSince();
  }

  private List<String> lines() {
    return bench.bin.storeTrail().lines().stream()
        .map(AuditLine::entry)
        .map(line -> line.kind() + " " + line.cause() + " " + line.outcome())
        .toList();
  }

  /** An engine that sees the store through something that is done before some calls of it. */
  private GuardBench through(Consumer<String> watcher) {
    return new GuardBench(bench, GuardBench.through(bench.bin, watcher), GuardBench.UNLIMITED);
  }

  /** Nobody remembered the id of what was said of an owner who had no instances. */
  @Test
  @Tag("ALL-05")
  void aMessageThatComesAgainIsNoNewsOfAnOwnerWithoutInstances() {
    assertThat(said(arrears("m-1", START)).kind()).isEqualTo(Answer.Kind.APPLIED);
    assertThat(said(settle("m-2", START)).kind()).isEqualTo(Answer.Kind.APPLIED);
    OwnerFact settled = fact();
    OwnerAnswer again = said(arrears("m-1", START));
    assertThat(again.kind()).isEqualTo(Answer.Kind.APPLIED);
    assertThat(again.repeated()).isTrue();
    assertThat(fact()).isEqualTo(settled);
    assertThat(lines()).hasSize(2);
    assertThat(owing(taken("a"))).isNull();
  }

  /** Those that are new had not heard it before, and it put them into arrears. */
  @Test
  @Tag("ALL-05")
  void aMessageThatComesAgainReachesNothingThatWasTakenInAfterTheSettlement() {
    said(arrears("m-1", START));
    said(settle("m-2", START));
    InstanceKey later = taken("a");
    InstanceKey subscribed =
        bench
            .engine
            .register(
                Registration.of(key("shelf", "b"), "owner", BillingMode.SUBSCRIPTION)
                    .expiresAt(day(99))
                    .unprotected())
            .key();
    OwnerAnswer again = said(arrears("m-1", START));
    assertThat(again.instances()).containsOnlyKeys(later);
    assertThat(again.instances().get(later).refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
    assertThat(fact().isInArrears()).isFalse();
    assertThat(bench.state(later)).isEqualTo(InstanceState.RUNNING);
    assertThat(bench.state(subscribed)).isEqualTo(InstanceState.RUNNING);
    assertThat(said(arrears("m-1", START)).instances().get(later).repeated()).isTrue();
  }

  @Test
  @Tag("ALL-05")
  void anIdWithOtherContentIsRefusedOfTheOwnerAndOfEachInstance() {
    said(arrears("m-1", START));
    OwnerFact before = fact();
    InstanceKey key = taken("a");
    Instant since = owing(key);
    assertThat(since).isNotNull();
    OwnerAnswer other = said(settle("m-1", START));
    assertThat(other.kind()).isEqualTo(Answer.Kind.REFUSED);
    assertThat(other.refusal().code()).isEqualTo(RefusalCode.EVENT_ID_REUSED);
    assertThat(other.instances().get(key).refusal().code()).isEqualTo(RefusalCode.EVENT_ID_REUSED);
    assertThat(fact()).isEqualTo(before);
    assertThat(owing(key)).isEqualTo(since);
    assertThat(lines().get(1)).isEqualTo("REFUSAL SETTLE EVENT_ID_REUSED");
    // Nothing of it was kept: the first content still has its answer, and so has a right message.
    assertThat(said(arrears("m-1", START)).repeated()).isTrue();
    assertThat(said(settle("m-2", START)).instances().get(key).isApplied()).isTrue();
  }

  /** The fact was written in a commit of its own, after its line: a crash between them lost it. */
  @Test
  @Tag("ALL-05")
  void whereverAMessageDiesItIsWholeOfTheOwnerAndReachesEachInstanceWhenItComesAgain() {
    InstanceKey one = taken("a");
    InstanceKey other = taken("b");
    int died = 0;
    for (int survived = 0; survived < 40; survived++) {
      Event message =
          survived % 2 == 0 ? arrears("m" + survived, START) : settle("m" + survived, START);
      int[] calls = {Integer.MAX_VALUE};
      GuardBench dying =
          through(
              method -> {
                if (calls[0]-- <= 0) {
                  throw new IllegalStateException("the machine is gone");
                }
              });
      calls[0] = survived / 2;
      long version = fact().version();
      int lines = lines().size();
      try {
        dying.engine.reportForOwner(OWNER, message);
      } catch (IllegalStateException gone) {
        died++;
        assertThat(gone).hasMessage("the machine is gone");
      }
      boolean recorded = fact().version() > version;
      assertThat(lines().size() > lines).as("%s calls", survived).isEqualTo(recorded);
      assertThat(bench.bin.remembered(OWNER, "m" + survived) != null).isEqualTo(recorded);
      assertThat(said(message).repeated()).isEqualTo(recorded);
      boolean owes = survived % 2 == 0;
      assertThat(fact().isInArrears()).isEqualTo(owes);
      assertThat(owing(one) != null).isEqualTo(owes);
      assertThat(owing(other) != null).isEqualTo(owes);
    }
    assertThat(died).isGreaterThan(10);
    assertThat(bench.engine.verifyAudit().problems()).isEmpty();
  }

  /** Before some call of the store, and once. */
  private static Consumer<String> before(String name, int number, Runnable first) {
    int[] calls = {number};
    return method -> {
      if (method.equals(name) && calls[0]-- == 0) {
        first.run();
      }
    };
  }

  @Test
  void ofTwoWhoContradictEachOtherTheSecondDecidesAnew() {
    GuardBench slow = through(before("commit", 0, () -> said(arrears("m-1", START))));
    assertThat(slow.engine.reportForOwner(OWNER, settle("m-2", START)).kind())
        .isEqualTo(Answer.Kind.APPLIED);
    assertThat(fact().version()).isEqualTo(2);
    assertThat(fact().isInArrears()).isFalse();
    Instant later = START.plusSeconds(1);
    GuardBench other = through(before("commit", 0, () -> said(settle("m-3", later))));
    OwnerAnswer overtaken = other.engine.reportForOwner(OWNER, arrears("m-4", START));
    assertThat(overtaken.refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
    assertThat(fact().isInArrears()).isFalse();
    GuardBench third = through(before("commit", 0, () -> said(settle("m-5", later))));
    assertThat(third.engine.reportForOwner(OWNER, arrears("m-6", later)).isApplied()).isTrue();
    assertThat(fact().arrearsSince()).isEqualTo(later);
    assertThat(fact().version()).isEqualTo(6);
  }

  /** The instance heard of the arrears after the settlement, and stayed in them for ever. */
  @Test
  void arrearsThatAreSettledOnTheirWayPutNoInstanceIntoArrears() {
    InstanceKey key = taken("a");
    for (int commit = 1; commit <= 2; commit++) {
      String name = "m" + commit;
      // At first before it looks for the instances, then between its look at one and its commit.
      Consumer<String> watcher =
          commit == 1
              ? before("ofOwner", 0, () -> said(settle("s" + name, START)))
              : before("commit", 1, () -> said(settle("s" + name, START)));
      OwnerAnswer answer = through(watcher).engine.reportForOwner(OWNER, arrears(name, START));
      assertThat(answer.isApplied()).isTrue();
      assertThat(answer.instances().get(key).refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
      assertThat(owing(key)).isNull();
      assertThat(fact().isInArrears()).isFalse();
    }
  }

  @Test
  @Tag("ALL-07")
  void arrearsOfBeforeARecordedSettlementAreNoneAndASettlementAlwaysSettles() {
    bench.clock.set(day(9));
    InstanceKey key = taken("a");
    assertThat(said(settle("m-1", day(5))).kind()).isEqualTo(Answer.Kind.ALREADY_THERE);
    OwnerAnswer late = said(arrears("m-2", day(5).minusNanos(1_000)));
    assertThat(late.refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
    assertThat(late.instances().get(key).refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
    assertThat(owing(key)).isNull();
    assertThat(said(arrears("m-3", day(5))).isApplied()).isTrue();
    assertThat(owing(key)).isNotNull();
    assertThat(said(arrears("m-4", day(7))).kind()).isEqualTo(Answer.Kind.ALREADY_THERE);
    assertThat(fact().arrearsSince()).isEqualTo(day(5));
    // Dated before the arrears: whoever has paid is not kept locked for a message that was late.
    assertThat(said(settle("m-5", day(3))).isApplied()).isTrue();
    assertThat(owing(key)).isNull();
    assertThat(fact().settledAt()).isEqualTo(day(5));
    assertThat(lines())
        .containsExactly(
            "ACT SETTLE " + day(5),
            "REFUSAL ARREARS SETTLED_SINCE",
            "ACT ARREARS " + day(5),
            "ACT ARREARS " + day(7),
            "ACT SETTLE " + day(3));
  }

  @Test
  @Tag("ALL-05")
  @Tag("ALL-07")
  void whatWasRefusedAsTooFarAheadIsRefusedWhenItComesAgain() {
    InstanceKey key = taken("a");
    Event ahead = arrears("m-1", START.plus(Duration.ofMinutes(2)).plusNanos(1_000));
    assertThat(said(ahead).refusal().code()).isEqualTo(RefusalCode.IN_THE_FUTURE);
    bench.clock.set(day(1));
    InstanceKey later = taken("b");
    OwnerAnswer again = said(ahead);
    assertThat(again.repeated()).isTrue();
    assertThat(again.refusal().code()).isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(again.instances().get(key).repeated()).isTrue();
    assertThat(again.instances().get(later).refusal().code()).isEqualTo(RefusalCode.IN_THE_FUTURE);
    assertThat(fact().isInArrears()).isFalse();
    assertThat(owing(later)).isNull();
  }

  @Test
  void whoIsAlwaysOvertakenIsToldSoAndReachesNobody() {
    InstanceKey key = taken("a");
    int[] others = {0};
    GuardBench slow =
        through(
            method -> {
              if (method.equals("commit")) {
                said(settle("other" + others[0]++, START));
              }
            });
    OwnerAnswer lost = slow.engine.reportForOwner(OWNER, arrears("m-1", START));
    assertThat(lost.kind()).isEqualTo(Answer.Kind.LOST_RACE);
    assertThat(lost.instances()).isEmpty();
    assertThat(owing(key)).isNull();
    assertThat(bench.bin.remembered(OWNER, "m-1")).isNull();
    assertThat(said(arrears("m-1", START)).isApplied()).isTrue();
  }

  /** Thirty days after the last that was said, its settlement still stands against it. */
  @Test
  @Tag("ALL-05")
  void whenItsIdIsForgottenAnOldMessageIsStillSettled() {
    said(arrears("m-1", START));
    bench.clock.set(day(1));
    said(settle("m-2", day(1)));
    bench.clock.set(day(31));
    assertThat(bench.engine.forgetOldEventIds()).isZero();
    bench.clock.set(day(31).plusNanos(1_000));
    assertThat(bench.engine.forgetOldEventIds()).isEqualTo(2);
    assertThat(said(arrears("m-1", START)).refusal().code()).isEqualTo(RefusalCode.SETTLED_SINCE);
    assertThat(owing(taken("a"))).isNull();
  }

  /** A world found it: its arrears were dated as it begins, and so too far ahead of the clock. */
  @Test
  @Tag("ALL-06")
  void whatIsTakenInAnewUnderAClockThatWasPutBackStartsInItsOwnersArrears() {
    bench.clock.set(day(5));
    InstanceKey key = taken("a");
    bench.report(key, Operation.FORGET);
    said(arrears("m-1", day(5)));
    bench.clock.set(day(2));
    taken("a");
    assertThat(bench.row(key).since()).isEqualTo(day(5));
    assertThat(owing(key)).isEqualTo(day(5));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
  }
}
