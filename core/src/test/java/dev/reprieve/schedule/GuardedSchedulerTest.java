package dev.reprieve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class GuardedSchedulerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A host's scheduler that does what it must not. */
  private static final class Bad implements Scheduler {
    final ManualScheduler good = Scheduler.manual(START);
    RuntimeException thrown;
    boolean answersNull;
    boolean runsTwice;

    @Override
    public Instant now() {
      if (thrown != null) {
        throw thrown;
      }
      return answersNull ? null : good.now();
    }

    @Override
    public Alarm schedule(Instant at, Runnable work) {
      if (thrown != null) {
        throw thrown;
      }
      if (runsTwice) {
        good.schedule(at, work);
      }
      Alarm alarm = good.schedule(at, work);
      return answersNull
          ? null
          : () -> {
            if (thrown != null) {
              throw thrown;
            }
            return alarm.cancel();
          };
    }
  }

  private final Bad host = new Bad();
  private final Scheduler guarded = Scheduler.guarded(host);
  private final List<String> seen = new ArrayList<>();

  @Test
  void aSchedulerThatThrowsHasTakenNothing() {
    Alarm taken = guarded.schedule(START, () -> seen.add("taken"));
    host.good.advanceBy(Duration.ofSeconds(1));
    assertThat(guarded.now()).isEqualTo(START.plusSeconds(1));
    host.thrown = new RejectedExecutionException("on purpose");
    assertThat(guarded.schedule(START, () -> seen.add("not taken"))).isSameAs(Alarm.NONE);
    assertThat(Alarm.NONE.cancel()).isFalse();
    assertThat(taken.cancel()).isFalse();
    assertThat(guarded.now()).isEqualTo(START.plusSeconds(1));
    assertThat(seen).containsExactly("taken");
  }

  @Test
  void aSchedulerThatAnswersNullHasTakenNothing() {
    host.answersNull = true;
    assertThat(guarded.schedule(START, () -> {})).isSameAs(Alarm.NONE);
    assertThat(guarded.now()).isEqualTo(START);
  }

  @Test
  void workIsDoneOnceAndWhatItThrowsIsLogged() {
    host.runsTwice = true;
    guarded.schedule(
        START,
        () -> {
          seen.add("done");
          throw new IllegalStateException("on purpose");
        });
    host.good.runDue();
    assertThat(seen).containsExactly("done");
  }

  @Test
  void whatIsGuardedIsNotGuardedTwice() {
    assertThat(Scheduler.guarded(guarded)).isSameAs(guarded);
  }

  @Test
  void aClockThatFailsFromTheBeginningIsRefused() {
    host.thrown = new IllegalStateException("no clock");
    assertThatIllegalStateException().isThrownBy(() -> Scheduler.guarded(host));
  }

  @Test
  void aTaskOnABadHostIsStrandedUntilItIsResumed() {
    ScheduledTask task =
        ScheduledTask.builder(
                "t",
                TaskPlan.of(Schedule.every(Duration.ofMinutes(1))),
                due -> seen.add(due.toString()))
            .start(host);
    host.thrown = new RejectedExecutionException("on purpose");
    host.good.advanceBy(Duration.ofMinutes(1));
    assertThat(seen).containsExactly("2026-01-01T00:01:00Z");
    assertThat(task.status().phase()).isEqualTo(TaskStatus.Phase.STRANDED);
    host.thrown = null;
    task.resume();
    assertThat(task.status().phase()).isEqualTo(TaskStatus.Phase.WAITING);
    host.good.advanceBy(Duration.ofMinutes(1));
    assertThat(seen).hasSize(2);
  }

  @Test
  void aDisabledSchedulerTakesAndDoesNothing() {
    Scheduler disabled = Scheduler.disabled(InstantSource.fixed(START));
    assertThat(disabled.now()).isEqualTo(START);
    Alarm alarm = disabled.schedule(START, () -> seen.add("done"));
    assertThat(alarm.cancel()).isTrue();
    assertThat(alarm.cancel()).isFalse();
    assertThat(seen).isEmpty();
  }

  @Test
  void anExecutorThatIsShutDownTakesNothing() {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    Scheduler scheduler = Scheduler.of(executor);
    executor.shutdownNow();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> scheduler.schedule(START, () -> {}));
  }

  @Test
  void aManualSchedulerGoesInOrderAndItsClockWithIt() {
    ManualScheduler manual = Scheduler.manual(START);
    manual.schedule(START.plusSeconds(2), () -> seen.add("c " + manual.now()));
    manual.schedule(
        START.plusSeconds(1),
        () -> {
          seen.add("a " + manual.now());
          manual.schedule(START, () -> seen.add("late " + manual.now()));
        });
    manual.schedule(START.plusSeconds(1), () -> seen.add("b " + manual.now()));
    assertThat(manual.pending())
        .containsExactly(START.plusSeconds(1), START.plusSeconds(1), START.plusSeconds(2));
    manual.advanceBy(Duration.ofSeconds(3));
    assertThat(seen)
        .containsExactly(
            "a 2026-01-01T00:00:01Z",
            "late 2026-01-01T00:00:01Z",
            "b 2026-01-01T00:00:01Z",
            "c 2026-01-01T00:00:02Z");
    assertThat(manual.instant()).isEqualTo(START.plusSeconds(3));
    assertThat(manual.runNext()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> manual.advanceTo(START));
  }
}
