package dev.reprieve.attack;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.Reprieve;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.GuardBench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.schedule.Alarm;
import dev.reprieve.schedule.EngineRunner;
import dev.reprieve.schedule.Scheduler;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was thrown may not even be able to say what it is: nothing else waits for that. */
class UnspeakableFailureTest {
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      throw new Unspeakable();
    }
  }

  @Test
  @Tag("SAF-11")
  void ofTheHostThatIsAskedStopsNoSweep() {
    GuardBench bench = new GuardBench(GuardBench.UNLIMITED);
    InstanceKey purged = bench.subscription("i", "owner", day(1));
    bench.intoTheBin();
    InstanceKey locked = bench.subscription("j", "owner", day(20));
    bench.host =
        questions -> {
          throw new Unspeakable();
        };
    bench.sweepAt(day(23));
    assertThat(bench.state(locked)).isEqualTo(InstanceState.LOCKED);
    assertThat(bench.waitingFor(purged)).isEqualTo(WaitingFor.FRESH_LOOK);
    assertThat(bench.aside(purged).reason()).contains(Unspeakable.class.getName());
  }

  @Test
  @Tag("SAF-11")
  void ofAHandlerIsCountedAndDelaysNoOther() {
    Bench bench = new Bench(Policies.shelf());
    InstanceKey poison = bench.subscription("shelf", "i", day(1));
    InstanceKey other = bench.subscription("shelf", "j", day(1));
    bench.answers.put(
        "LOCK_ACCESS",
        request -> {
          if (request.instance().key().equals(poison)) {
            throw new Unspeakable();
          }
          return EffectResult.done();
        });
    bench.sweepAt(day(1));
    bench.engine.deliver();
    assertThat(bench.bin.openEffects(other)).isEmpty();
    assertThat(bench.bin.openEffects(poison).get(0).failures()).isEqualTo(1);
  }

  /** It set no further alarm, and nothing was swept any more. */
  @Test
  @Tag("SCH-04")
  void ofAStoreDoesNotEndTheRunner() {
    VirtualClock clock = new VirtualClock(START);
    RecycleBinRepository broken =
        GuardBench.through(
            RecycleBinRepository.inMemory(clock),
            method -> {
              if (method.equals("due")) {
                throw new Unspeakable();
              }
            });
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done())
            .repository(broken)
            .policies(Policies.shelf())
            .safeguards(Safeguards.none())
            .build();
    ByHand scheduler = new ByHand(clock);
    EngineRunner runner = EngineRunner.builder(engine).start(scheduler);
    scheduler.given.remove(0).run();
    assertThat(runner.status().lastFailure()).contains(Unspeakable.class.getName());
    assertThat(runner.status().nextAt()).isEqualTo(START.plusSeconds(1));
    assertThat(scheduler.given).hasSize(1);
  }

  /** "Only when woken" is a pace as well. */
  @Test
  @Tag("SCH-04")
  void norDoesACeilingThatIsFarBeyondTheLastInstant() {
    VirtualClock clock = new VirtualClock(START);
    Reprieve engine =
        Reprieve.builder(request -> EffectResult.done())
            .repository(RecycleBinRepository.inMemory(clock))
            .policies(Policies.shelf())
            .safeguards(Safeguards.none())
            .build();
    ByHand scheduler = new ByHand(clock);
    EngineRunner runner =
        EngineRunner.builder(engine)
            .pace(Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE))
            .start(scheduler);
    scheduler.given.remove(0).run();
    assertThat(runner.status().nextAt()).isEqualTo(Instant.MAX);
  }

  private static final class ByHand implements Scheduler {
    final List<Runnable> given = new ArrayList<>();
    private final VirtualClock clock;

    ByHand(VirtualClock clock) {
      this.clock = clock;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public Alarm schedule(Instant at, Runnable work) {
      given.add(work);
      return () -> given.remove(work);
    }
  }
}
