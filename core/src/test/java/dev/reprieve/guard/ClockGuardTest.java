package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One clock decides, and a jump of it stops purging and not locking (SAF-05). */
class ClockGuardTest {
  /** Sweeps come days apart here, and are no outage unless a test says so. */
  private static final Safeguards RARE = GuardBench.UNLIMITED;

  /** Nobody has swept for longer than a day: an outage. */
  private static final Safeguards DAILY =
      Safeguards.builder()
          .withoutBackupGate()
          .purges(Limits.NONE)
          .locks(Limits.NONE)
          .outageLimit(Duration.ofDays(1))
          .build();

  /** Swept each day up to an instant. */
  private static void daily(GuardBench bench, long from, long to) {
    for (long day = from; day <= to; day++) {
      bench.settleAt(day(day));
    }
  }

  @Test
  @Tag("SAF-05")
  void aStepForwardStopsPurgingAndNotLockingUntilSomebodyHasLooked() {
    GuardBench bench = new GuardBench(RARE);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    InstanceKey locks = bench.subscription("locks", "owner", day(50));
    bench.intoTheBin();
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.CLOCK);
    assertThat(bench.state(locks)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.engine.safety().health().purging()).isFalse();
    // Back again: still halted, by whichever engine, until somebody says so.
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    new GuardBench(bench, RARE).sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThatThrownBy(() -> bench.engine.safety().acknowledgeClock("op", " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.engine.safety().acknowledgeClock("op", "the time server is mended")).isTrue();
    assertThat(bench.engine.safety().acknowledgeClock("op", "twice")).isFalse();
    bench.engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** The limit is 15 minutes: exactly so much is believed, and a microsecond more is not. */
  @Test
  @Tag("SAF-05")
  void upToTheLimitAStepIsBelieved() {
    for (Duration step : List.of(Duration.ofMinutes(15), Duration.ofMinutes(-15))) {
      GuardBench bench = new GuardBench(RARE);
      bench.engine.sweep();
      bench.step(step);
      bench.engine.sweep();
      assertThat(bench.bin.guard().clockHalt()).as("%s", step).isNull();
    }
    for (Duration step :
        List.of(Duration.ofMinutes(15).plusNanos(1000), Duration.ofMinutes(-15).minusNanos(1000))) {
      GuardBench bench = new GuardBench(RARE);
      bench.engine.sweep();
      bench.step(step);
      bench.engine.sweep();
      assertThat(bench.bin.guard().clockHalt()).as("%s", step).isNotNull();
    }
  }

  /** A fresh process knows no elapsed time: the mark that is kept with the data shows it. */
  @Test
  @Tag("SAF-05")
  void aStepBackIsFoundByTheMarkAfterARestart() {
    GuardBench bench = new GuardBench(RARE);
    bench.sweepAt(day(10));
    GuardBench restarted = new GuardBench(bench, RARE);
    restarted.sweepAt(day(9));
    assertThat(bench.bin.guard().clockHalt()).isNotNull();
    assertThat(bench.bin.mark()).isEqualTo(day(10));
    restarted.engine.safety().acknowledgeClock("op", "right as it is");
    assertThat(bench.bin.mark()).isEqualTo(day(9));
    restarted.engine.sweep();
    assertThat(bench.bin.guard().clockHalt()).isNull();
  }

  /** What destroys and was ordered already stands still, too. */
  @Test
  @Tag("SAF-05")
  @Tag("ALL-01")
  void nothingDestructiveGoesOutUnderAClockThatIsNotBelieved() {
    GuardBench bench = new GuardBench(RARE);
    bench.subscription("i", "owner", day(1));
    bench.settleAt(day(1));
    bench.step(Duration.ofDays(15));
    bench.engine.sweep();
    bench.engine.deliver();
    assertThat(bench.askedNames()).contains("TAKE_BACKUP").doesNotContain("RELEASE_COMPUTE");
  }

  // Outages.

  /** Nobody swept from day 20 to day 23.5: what was due on day 23 is due 3.5 days later. */
  @Test
  @Tag("SAF-05")
  void anOutagePushesWhatFellIntoItByItsLengthAndOnce() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    Instant back = day(23).plus(Duration.ofHours(12));
    bench.sweepAt(back);
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    Instant pushed = day(26).plus(Duration.ofHours(12));
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(pushed);
    bench.sweepAt(day(24));
    bench.sweepAt(day(25));
    bench.sweepAt(day(26));
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(pushed);
    bench.sweepAt(pushed.minusNanos(1000));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.sweepAt(pushed);
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
  }

  /** 20 days long: 7 days are added to the deadline and no more, and it is not pushed again. */
  @Test
  @Tag("SAF-05")
  void aLongOutagePushesBySevenDaysAtMostAndNeverIntoItself() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey early = bench.subscription("early", "owner", day(1));
    InstanceKey later = bench.subscription("later", "owner", day(18));
    daily(bench, 0, 22);
    bench.engine.report(later, Event.renew(day(22), day(900)));
    bench.sweepAt(day(42));
    assertThat(bench.row(early).purgeNotBefore()).isEqualTo(justAfter(day(42)));
    assertThat(
            bench.decisions.stream().filter(step -> step.cause().name().equals("OUTAGE")).count())
        .isEqualTo(1);
    bench.sweepAt(justAfter(day(42)));
    assertThat(bench.state(early)).isEqualTo(InstanceState.PURGING);
  }

  /** The worker that finds the outage dies before it has written it down. */
  @Test
  @Tag("SAF-05")
  void anOutageIsFoundAgainByTheNextWhenItsFinderDies() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    bench.at(day(24));
    RecycleBinRepository dying =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("changeGuard")) {
                throw new IllegalStateException("killed here");
              }
            });
    GuardBench dead = new GuardBench(bench, dying, DAILY);
    assertThatThrownBy(dead.engine::sweep).hasMessage("killed here");
    new GuardBench(bench, DAILY).engine.sweep();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.row(key).purgeNotBefore()).isEqualTo(day(27));
  }

  /** A step forward looks like an outage: when the clock is right again it was none. */
  @Test
  @Tag("SAF-05")
  void whatTheClockShowedWronglyIsNoOutage() {
    GuardBench bench = new GuardBench(DAILY);
    InstanceKey key = bench.subscription("i", "owner", day(1));
    daily(bench, 0, 20);
    bench.step(Duration.ofDays(60));
    bench.engine.sweep();
    assertThat(bench.row(key).purgeNotBefore()).isNull();
    bench.step(Duration.ofDays(-60));
    bench.engine.sweep();
    bench.engine.safety().acknowledgeClock("op", "mended");
    daily(bench, 20, 22);
    bench.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGING);
    assertThat(bench.row(key).purgeNotBefore()).isNull();
  }

  @Test
  @Tag("SAF-05")
  void theFirstSweepEverIsNoOutage() {
    GuardBench bench = new GuardBench(DAILY);
    bench.sweepAt(day(500));
    assertThat(bench.bin.guard().outages()).isEmpty();
    assertThat(bench.bin.guard().clockHalt()).isNull();
    assertThat(bench.bin.mark()).isEqualTo(day(500));
  }
}
