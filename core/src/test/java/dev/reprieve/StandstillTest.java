package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static dev.reprieve.fixture.Times.justBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.guard.Sighting;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that stands still between reading the store's clock and writing (ALL-14). */
class StandstillTest {
  private final GuardBench bench = new GuardBench(GuardBench.UNLIMITED);

  /** What happens before the next commit that decides something; once. */
  private @Nullable Runnable meanwhile;

  /** An engine that can be made to stand still before it writes. */
  private GuardBench worker() {
    RecycleBinRepository through =
        GuardBench.through(
            bench.bin,
            method -> {
              Runnable happens = meanwhile;
              if (method.equals("commit") && happens != null) {
                meanwhile = null;
                happens.run();
              }
            });
    return new GuardBench(bench, through, GuardBench.UNLIMITED);
  }

  private void standsStillUntil(Instant instant) {
    meanwhile = () -> bench.at(instant);
  }

  private Deadline deadline(InstanceKey key) {
    return Objects.requireNonNull(bench.row(key).deadline(), "deadline");
  }

  /** It read day 1 and wrote on day 6: the lock is of day 6, and lasts its 15 days. */
  @Test
  @Tag("ALL-14")
  void aStageBeginsWhenItIsWrittenAndNotWhenTheClockWasRead() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    GuardBench worker = worker();
    standsStillUntil(day(6));
    worker.sweepAt(day(1));
    assertThat(bench.state(key)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.row(key).since()).isEqualTo(day(6));
    assertThat(deadline(key).at()).isEqualTo(day(21));
  }

  /** What its user asks for, too. */
  @Test
  @Tag("ALL-14")
  void aReleaseBeginsWhenItIsWrittenAndNotWhenTheClockWasRead() {
    InstanceKey key = Snapshots.key("shelf", "i");
    bench.engine.register(Registration.of(key, "owner", BillingMode.PAY_AS_YOU_GO).unprotected());
    GuardBench worker = worker();
    bench.at(day(2));
    standsStillUntil(day(7));
    assertThat(worker.engine.report(key, Event.of(Operation.RELEASE, day(2))).isApplied()).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(deadline(key).at()).isEqualTo(day(14));
  }

  /** Up to a minute is what the margin of a purge has room for; a microsecond more is not. */
  @Test
  @Tag("ALL-14")
  void upToAMinuteIsWritten() {
    InstanceKey first = bench.subscription("first", "owner", day(1));
    GuardBench worker = worker();
    standsStillUntil(day(1).plus(Commit.DECIDED_WITHIN));
    worker.sweepAt(day(1));
    assertThat(bench.row(first).since()).isEqualTo(day(1));
    InstanceKey second = bench.subscription("second", "owner", day(2));
    Instant late = day(2).plus(Commit.DECIDED_WITHIN).plusNanos(1_000);
    standsStillUntil(late);
    worker.sweepAt(day(2));
    assertThat(bench.row(second).since()).isEqualTo(late);
  }

  /**
   * It found a jump of the clock, halted, and stood still; meanwhile the clock was put right and
   * acknowledged. What is due by its old reading alone is not purged.
   */
  @Test
  @Tag("ALL-01")
  @Tag("SAF-05")
  void whatWasReadFromAClockThatWasPutRightSincePurgesNothing() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    boolean[] halted = new boolean[1];
    RecycleBinRepository through =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("due") && !halted[0]) {
                halted[0] = true;
                assertThat(bench.bin.guard().clockHalt()).isNotNull();
                bench.at(day(20));
                assertThat(bench.engine.safety().acknowledgeClock("op", "put right")).isTrue();
              }
            });
    GuardBench worker =
        new GuardBench(
            bench, through, GuardBench.UNLIMITED, engine -> engine.workersClock(() -> day(20)));
    worker.sweepAt(day(40));
    assertThat(halted[0]).isTrue();
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(justBefore(day(23)));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    bench.settleAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }

  /** A second for each row: one reading would be too old after sixty of them. */
  @Test
  @Tag("ALL-14")
  void aSweepReadsTheClockAnewAndIsNotStarvedByIt() {
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 600, day(1));
    RecycleBinRepository slow =
        GuardBench.through(
            bench.bin,
            method -> {
              if (method.equals("commit")) {
                bench.at(bench.clock.instant().plusSeconds(1));
              }
            });
    GuardBench worker = new GuardBench(bench, slow, GuardBench.UNLIMITED);
    SweepReport report = worker.sweepAt(day(1));
    assertThat(report.steps()).hasSize(600);
    assertThat(report.lostRaces()).isZero();
    assertThat(bench.in(InstanceState.LOCKED, keys)).isEqualTo(600);
    Duration longest = Duration.ZERO;
    Instant at = day(1);
    for (InstanceKey key : keys) {
      at = at.plusSeconds(1);
      Duration behind = Duration.between(bench.row(key).since(), at);
      longest = behind.compareTo(longest) > 0 ? behind : longest;
    }
    // What was decided anew was counted twice by this clock, so that each is later than reckoned.
    assertThat(longest).isLessThanOrEqualTo(Commit.DECIDED_WITHIN);
    assertThat(bench.bin.guard().clockHalt()).isNull();
  }

  /** The purge waits and says so; the sweep ends. */
  @Test
  @Tag("SAF-02")
  void aHostThatTakesLongerThanAMinuteToAnswerIsWaitedForNoLonger() {
    InstanceKey key = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.host =
        questions -> {
          bench.at(bench.clock.instant().plusSeconds(61));
          Map<InstanceKey, Sighting> seen = new HashMap<>();
          questions.forEach(asked -> seen.put(asked.instance().key(), Sighting.unpaid(null)));
          return seen;
        };
    bench.sweepAt(day(23));
    assertThat(bench.state(key)).isEqualTo(InstanceState.RETAINED);
    assertThat(bench.waitingFor(key)).isEqualTo(WaitingFor.FRESH_LOOK);
    assertThat(bench.aside(key).reason()).contains("longer than PT1M");
    bench.host = questions -> Map.of(questions.get(0).instance().key(), Sighting.unpaid(null));
    bench.settleAt(day(24));
    assertThat(bench.state(key)).isEqualTo(InstanceState.PURGED);
  }
}
