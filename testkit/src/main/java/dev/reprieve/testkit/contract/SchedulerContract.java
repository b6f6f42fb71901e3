package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.schedule.Alarm;
import dev.reprieve.schedule.MaintenanceWindow;
import dev.reprieve.schedule.MissedRuns;
import dev.reprieve.schedule.Schedule;
import dev.reprieve.schedule.ScheduledTask;
import dev.reprieve.schedule.Scheduler;
import dev.reprieve.schedule.TaskPlan;
import dev.reprieve.schedule.TaskRun;
import dev.reprieve.schedule.TaskRun.Outcome;
import dev.reprieve.schedule.TaskStatus.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every scheduler promises, and every task on it (SCH-01 to SCH-05). The author of an adapter
 * subclasses it.
 *
 * <p>Nothing here depends on how fast a machine is: where a slow one may leave out a run, any
 * number of them is right.
 */
public abstract class SchedulerContract {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BEAT = Duration.ofMillis(20);

  /** For subclasses. */
  protected SchedulerContract() {}

  /** A scheduler whose clock shows an instant now, and goes on from there. */
  protected abstract Scheduler startingAt(Instant instant);

  /** Lets time go on until the latch is down; fails if that takes implausibly long. */
  protected abstract void passUntil(CountDownLatch latch);

  private static TaskPlan everyBeat() {
    return TaskPlan.of(Schedule.every(BEAT));
  }

  @Test
  void workIsDoneAtItsInstantOrLater() {
    Scheduler scheduler = startingAt(START);
    Instant at = START.plusMillis(40);
    AtomicReference<Instant> seen = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    scheduler.schedule(
        at,
        () -> {
          seen.set(scheduler.now());
          done.countDown();
        });
    passUntil(done);
    assertThat(seen.get()).isAfterOrEqualTo(at);
  }

  @Test
  void anInstantThatIsPastMeansSoonAndNotAtOnce() {
    Scheduler scheduler = startingAt(START);
    Thread caller = Thread.currentThread();
    AtomicBoolean inside = new AtomicBoolean(true);
    AtomicBoolean atOnce = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(2);
    Runnable work =
        () -> {
          if (inside.get() && Thread.currentThread() == caller) {
            atOnce.set(true);
          }
          done.countDown();
        };
    scheduler.schedule(START.minus(Duration.ofDays(1)), work);
    scheduler.schedule(scheduler.now(), work);
    inside.set(false);
    passUntil(done);
    assertThat(atOnce).isFalse();
  }

  @Test
  void whatIsCalledOffIsNeverDone() {
    Scheduler scheduler = startingAt(START);
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    // So far ahead that no machine is slow enough to get there first.
    Alarm alarm = scheduler.schedule(START.plus(Duration.ofHours(1)), () -> ran.set(true));
    assertThat(alarm.cancel()).isTrue();
    assertThat(alarm.cancel()).isFalse();
    scheduler.schedule(START.plusMillis(40), later::countDown);
    passUntil(later);
    assertThat(ran).isFalse();
  }

  @Test
  void whatHasBegunCannotBeCalledOff() {
    Scheduler scheduler = startingAt(START);
    CountDownLatch done = new CountDownLatch(1);
    Alarm alarm = scheduler.schedule(START.plusMillis(1), done::countDown);
    passUntil(done);
    assertThat(alarm.cancel()).isFalse();
  }

  @Test
  void workThatThrowsHarmsNoOther() {
    Scheduler scheduler = startingAt(START);
    CountDownLatch done = new CountDownLatch(2);
    Instant at = START.plusMillis(20);
    scheduler.schedule(
        at,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    scheduler.schedule(at, done::countDown);
    scheduler.schedule(START.plusMillis(40), done::countDown);
    passUntil(done);
    assertThat(done.getCount()).isZero();
  }

  @Test
  void ofManyNoneIsLostAndNoneDoneTwice() {
    int many = 1000;
    Scheduler scheduler = startingAt(START);
    AtomicIntegerArray times = new AtomicIntegerArray(many);
    CountDownLatch done = new CountDownLatch(many);
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      int id = i;
      alarms.add(
          scheduler.schedule(
              START.plusMillis(i * 7L % 50),
              () -> {
                times.incrementAndGet(id);
                done.countDown();
              }));
    }
    for (int i = 0; i < many; i += 3) {
      if (alarms.get(i).cancel()) {
        times.addAndGet(i, 1);
        done.countDown();
      }
    }
    passUntil(done);
    for (int i = 0; i < many; i++) {
      assertThat(times.get(i)).as("work %d", i).isEqualTo(1);
    }
  }

  @Test
  @Tag("SCH-01")
  void aTaskRunsByItsDelayUntilBeforeItsEnd() {
    Instant end = START.plusMillis(100);
    CountDownLatch over = new CountDownLatch(1);
    List<Instant> seen = new ArrayList<>();
    ScheduledTask task =
        ScheduledTask.builder("beat", everyBeat().until(end), seen::add)
            .listener(
                (it, run) -> {
                  if (it.status().nextDue() == null) {
                    over.countDown();
                  }
                })
            .start(startingAt(START));
    passUntil(over);
    assertThat(task.awaitIdle(Duration.ofMinutes(1))).isTrue();
    assertThat(task.status().phase()).isEqualTo(Phase.ENDED);
    assertThat(seen)
        .isSubsetOf(
            START.plusMillis(20), START.plusMillis(40), START.plusMillis(60), START.plusMillis(80));
    assertThat(seen).doesNotHaveDuplicates().isSorted();
  }

  @Test
  @Tag("SCH-01")
  void aTaskWaitsForItsWindow() {
    Instant opening = Instant.parse("2026-01-01T02:00:00Z");
    CountDownLatch ran = new CountDownLatch(2);
    List<Instant> seen = new ArrayList<>();
    ScheduledTask task =
        ScheduledTask.builder(
                "window",
                everyBeat().within(MaintenanceWindow.parse("02:00Z-03:00Z")),
                due -> {
                  seen.add(due);
                  ran.countDown();
                })
            .start(startingAt(opening.minusMillis(70)));
    assertThat(task.status().nextDue()).isEqualTo(opening);
    passUntil(ran);
    task.close();
    assertThat(seen).allSatisfy(due -> assertThat(due).isAfterOrEqualTo(opening));
    assertThat(seen).doesNotHaveDuplicates().isSorted();
  }

  @Test
  @Tag("SCH-01")
  void runsThatWereMissedAreMadeUpForOnce() {
    CountDownLatch ran = new CountDownLatch(1);
    // Due at 04:00 of 28 February, 1 and 2 March; it is 10:00 of 2 March.
    ScheduledTask task = afterAnOutage(MissedRuns.RUN_ONCE, ran);
    passUntil(ran);
    task.close();
    assertThat(task.history())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.outcome()).isEqualTo(Outcome.DONE);
              assertThat(run.due()).isEqualTo("2026-03-02T04:00:00Z");
            });
    assertThat(task.status().nextDue()).isEqualTo("2026-03-03T04:00:00Z");
  }

  @Test
  @Tag("SCH-01")
  void runsThatWereMissedAreSkipped() {
    CountDownLatch heard = new CountDownLatch(1);
    ScheduledTask task = afterAnOutage(MissedRuns.SKIP, heard);
    passUntil(heard);
    task.close();
    assertThat(task.history())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.outcome()).isEqualTo(Outcome.SKIPPED);
              assertThat(run.due()).isEqualTo("2026-03-02T04:00:00Z");
            });
    assertThat(task.status().done()).isZero();
    assertThat(task.status().nextDue()).isEqualTo("2026-03-03T04:00:00Z");
  }

  private ScheduledTask afterAnOutage(MissedRuns missed, CountDownLatch heard) {
    return ScheduledTask.builder(
            "outage",
            TaskPlan.of(Schedule.parse("daily 04:00 UTC")).onMissed(missed),
            due -> assertThat(missed).isEqualTo(MissedRuns.RUN_ONCE))
        .resumingAfter(Instant.parse("2026-02-27T04:00:00Z"))
        .listener((it, run) -> heard.countDown())
        .start(startingAt(Instant.parse("2026-03-02T10:00:00Z")));
  }

  @Test
  @Tag("SCH-02")
  void aTimeThatTheZoneSkipsRunsAtTheNextInstant() {
    // Berlin goes from 02:00 to 03:00 at 01:00Z.
    runsOnceAt("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  @Tag("SCH-02")
  void aTimeThatOccursTwiceRunsTheFirstTime() {
    // Berlin shows 02:30 at 00:30Z and at 01:30Z.
    runsOnceAt("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  private void runsOnceAt(String due, String next) {
    Instant at = Instant.parse(due);
    CountDownLatch ran = new CountDownLatch(1);
    ScheduledTask task =
        ScheduledTask.builder(
                "half past two",
                TaskPlan.of(Schedule.daily(ZoneId.of("Europe/Berlin"), LocalTime.of(2, 30))),
                asked -> {
                  assertThat(asked).isEqualTo(at);
                  ran.countDown();
                })
            .start(startingAt(at.minusMillis(50)));
    assertThat(task.status().nextDue()).isEqualTo(at);
    passUntil(ran);
    task.close();
    assertThat(task.history())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.outcome()).isEqualTo(Outcome.DONE);
              assertThat(run.began()).isAfterOrEqualTo(at);
            });
    assertThat(task.status().nextDue()).isEqualTo(next);
  }

  @Test
  @Tag("SCH-03")
  void aTaskNeverRunsTwiceAtTheSameTime() {
    int runs = 200;
    CountDownLatch ran = new CountDownLatch(runs);
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    AtomicReference<ScheduledTask> self = new AtomicReference<>();
    // Guarded by nothing but the task.
    long[] counter = new long[1];
    ScheduledTask task =
        ScheduledTask.builder(
                "alone",
                TaskPlan.of(Schedule.every(Duration.ofMillis(1))),
                due -> {
                  if (inside.incrementAndGet() != 1) {
                    overlapped.set(true);
                  }
                  counter[0]++;
                  ScheduledTask me = self.get();
                  if (me != null) {
                    me.runNow();
                  }
                  inside.decrementAndGet();
                  ran.countDown();
                })
            .start(startingAt(START));
    self.set(task);
    for (int i = 0; i < runs; i++) {
      task.runNow();
      task.change(TaskPlan.of(Schedule.every(Duration.ofMillis(1 + i % 3))));
    }
    passUntil(ran);
    task.close();
    assertThat(overlapped).isFalse();
    assertThat(counter[0]).isEqualTo(task.status().done());
  }

  @Test
  @Tag("SCH-04")
  void aTaskThatThrowsIsRecordedAsFailedAndRunsAgain() {
    CountDownLatch ran = new CountDownLatch(3);
    AtomicInteger runs = new AtomicInteger();
    ScheduledTask task =
        ScheduledTask.builder(
                "fails",
                everyBeat(),
                due -> {
                  switch (runs.incrementAndGet()) {
                    case 1 -> throw new IOException("the first time");
                    case 2 -> throw new AssertionError("the second time");
                    default -> {}
                  }
                })
            .listener(
                (it, run) -> {
                  ran.countDown();
                  throw new IllegalStateException("a listener's own failure");
                })
            .start(startingAt(START));
    passUntil(ran);
    task.close();
    assertThat(task.history().subList(0, 3))
        .extracting(TaskRun::outcome)
        .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.DONE);
    assertThat(task.history().get(0).failure()).contains("IOException").contains("the first time");
    assertThat(task.history().get(1).failure()).contains("the second time");
    assertThat(task.history().get(2).failure()).isNull();
    assertThat(task.status().failed()).isEqualTo(2);
    assertThat(task.status().failedInARow()).isZero();
  }

  @Test
  @Tag("SCH-05")
  void theNextTimeFollowsFromTheOneThatWasDue() {
    CountDownLatch ran = new CountDownLatch(10);
    ScheduledTask task =
        ScheduledTask.builder("grid", everyBeat(), due -> ran.countDown()).start(startingAt(START));
    passUntil(ran);
    task.close();
    List<Instant> dues = task.history().stream().map(TaskRun::due).toList();
    assertThat(dues).doesNotHaveDuplicates().isSorted();
    assertThat(dues)
        .allSatisfy(due -> assertThat(Duration.between(START, due).toMillis() % 20).isZero());
    Instant last = dues.get(dues.size() - 1);
    assertThat(task.status().nextDue()).isAfter(last);
  }

  @Test
  void aTaskThatIsStoppedBeginsNothing() {
    Scheduler scheduler = startingAt(START);
    AtomicBoolean ran = new AtomicBoolean();
    ScheduledTask task =
        ScheduledTask.builder(
                "stopped", TaskPlan.of(Schedule.every(Duration.ofDays(1))), due -> ran.set(true))
            .start(scheduler);
    task.stop();
    assertThat(task.runNow()).isFalse();
    assertThat(task.change(everyBeat())).isFalse();
    CountDownLatch later = new CountDownLatch(1);
    scheduler.schedule(START.plusMillis(60), later::countDown);
    passUntil(later);
    assertThat(ran).isFalse();
    assertThat(task.status().phase()).isEqualTo(Phase.STOPPED);
  }
}
