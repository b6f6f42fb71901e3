package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What an outage pushes, beside notices, graces and clocks that are not believed at once: a purge
 * deadline that fell into it waits as much longer as it lasted (SAF-05), whatever else has moved
 * the purge meanwhile. Everything here is locked on day 1, released on day 16 and due on day 23.
 */
@Tag("SAF-05")
class OutagePushTest {
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private static final Safeguards SAFEGUARDS =
      Safeguards.builder()
          .withoutBackupGate()
          .purges(Limits.NONE)
          .locks(Limits.NONE)
          .outageLimit(Duration.ofDays(1))
          .build();

  private final GuardBench ground = new GuardBench(SAFEGUARDS);
  private final GuardBench bench =
      new GuardBench(
          ground,
          SAFEGUARDS,
          engine -> engine.settings(Interpreter.Settings.DEFAULT).workersClock(ground.clock));

  private final InstanceKey key = bench.subscription("i", "owner", day(1));

  /** Somebody sweeps and delivers twice a day, from one instant to another, both included. */
  private static void goesOn(GuardBench by, Instant from, Instant until) {
    for (Instant at = from; !at.isAfter(until); at = at.plus(HALF_A_DAY)) {
      by.settleAt(at);
    }
  }

  private InstanceState state() {
    return bench.state(key);
  }

  /** The notice of the last day fell into the outage, too, and is given late: a day before. */
  @Test
  @Tag("SAF-04")
  void aNoticeThatComesLateTakesNothingOfThePush() {
    goesOn(bench, day(1), day(20));
    goesOn(bench, day(26), day(29));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(29).plus(HALF_A_DAY), day(31));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }

  /** Held until day 27, so that its grace ends on day 30, in the outage from 28 to 34. */
  @Test
  @Tag("SAF-17")
  void aGraceThatEndsInTheOutageIsPushed() {
    bench.at(day(2));
    Event hold = Event.builder(Operation.HOLD, day(2)).until(day(27)).by("ann").build();
    assertThat(bench.engine.report(key, hold).isApplied()).isTrue();
    goesOn(bench, day(2), day(28));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(34), day(36));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(36).plus(HALF_A_DAY), day(38));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }

  /** The hold ended in the outage, on day 27 of 25 to 29; its grace, on day 30, gains nothing. */
  @Test
  @Tag("SAF-17")
  void whatWasDueInTheOutageIsPushedAlsoWhereAGraceOutlastsIt() {
    bench.at(day(2));
    Event hold = Event.builder(Operation.HOLD, day(2)).until(day(27)).by("ann").build();
    assertThat(bench.engine.report(key, hold).isApplied()).isTrue();
    goesOn(bench, day(2), day(25));
    goesOn(bench, day(29), day(31));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(31).plus(HALF_A_DAY), day(33));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }

  /** Nobody vouches for the gap until day 27: by then the late notice has moved the purge. */
  @Test
  @Tag("SAF-04")
  void whatIsKnownForAnOutageOnlyLaterPushesAllTheSame() {
    goesOn(bench, day(1), day(20));
    GuardBench fresh =
        new GuardBench(ground, SAFEGUARDS, engine -> engine.settings(Interpreter.Settings.DEFAULT));
    goesOn(fresh, day(26), day(27));
    assertThat(fresh.bin.guard().clockHalt()).isNotNull();
    assertThat(fresh.bin.guard().outages()).isEmpty();
    assertThat(fresh.engine.safety().acknowledgeClock("ann", "nobody swept")).isTrue();
    assertThat(fresh.bin.guard().outages()).hasSize(1);
    Duration out = fresh.bin.guard().outages().get(0).length();
    Instant pushed = day(23).plus(out);
    goesOn(fresh, day(27), pushed);
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    // The purge moved, and its owner is told of that before it comes.
    goesOn(fresh, pushed.plus(HALF_A_DAY), pushed.plus(Duration.ofDays(9)));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }

  /** Due on day 23, in ten days without a sweep, from 17 to 27: it waits until day 30. */
  @Test
  void sevenDaysAreAddedAndNoMore() {
    goesOn(bench, day(1), day(17));
    goesOn(bench, day(27), day(30));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(30).plus(HALF_A_DAY), day(32));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }

  /**
   * Broken from day 20 on and looked at again on day 30. It was due on day 23, in the outage from
   * 20 to 24, which pushes it to 27, in the one from 26 to 30, which pushes it to 31.
   */
  @Test
  @Tag("SAF-11")
  void whatIsLookedAtAfterTheNextOutageIsPushedByTheFirstToo() {
    goesOn(bench, day(1), day(20));
    bench.bin.setAside(
        key, bench.row(key).version(), WaitingFor.REPAIR, "its disk does not answer", day(30));
    goesOn(bench, day(24), day(26));
    goesOn(bench, day(30), day(31));
    assertThat(bench.bin.guard().outages()).hasSize(2);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(31));
    assertThat(state()).isEqualTo(InstanceState.RETAINED);
    goesOn(bench, day(31).plus(HALF_A_DAY), day(33));
    assertThat(state()).isEqualTo(InstanceState.PURGED);
  }
}
