package dev.reprieve.model;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a sweep first has something to do, for every reason that moves it. */
class InstanceDueTest {
  private static final Instant AT = day(10);

  private static Instance.Builder retained(boolean moreThan) {
    return Snapshots.running(Policies.shelf(), BillingMode.PAY_AS_YOU_GO, START)
        .state(InstanceState.RETAINED, START)
        .deadline(new Deadline(AT, moreThan, Cause.DEADLINE, InstanceState.PURGED, "X-01"));
  }

  private static Holds held(Instant until) {
    return Holds.none().with(new Hold("hold", until, null, null));
  }

  @Test
  @Tag("ALL-03")
  void aDeadlineIsDueAtItsInstantAndMoreThanJustAfterIt() {
    assertThat(retained(false).build().dueAt()).isEqualTo(AT);
    Instant moreThan = retained(true).build().dueAt();
    assertThat(moreThan).isAfter(AT).isBefore(justAfter(AT));
  }

  @Test
  @Tag("ALL-12")
  void withoutADeadlineNothingIsEverDue() {
    assertThat(retained(false).deadline(null).build().dueAt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"PURGING", "PURGED", "FORGOTTEN"})
  @Tag("ALL-04")
  void nothingIsDueOfWhatIsOverOrUnderWay(InstanceState state) {
    assertThat(retained(false).state(state, START).build().dueAt()).isNull();
  }

  static Stream<Instant> endsThatChangeNothing() {
    return Stream.of(day(1), justBefore(AT), AT);
  }

  @ParameterizedTest
  @MethodSource("endsThatChangeNothing")
  @Tag("ALL-10")
  void aHoldThatEndsByTheDeadlineDoesNotMoveIt(Instant until) {
    assertThat(retained(false).holds(held(until)).build().dueAt()).isEqualTo(AT);
    assertThat(retained(true).holds(held(until)).build().dueAt()).isEqualTo(AT.plusNanos(1));
  }

  @Test
  @Tag("ALL-10")
  @Tag("SCN-09")
  void aPurgeThatWaitedForAHoldIsDueAsItEndsAndIsNoMoreThanAnyLonger() {
    assertThat(retained(false).holds(held(justAfter(AT))).build().dueAt()).isEqualTo(justAfter(AT));
    assertThat(retained(true).holds(held(justAfter(AT))).build().dueAt()).isEqualTo(justAfter(AT));
    assertThat(retained(true).holds(held(day(30))).build().dueAt()).isEqualTo(day(30));
  }

  @Test
  @Tag("ALL-10")
  void theLatestOfSeveralHoldsCountsAndOneWithoutEndStopsAll() {
    Holds two = held(day(12)).with(new Hold("other", day(20), null, null));
    assertThat(retained(false).holds(two).build().dueAt()).isEqualTo(day(20));
    Holds endless = two.with(new Hold("late-payment", null, null, null));
    assertThat(retained(false).holds(endless).build().dueAt()).isNull();
  }

  @Test
  @Tag("ALL-10")
  void aHoldDoesNotKeepAStageFromPassing() {
    Instance locked =
        retained(false)
            .state(InstanceState.LOCKED, START)
            .deadline(new Deadline(AT, false, Cause.DEADLINE, InstanceState.RETAINED, "X-02"))
            .holds(held(null))
            .openRebuilds(List.of(new EffectKey(Snapshots.key("shelf", "i1"), 2, 0)))
            .purgeNotBefore(day(99))
            .build();
    assertThat(locked.dueAt()).isEqualTo(AT);
  }

  @Test
  @Tag("ALL-16")
  void anOpenRebuildKeepsThePurgeFromBeingDue() {
    Instance rebuilding =
        retained(false)
            .openRebuilds(List.of(new EffectKey(Snapshots.key("shelf", "i1"), 2, 0)))
            .build();
    assertThat(rebuilding.dueAt()).isNull();
  }

  @Test
  @Tag("ALL-16")
  @Tag("ADO-02")
  void anInstantBeforeWhichNoPurgeBeginsMovesItLaterAndNeverNearer() {
    assertThat(retained(false).purgeNotBefore(day(3)).build().dueAt()).isEqualTo(AT);
    assertThat(retained(false).purgeNotBefore(AT).build().dueAt()).isEqualTo(AT);
    assertThat(retained(true).purgeNotBefore(AT).build().dueAt()).isEqualTo(AT.plusNanos(1));
    assertThat(retained(false).purgeNotBefore(day(11)).build().dueAt()).isEqualTo(day(11));
    assertThat(retained(false).holds(held(day(12))).purgeNotBefore(day(11)).build().dueAt())
        .isEqualTo(day(12));
    assertThat(retained(false).holds(held(day(12))).purgeNotBefore(day(13)).build().dueAt())
        .isEqualTo(day(13));
  }

  @Test
  @Tag("RED-10")
  void autoRenewalComesBeforeTheExpiryAndNeverAtOrAfterIt() {
    Instance.Builder running =
        Snapshots.running(Policies.runner(), BillingMode.SUBSCRIPTION, START)
            .expiresAt(AT)
            .deadline(new Deadline(AT, false, Cause.EXPIRY, InstanceState.RUNNING, "X-03"));
    assertThat(running.autoRenewAt(day(3)).build().dueAt()).isEqualTo(day(3));
    assertThat(running.autoRenewAt(justBefore(AT)).build().dueAt()).isEqualTo(justBefore(AT));
    assertThat(running.autoRenewAt(AT).build().dueAt()).isEqualTo(AT);
    assertThat(running.autoRenewAt(day(11)).build().dueAt()).isEqualTo(AT);
  }
}
