package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is overdue when its last hold ends waits 72 hours more (SAF-17). The instance enters the bin
 * on day 25 and its purge is due on day 32.
 */
@Tag("SAF-17")
class HoldGraceTest {
  private static final Duration GRACE = Duration.ofHours(72);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Bench bench =
      new Bench(Bench.PROMPT.withHoldGrace(GRACE), Policies.shelf(), Policies.patient());
  private final InstanceKey key = inTheBin(bench);

  private static InstanceKey inTheBin(Bench bench) {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.settleAt(day(10));
    bench.settleAt(day(25));
    return key;
  }

  private void hold(@Nullable String name, @Nullable Instant until) {
    Event event =
        Event.builder(Operation.HOLD, bench.clock.instant()).name(name).until(until).build();
    assertThat(bench.engine.report(key, event).isApplied()).isTrue();
  }

  private void unhold(@Nullable String name) {
    Event event = Event.builder(Operation.UNHOLD, bench.clock.instant()).name(name).build();
    assertThat(bench.engine.report(key, event).isApplied()).isTrue();
  }

  private void isPurgedAtAndNotBefore(Instant instant) {
    assertThat(bench.engine.nextSweepAt()).isEqualTo(instant);
    bench.settleAt(justBefore(instant));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(instant);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  void hostsGetThreeDaysAndASimulationNone() {
    assertThat(Interpreter.Settings.DEFAULT.holdGrace()).isEqualTo(GRACE);
    assertThat(Interpreter.Settings.SIMULATION.holdGrace()).isEqualTo(Duration.ZERO);
  }

  @Test
  void afterTheHoldOfAnOverduePurgeIsLiftedThePurgeWaits() {
    bench.at(day(30));
    hold(null, null);
    bench.settleAt(day(40));
    unhold(null);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(43));
    isPurgedAtAndNotBefore(day(43));
  }

  @Test
  @Tag("ALL-12")
  void everyReadShowsTheGrace() {
    bench.at(day(30));
    hold(null, null);
    bench.at(day(40));
    unhold(null);
    assertThat(bench.engine.view(key).timeline())
        .singleElement()
        .satisfies(step -> assertThat(step.at()).isEqualTo(day(43)));
    assertThat(bench.engine.interpreter().next(Policies.shelf(), bench.row(key)).at())
        .isEqualTo(day(43));
  }

  @Test
  @Tag("ALL-12")
  void theGraceOfAHoldWithAnEndIsShownAheadOfIt() {
    bench.at(day(30));
    hold(null, day(40));
    assertThat(bench.engine.view(key).timeline())
        .singleElement()
        .satisfies(step -> assertThat(step.at()).isEqualTo(day(43)));
    assertThat(bench.engine.interpreter().next(Policies.shelf(), bench.row(key)).at())
        .isEqualTo(day(43));
    isPurgedAtAndNotBefore(day(43));
  }

  @Test
  void aHoldThatEndsByTheDeadlineOnItsOwnHasHeldNothingBack() {
    bench.at(day(30));
    hold(null, day(32));
    isPurgedAtAndNotBefore(day(32));
  }

  @Test
  void aHoldThatEndsAMicrosecondAfterTheDeadlineHas() {
    bench.at(day(30));
    hold(null, justAfter(day(32)));
    isPurgedAtAndNotBefore(justAfter(day(35)));
  }

  @Test
  void aHoldThatIsLiftedBeforeTheDeadlineLeavesItAlone() {
    bench.at(day(30));
    hold(null, null);
    bench.at(day(31));
    unhold(null);
    assertThat(bench.row(key).purgeNotBefore()).isNull();
    isPurgedAtAndNotBefore(day(32));
  }

  @Test
  void theLatestEndOfSeveralCounts() {
    bench.at(day(30));
    hold("a", null);
    hold("b", day(50));
    bench.at(day(40));
    unhold("a");
    isPurgedAtAndNotBefore(day(53));
  }

  @Test
  void liftingWhatHasEndedOnItsOwnTakesNoGraceAway() {
    bench.at(day(30));
    hold(null, day(40));
    bench.at(day(41));
    unhold(null);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(43));
    isPurgedAtAndNotBefore(day(43));
  }

  @Test
  void replacingWhatHasEndedOnItsOwnTakesNoGraceAway() {
    bench.at(day(30));
    hold("a", day(40));
    bench.at(day(41));
    hold("a", day(41).plus(HOUR));
    isPurgedAtAndNotBefore(day(44).plus(HOUR));
  }

  @Test
  void aSecondHoldWithinTheGraceBringsAGraceOfItsOwn() {
    bench.at(day(30));
    hold(null, null);
    bench.at(day(40));
    unhold(null);
    bench.settleAt(day(42));
    hold(null, null);
    bench.settleAt(day(60));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    unhold(null);
    isPurgedAtAndNotBefore(day(63));
  }

  @Test
  @Tag("SAF-05")
  void theMarginComesOnTop() {
    Interpreter interpreter =
        new Interpreter(Bench.PROMPT.withHoldGrace(GRACE).withPurgeMargin(HOUR));
    bench.at(day(30));
    hold(null, day(40));
    assertThat(interpreter.dueAt(bench.row(key))).isEqualTo(day(43).plus(HOUR));
  }

  @Test
  @Tag("ALL-03")
  void aDeadlineOfMoreThanASpanHasItsGrace() {
    InstanceKey patient = bench.subscription("patient", "p1", day(30));
    bench.settleAt(day(30));
    bench.settleAt(justAfter(day(40)));
    Instant deadline = bench.row(patient).deadline().at();
    bench.engine.report(
        patient,
        Event.builder(Operation.HOLD, bench.clock.instant()).until(justAfter(deadline)).build());
    assertThat(bench.engine.interpreter().dueAt(bench.row(patient)))
        .isEqualTo(justAfter(deadline).plus(GRACE));
  }

  @Test
  void aDestructionThatIsAskedForWaitsForNoGrace() {
    bench.at(day(30));
    hold(null, null);
    bench.at(day(40));
    unhold(null);
    bench.report(key, Operation.DESTROY);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  @Test
  @Tag("ADO-01")
  void aHoldThatCameWithAnAdoptionHasItsGrace() {
    Adoption adoption =
        Adoption.of(
                Registration.of(
                        new InstanceKey("tenant", "region", "shelf", "old"),
                        "owner",
                        BillingMode.PAY_AS_YOU_GO)
                    .unprotected(),
                InstanceState.RETAINED)
            .hold(new Hold("case", day(50), null, null))
            .build();
    bench.at(day(30));
    bench.engine.adopt(adoption);
    assertThat(bench.engine.interpreter().dueAt(bench.row(adoption.registration().key())))
        .isEqualTo(day(53));
  }

  @Property(tries = 1000)
  @net.jqwik.api.Tag("SAF-17")
  @net.jqwik.api.Tag("ALL-10")
  void neverPurgedWithinTheGraceOfTheLastHold(
      @ForAll @Size(min = 3, max = 14) List<@IntRange(min = 0, max = 99_999) Integer> seeds) {
    Bench random = new Bench(Bench.PROMPT.withHoldGrace(GRACE), Policies.shelf());
    InstanceKey victim = inTheBin(random);
    // What the test itself knows: who holds until when, and the last instant under any hold.
    Map<String, Instant> holds = new HashMap<>();
    Instant lastHeld = Instant.MIN;
    Instant now = day(30);
    for (int seed : seeds) {
      now = now.plus(HOUR.multipliedBy(seed % 60));
      for (Instant until : holds.values()) {
        Instant heldTo = until.isBefore(now) ? until : now;
        lastHeld = heldTo.isAfter(lastHeld) ? heldTo : lastHeld;
      }
      random.settleAt(now);
      if (random.state(victim) != InstanceState.RETAINED) {
        assertThat(holds.values()).noneMatch(random.clock.instant()::isBefore);
        assertThat(random.row(victim).since()).isAfterOrEqualTo(day(32));
        if (lastHeld.isAfter(day(32))) {
          assertThat(random.row(victim).since()).isAfterOrEqualTo(lastHeld.plus(GRACE));
        }
        return;
      }
      String name = List.of("a", "b", "c").get(seed / 60 % 3);
      int length = 1 + seed / 180 % 100;
      switch (seed / 20_000) {
        case 0, 1 -> {
          Instant until = length > 80 ? Instant.MAX : now.plus(HOUR.multipliedBy(length));
          random.engine.report(
              victim,
              Event.builder(Operation.HOLD, now)
                  .name(name)
                  .until(length > 80 ? null : until)
                  .build());
          holds.put(name, until);
        }
        case 2 -> {
          random.engine.report(victim, Event.builder(Operation.UNHOLD, now).name(name).build());
          holds.remove(name);
        }
        case 3 -> {
          random.engine.report(victim, Event.of(Operation.UNHOLD, now));
          holds.clear();
        }
        default -> {
          // Only time goes by.
        }
      }
    }
    // And in the end it is purged: a grace is no hold.
    random.at(now);
    random.engine.report(victim, Event.of(Operation.UNHOLD, now));
    random.settleAt(now.plus(GRACE).plus(Duration.ofDays(3)));
    assertThat(random.state(victim)).isEqualTo(InstanceState.PURGED);
  }

  /**
   * Its backups have gone; the hold kept its data, and lifting that by mistake must not lose it.
   */
  private void held(@Nullable Instant until) {
    bench.sweepAt(day(32));
    bench.engine.deliver(1);
    hold(null, until);
    bench.asked.clear();
  }

  private void isDestroyedAtAndNotBefore(Instant instant) {
    bench.at(justBefore(instant));
    bench.engine.deliver();
    assertThat(bench.asked).isEmpty();
    bench.at(instant);
    bench.engine.deliver();
    assertThat(bench.askedNames()).containsExactly("DELETE_DATA", "acme:SHRED", "NOTIFY_OWNER");
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("ALL-10")
  void afterAHoldOnAPurgeThatHasBegunIsLiftedWhatIsLeftWaits() {
    held(null);
    bench.at(day(40));
    unhold(null);
    assertThat(bench.engine.deliver().withheld()).isEqualTo(1);
    assertThat(bench.bin.openEffects(key).get(0).reason()).contains("SAF-17");
    assertThat(bench.engine.nextDeliveryAt()).isEqualTo(day(43));
    isDestroyedAtAndNotBefore(day(43));
  }

  @Test
  @Tag("ALL-10")
  void afterAHoldOnAPurgeThatHasBegunEndsByItselfWhatIsLeftWaits() {
    held(day(40));
    isDestroyedAtAndNotBefore(day(43));
  }

  @Test
  @Tag("SAF-15")
  void retryingThePurgeDoesNotCutTheGrace() {
    held(null);
    bench.at(day(40));
    unhold(null);
    bench.report(key, Operation.RETRY_PURGE);
    bench
        .bin
        .openEffects(key)
        .forEach(open -> bench.engine.retry(open.effect().key(), "op", "in a hurry"));
    isDestroyedAtAndNotBefore(day(43));
  }

  /** It ended before the purge was due, and held nothing back. */
  @Test
  void aHoldThatEndedBeforeThePurgeBeganLeavesNoGraceOnIt() {
    hold(null, day(31));
    bench.settleAt(day(32));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
