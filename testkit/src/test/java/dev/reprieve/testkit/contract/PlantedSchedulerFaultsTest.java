package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.schedule.Alarm;
import dev.reprieve.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of schedulers, each caught by the test that is named for it. */
class PlantedSchedulerFaultsTest {
  /** What can be wrong with a scheduler. */
  enum Fault {
    NONE,
    IS_EARLY,
    DOES_AT_ONCE_WHAT_IS_PAST,
    CALLS_NOTHING_OFF,
    DOES_EVERYTHING_TWICE,
    LOSES_EVERY_TENTH
  }

  /** The contract of a faulty scheduler. */
  static final class Planted extends ManualSchedulerContractTest {
    private static Fault planted = Fault.NONE;

    @Override
    protected Scheduler startingAt(Instant instant) {
      return new Faulty(super.startingAt(instant), planted, new AtomicInteger());
    }
  }

  /** A sound scheduler, but for one thing. */
  private record Faulty(Scheduler sound, Fault fault, AtomicInteger taken) implements Scheduler {
    @Override
    public Instant now() {
      return sound.now();
    }

    @Override
    public Alarm schedule(Instant at, Runnable work) {
      switch (fault) {
        case IS_EARLY -> {
          return sound.schedule(at.minus(Duration.ofMillis(30)), work);
        }
        case DOES_AT_ONCE_WHAT_IS_PAST -> {
          if (at.isBefore(now())) {
            work.run();
            return Alarm.NONE;
          }
        }
        case CALLS_NOTHING_OFF -> {
          sound.schedule(at, work);
          return () -> true;
        }
        case DOES_EVERYTHING_TWICE -> sound.schedule(at, work);
        case LOSES_EVERY_TENTH -> {
          if (taken.incrementAndGet() % 10 == 0) {
            return () -> true;
          }
        }
        case NONE -> {}
      }
      return sound.schedule(at, work);
    }
  }

  @Test
  void theGroundIsSound() {
    Planted.planted = Fault.NONE;
    assertThat(ContractRun.failing(Planted.class)).isEmpty();
  }

  @ParameterizedTest
  @Tag("SCH-01")
  @CsvSource({
    "IS_EARLY, workIsDoneAtItsInstantOrLater",
    "DOES_AT_ONCE_WHAT_IS_PAST, anInstantThatIsPastMeansSoonAndNotAtOnce",
    "CALLS_NOTHING_OFF, whatIsCalledOffIsNeverDone",
    "DOES_EVERYTHING_TWICE, ofManyNoneIsLostAndNoneDoneTwice",
    "LOSES_EVERY_TENTH, ofManyNoneIsLostAndNoneDoneTwice",
  })
  void aFaultOfASchedulerIsCaught(Fault fault, String caughtBy) {
    Planted.planted = fault;
    assertThat(ContractRun.failing(Planted.class)).contains(caughtBy);
  }
}
