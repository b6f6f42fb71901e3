package dev.reprieve.guard;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Health;
import dev.reprieve.ReprieveListener;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody who is called at night is told first. */
@Tag("SAF-16")
class HealthTest {
  private static Health health(GuardBench bench) {
    return bench.engine.safety().health();
  }

  @Test
  void whereNothingWaitsNothingIsSaid() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    assertThat(health(bench).purging()).isTrue();
    assertThat(health(bench).reasons()).isEmpty();
  }

  /** Five there, three must be left: two go, and three wait for an operator. */
  @Test
  @Tag("SAF-18")
  void theFloorIsSaidAndHeard() {
    GuardBench bench = new GuardBench(GuardBench.purges(Limits.NONE).floor(3).build());
    List<String> heard = new ArrayList<>();
    GuardBench told =
        new GuardBench(
            bench,
            GuardBench.purges(Limits.NONE).floor(3).build(),
            builder ->
                builder.listener(
                    new ReprieveListener() {
                      @Override
                      public void onSetAside(InstanceKey key, String reason) {
                        heard.add(key.id() + " " + reason);
                      }
                    }));
    List<InstanceKey> keys = told.subscriptions("i", "owner", 5, day(1));
    told.intoTheBin();
    assertThat(health(told).purging()).isTrue();
    told.sweepAt(day(23));
    assertThat(told.in(InstanceState.PURGING, keys)).isEqualTo(2);
    assertThat(health(told).purging()).isFalse();
    assertThat(health(told).reasons()).singleElement().asString().contains("3", "SAF-18");
    assertThat(heard).hasSize(3).allSatisfy(line -> assertThat(line).contains("SAF-18"));
    // One that is new lets one go: the floor stops no longer everything, and still two of them.
    told.subscription("new", "owner", day(90));
    assertThat(health(told).purging()).isTrue();
    assertThat(health(told).reasons()).singleElement().asString().contains("SAF-18");
  }

  @Test
  @Tag("SAF-02")
  void whatTheHostDoesNotLetGoIsCounted() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.host = questions -> Map.of();
    bench.sweepAt(day(23));
    assertThat(health(bench).purging()).isTrue();
    assertThat(health(bench).reasons()).singleElement().asString().contains("2", "SAF-02");
  }

  @Test
  @Tag("SAF-04")
  void aNoticeThatIsNotConfirmedIsSaid() {
    GuardBench ground = new GuardBench(GuardBench.UNLIMITED);
    GuardBench bench =
        new GuardBench(
            ground,
            GuardBench.UNLIMITED,
            builder -> builder.settings(Bench.PROMPT.withNotices(Duration.ofDays(1))));
    bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.answers.put("NOTIFY_OWNER", request -> EffectResult.failed("no such address"));
    bench.settleAt(day(22));
    bench.settleAt(day(23));
    assertThat(health(bench).reasons()).singleElement().asString().contains("1", "SAF-04");
  }

  @Test
  @Tag("SAF-06")
  void aBackupThatIsMissingIsSaid() {
    GuardBench bench =
        new GuardBench(
            Safeguards.builder()
                .purges(Limits.NONE)
                .locks(Limits.NONE)
                .outageLimit(Duration.ofDays(3650))
                .build());
    bench.answers.put("TAKE_BACKUP", request -> EffectResult.impossible("the disk is gone"));
    bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    bench.settleAt(day(23));
    assertThat(health(bench).reasons()).singleElement().asString().contains("1", "SAF-06");
  }

  @Test
  @Tag("SAF-11")
  void whatNeedsRepairIsSaidAndWhatIsProtectedIsNot() {
    InstanceKey kept = Snapshots.key("shelf", "i0");
    GuardBench bench = new GuardBench(GuardBench.purges(Limits.NONE).protect(kept).build());
    List<InstanceKey> keys = bench.subscriptions("i", "owner", 2, day(1));
    bench.intoTheBin();
    bench.sweepAt(day(23));
    assertThat(bench.waitingFor(kept)).isEqualTo(WaitingFor.PROTECTION);
    assertThat(health(bench).reasons()).isEmpty();
    bench.bin.setAside(
        keys.get(1), bench.row(keys.get(1)).version(), WaitingFor.REPAIR, "broken", null);
    assertThat(health(bench).reasons()).singleElement().asString().contains("1", "SAF-11");
  }

  /** Up to the limit clocks are believed, beyond it what they wrote is not. */
  @Test
  @Tag("SAF-05")
  void whatAClockWroteThatWasAheadIsCountedOnceItIsPutBack() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    bench.step(Duration.ofMinutes(15));
    bench.subscription("within", "owner", day(90));
    bench.step(Duration.ofMinutes(-15));
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
    bench.step(Duration.ofMinutes(15).plusNanos(1_000));
    bench.subscription("beyond", "owner", day(90));
    bench.step(Duration.ofMinutes(15).plusNanos(1_000).negated());
    assertThat(bench.engine.safety().gauges().implausible()).isEqualTo(1);
    // When its time has come it is like any other.
    bench.at(day(1));
    assertThat(bench.engine.safety().gauges().implausible()).isZero();
  }
}
