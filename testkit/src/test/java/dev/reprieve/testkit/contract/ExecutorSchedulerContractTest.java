package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.schedule.Scheduler;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

class ExecutorSchedulerContractTest extends SchedulerContract {
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  @Override
  protected Scheduler startingAt(Instant instant) {
    long from = System.nanoTime();
    return Scheduler.of(executor, () -> instant.plusNanos(System.nanoTime() - from));
  }

  @Override
  protected void passUntil(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).as("done in time").isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
