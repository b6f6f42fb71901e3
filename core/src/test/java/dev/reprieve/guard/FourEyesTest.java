package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Adoption;
import dev.reprieve.Registration;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.Answer;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.PendingAsk;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What needs a second principal waits for one who is not the first (SAF-20). */
class FourEyesTest {
  private static final Safeguards ALL =
      GuardBench.purges(GuardBench.ONE_A_DAY).secondLook(SecondLook.values()).build();

  private final GuardBench bench = new GuardBench(ALL);

  private InstanceKey inTheBin() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    return key;
  }

  private Event event(Operation operation, String by, String id) {
    return Event.builder(operation, bench.clock.instant()).by(by).id(id).build();
  }

  @Test
  @Tag("SAF-20")
  void aDestroyWaitsForSomebodyElseAndThenTheSameIdReturnsTheRealAnswer() {
    InstanceKey key = inTheBin();
    Event destroy = event(Operation.DESTROY, "ann", "e-1");
    Answer first = bench.engine.report(key, destroy);
    assertThat(first.refusal().code()).isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    GuardBench restarted = new GuardBench(bench, ALL);
    PendingAsk ask = restarted.engine.safety().pendingAsks().get(0);
    for (String nobodyElse : new String[] {"ann", " ann ", "", " "}) {
      assertThatThrownBy(() -> restarted.engine.safety().approve(ask.id(), nobodyElse))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(bench.engine.safety().pendingAsks()).hasSize(1);
    Answer approved = restarted.engine.safety().approve(ask.id(), "bob");
    assertThat(approved.isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.bin.audit(key)).last().extracting(line -> line.by()).isEqualTo("ann, bob");
    Answer again = bench.engine.report(key, destroy);
    assertThat(again.kind()).isEqualTo(approved.asRepeated().kind());
    assertThat(again.refusal()).isNull();
    assertThat(bench.engine.safety().pendingAsks()).isEmpty();
    assertThatThrownBy(() -> bench.engine.safety().approve(ask.id(), "bob"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("SAF-20")
  void whoAsksMustBeNamedAndAnAskCanBeTurnedDown() {
    InstanceKey key = inTheBin();
    assertThatThrownBy(() -> bench.report(key, Operation.DESTROY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SAF-20");
    bench.engine.report(key, event(Operation.DESTROY, "ann", "e-1"));
    String id = bench.engine.safety().pendingAsks().get(0).id();
    assertThat(bench.engine.safety().turnDown(id, "ann", "not now")).isTrue();
    assertThat(bench.engine.safety().turnDown(id, "ann", "not now")).isFalse();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
  }

  /** Two holds, lifted at the same instant: one approval lifts the one that it was shown. */
  @Test
  @Tag("SAF-20")
  void asksThatDifferInAnythingAreDifferentAsks() {
    InstanceKey key = inTheBin();
    for (String name : new String[] {"a", "b"}) {
      bench.engine.report(key, Event.builder(Operation.HOLD, day(16)).name(name).by("ann").build());
    }
    for (String name : new String[] {"a", "b"}) {
      bench.engine.report(
          key, Event.builder(Operation.UNHOLD, day(16)).name(name).by("ann").build());
    }
    assertThat(bench.engine.safety().pendingAsks()).hasSize(2);
    assertThat(bench.row(key).holds().all()).hasSize(2);
    bench.engine.safety().approve(bench.engine.safety().pendingAsks().get(0).id(), "bob");
    assertThat(bench.row(key).holds().all()).extracting(hold -> hold.name()).containsExactly("b");
  }

  /** The same name again replaces the end: sooner is a lifting, too; later is not. */
  @Test
  @Tag("SAF-20")
  void aHoldThatEndsSoonerIsALifting() {
    InstanceKey key = inTheBin();
    Event.Builder hold = Event.builder(Operation.HOLD, day(16)).by("ann");
    assertThat(bench.engine.report(key, hold.until(day(60)).build()).isApplied()).isTrue();
    assertThat(bench.engine.report(key, hold.until(day(61)).build()).isApplied()).isTrue();
    assertThat(bench.engine.report(key, hold.until(day(17)).build()).refusal().code())
        .isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    assertThat(bench.row(key).holds().latestEnd()).isEqualTo(day(61));
  }

  @Test
  @Tag("SAF-20")
  void confirmingABreakerAndRaisingItsLimitsNeedTwo() {
    bench.subscriptions("i", "owner", 3, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    String digest = bench.engine.safety().stopped(Guarded.PURGE).digest();
    Approval confirm = bench.engine.safety().confirm(Guarded.PURGE, digest, "ann", "seen");
    assertThat(confirm.isDone()).isFalse();
    Limits more = new Limits(9, 100, 0, Duration.ofHours(2));
    Approval change = bench.engine.safety().changeLimits(Guarded.LOCK, more, "ann", "why");
    assertThat(change.isDone()).isFalse();
    assertThat(bench.engine.sweep().steps()).isEmpty();
    assertThat(bench.bin.guard().limits()).isEmpty();
    bench.engine.safety().approve(change.pendingAsk(), "bob");
    assertThat(bench.bin.guard().limits()).containsEntry(Guarded.LOCK, more);
    bench.engine.safety().approve(confirm.pendingAsk(), "bob");
    assertThat(bench.engine.sweep().steps()).hasSize(2);
  }

  private GuardBench with(int version) {
    return new GuardBench(
        bench, ALL, engine -> engine.policies(Policies.shelf(version, 5, 6 + version)));
  }

  /** Agreed to is a re-pin onto version 2; by then version 3 is the latest. */
  @Test
  @Tag("SAF-20")
  @Tag("ALL-08")
  void aRepinIsAgreedToOntoThePolicyForWhichItWasAsked() {
    InstanceKey key = inTheBin();
    GuardBench second = with(2);
    assertThat(second.engine.repin(key, "ann", "new terms", true).refusal().code())
        .isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    PendingAsk ask = bench.bin.asks().get(0);
    assertThat(ask.act()).isEqualTo(SecondLook.SHORTEN);
    assertThat(ask.subject()).contains("shelf version 2");
    Answer later = with(3).engine.safety().approve(ask.id(), "bob");
    assertThat(later.isApplied()).isFalse();
    assertThat(later.refusal().message()).contains("version 2", "version 3");
    assertThat(bench.row(key).policy().version()).isEqualTo(1);
    second.engine.repin(key, "ann", "new terms", true);
    assertThat(second.engine.safety().approve(bench.bin.asks().get(0).id(), "bob").isApplied())
        .isTrue();
    assertThat(bench.row(key).policy().version()).isEqualTo(2);
  }

  @Test
  @Tag("SAF-20")
  @Tag("ADO-02")
  void anAdoptionThatShortensIsRefused() {
    Registration registration =
        Registration.of(Snapshots.key("shelf", "x"), "owner", BillingMode.SUBSCRIPTION)
            .expiresAt(day(0))
            .unprotected();
    Adoption.Builder adoption = Adoption.of(registration, InstanceState.RETAINED);
    Answer sooner = bench.engine.adopt(adoption.purgeMayComeSooner("ann", "old").build());
    assertThat(sooner.refusal().code()).isEqualTo(RefusalCode.SECOND_PRINCIPAL_REQUIRED);
    assertThat(bench.bin.find(registration.key())).isNull();
  }

  /** Who asked, who agreed to his own ask, and what was asked of the whole store (SAF-07). */
  @Test
  @Tag("SAF-20")
  @Tag("SAF-07")
  void whatWaitsForASecondPrincipalLeavesALine() {
    InstanceKey key = inTheBin();
    bench.engine.report(key, event(Operation.DESTROY, "ann", "e-1"));
    assertThat(bench.bin.audit(key))
        .last()
        .extracting(
            line -> line.kind() + " " + line.cause() + " " + line.outcome() + " " + line.by())
        .isEqualTo("REFUSAL DESTROY SECOND_PRINCIPAL_REQUIRED ann");
    String id = bench.bin.asks().get(0).id();
    assertThatThrownBy(() -> bench.engine.safety().approve(id, "ann"))
        .isInstanceOf(IllegalArgumentException.class);
    bench.engine.safety().changeLimits(Guarded.LOCK, Limits.NONE, "ann", "why");
    assertThat(bench.bin.storeTrail().lines())
        .extracting(line -> line.entry().cause() + " " + line.entry().by())
        .containsExactly("APPROVE ann", "ASK ann");
    assertThat(bench.engine.verifyAudit().isSound()).isTrue();
  }
}
