package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.schedule.ManualScheduler;
import dev.reprieve.schedule.Scheduler;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

class ManualSchedulerContractTest extends SchedulerContract {
  private ManualScheduler scheduler = Scheduler.manual(Instant.EPOCH);

  @Override
  protected Scheduler startingAt(Instant instant) {
    scheduler = Scheduler.manual(instant);
    return scheduler;
  }

  @Override
  protected void passUntil(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      assertThat(scheduler.pending()).as("something is still to come").isNotEmpty();
      // One work at a time: a task may ask for itself again and again at the same instant.
      Instant next = scheduler.pending().get(0);
      if (next.isAfter(scheduler.now())) {
        scheduler.set(next);
      }
      try {
        scheduler.runNext();
      } catch (IllegalStateException onPurpose) {
        assertThat(onPurpose).hasMessage("on purpose");
      }
    }
  }
}
