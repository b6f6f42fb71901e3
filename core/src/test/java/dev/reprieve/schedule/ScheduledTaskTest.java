package dev.reprieve.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reprieve.schedule.TaskRun.Outcome;
import dev.reprieve.schedule.TaskStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScheduledTaskTest {
  /** 10:00 of 1 March in Shanghai. */
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final TaskPlan TWICE_A_DAY =
      TaskPlan.of(Schedule.parse("daily 04:00,16:00 Asia/Shanghai"));

  private final ManualScheduler scheduler = Scheduler.manual(START);
  private final List<String> seen = new ArrayList<>();

  private ScheduledTask.Builder task(TaskPlan plan) {
    return ScheduledTask.builder("flush", plan, due -> seen.add(due + " at " + scheduler.now()));
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  @Test
  @Tag("KEY-09")
  @Tag("SCH-01")
  void atFourAndSixteenUntilTheEndInThatZone() {
    // Until 3 March 04:00 in Shanghai: the run at that very time is not made.
    ScheduledTask task =
        task(TWICE_A_DAY.until(LocalDateTime.of(2026, 3, 3, 4, 0), SHANGHAI)).start(scheduler);
    assertThat(task.status().nextDue()).isEqualTo("2026-03-01T08:00:00Z");
    scheduler.advanceBy(Duration.ofDays(10));
    assertThat(seen)
        .containsExactly(
            "2026-03-01T08:00:00Z at 2026-03-01T08:00:00Z",
            "2026-03-01T20:00:00Z at 2026-03-01T20:00:00Z",
            "2026-03-02T08:00:00Z at 2026-03-02T08:00:00Z");
    assertThat(task.status().phase()).isEqualTo(Phase.ENDED);
    assertThat(scheduler.pending()).isEmpty();
  }

  @Test
  @Tag("SCH-01")
  void aMicrosecondDecidesAboutTheEnd() {
    Instant last = at("2026-03-01T08:00:00Z");
    assertThat(TWICE_A_DAY.until(last.plusNanos(1000)).nextAfter(START)).isEqualTo(last);
    assertThat(TWICE_A_DAY.until(last).nextAfter(START)).isNull();
    assertThat(TWICE_A_DAY.until(last.minusNanos(1000)).nextAfter(START)).isNull();
  }

  @Test
  @Tag("KEY-09")
  void whatIsDueOutsideOfTheWindowWaitsForItOnce() {
    // Both times lie outside: 08:00Z waits until 18:00Z; 20:00Z until 18:00Z of the next day, where
    // 08:00Z joins it.
    task(TWICE_A_DAY.within(MaintenanceWindow.parse("18:00Z-19:00Z"))).start(scheduler);
    scheduler.advanceBy(Duration.ofDays(2));
    assertThat(seen)
        .containsExactly(
            "2026-03-01T18:00:00Z at 2026-03-01T18:00:00Z",
            "2026-03-02T18:00:00Z at 2026-03-02T18:00:00Z");
  }

  @Test
  @Tag("SCH-01")
  void aRunThatIsLateForItsWindowWaitsForTheNextOrIsSkipped() {
    TaskPlan plan =
        TaskPlan.of(Schedule.parse("daily 02:30 UTC"))
            .within(MaintenanceWindow.parse("02:00Z-03:00Z"));
    ScheduledTask once = task(plan).start(scheduler);
    ScheduledTask skip = task(plan.onMissed(MissedRuns.SKIP)).start(scheduler);
    scheduler.set(at("2026-03-01T03:00:00Z"));
    scheduler.runDue();
    assertThat(seen).isEmpty();
    assertThat(once.status().nextDue()).isEqualTo("2026-03-02T02:00:00Z");
    assertThat(once.history()).isEmpty();
    assertThat(skip.status().nextDue()).isEqualTo("2026-03-02T02:30:00Z");
    assertThat(skip.history()).extracting(TaskRun::outcome).containsExactly(Outcome.SKIPPED);
  }

  @Test
  @Tag("SCH-01")
  void howLateIsMissedIsSaid() {
    TaskPlan plan = TWICE_A_DAY.onMissed(MissedRuns.SKIP).lateBy(Duration.ofSeconds(10));
    task(plan).start(scheduler);
    scheduler.set(at("2026-03-01T08:00:10Z"));
    scheduler.runDue();
    assertThat(seen).containsExactly("2026-03-01T08:00:00Z at 2026-03-01T08:00:10Z");
    scheduler.set(at("2026-03-01T20:00:10.000001Z"));
    scheduler.runDue();
    assertThat(seen).hasSize(1);
  }

  @Test
  @Tag("SCH-01")
  void aRunThatWouldBeginAfterTheEndIsNotMade() {
    ScheduledTask task = task(TWICE_A_DAY.until(at("2026-03-01T09:00:00Z"))).start(scheduler);
    scheduler.set(at("2026-03-01T09:00:00Z"));
    scheduler.runDue();
    assertThat(seen).isEmpty();
    assertThat(task.history()).extracting(TaskRun::outcome).containsExactly(Outcome.SKIPPED);
    assertThat(task.status().phase()).isEqualTo(Phase.ENDED);
  }

  @Test
  @Tag("SCH-05")
  void aLaggingClockDoesNotFireItTwice() {
    ScheduledTask task = task(TWICE_A_DAY).start(scheduler);
    // The host's timer fires, and its clock still shows ten seconds before.
    scheduler.set(at("2026-03-01T07:59:50Z"));
    scheduler.runNext();
    assertThat(seen).containsExactly("2026-03-01T08:00:00Z at 2026-03-01T07:59:50Z");
    assertThat(task.status().nextDue()).isEqualTo("2026-03-01T20:00:00Z");
    assertThat(task.history().get(0).began()).isEqualTo("2026-03-01T08:00:00Z");
    // Nor does another plan with the same times.
    task.change(TWICE_A_DAY);
    scheduler.advanceTo(at("2026-03-01T19:59:59Z"));
    assertThat(seen).hasSize(1);
  }

  @Test
  @Tag("SCH-05")
  void whatRunsLongGoesOnFromTheLastThatWasDue() {
    ScheduledTask.builder(
            "long",
            TaskPlan.of(Schedule.every(Duration.ofMinutes(10))),
            due -> {
              seen.add(due + " at " + scheduler.now());
              if (seen.size() == 1) {
                scheduler.set(at("2026-03-01T02:35:00Z"));
              }
            })
        .start(scheduler);
    scheduler.advanceTo(at("2026-03-01T02:45:00Z"));
    assertThat(seen)
        .containsExactly(
            "2026-03-01T02:10:00Z at 2026-03-01T02:10:00Z",
            "2026-03-01T02:30:00Z at 2026-03-01T02:35:00Z",
            "2026-03-01T02:40:00Z at 2026-03-01T02:40:00Z");
  }

  @Test
  @Tag("KEY-09")
  void runByHandItRunsSoonAndItsNextTimeStays() {
    ScheduledTask task = task(TWICE_A_DAY).start(scheduler);
    assertThat(task.runNow()).isTrue();
    assertThat(task.runNow()).isTrue();
    assertThat(seen).isEmpty();
    scheduler.runDue();
    assertThat(seen).containsExactly("2026-03-01T02:00:00Z at 2026-03-01T02:00:00Z");
    assertThat(task.history())
        .containsExactly(new TaskRun(START, START, START, true, Outcome.DONE, null));
    assertThat(task.status().nextDue()).isEqualTo("2026-03-01T08:00:00Z");
    scheduler.advanceTo(at("2026-03-01T08:00:00Z"));
    assertThat(seen).hasSize(2);
  }

  @Test
  @Tag("SCH-03")
  void askedForWhileItRunsItRunsOnceMore() {
    ScheduledTask[] self = new ScheduledTask[1];
    self[0] =
        ScheduledTask.builder(
                "again",
                TWICE_A_DAY,
                due -> {
                  seen.add("begin");
                  if (seen.size() == 1) {
                    self[0].runNow();
                    self[0].runNow();
                    assertThat(self[0].status().phase()).isEqualTo(Phase.RUNNING);
                    scheduler.runDue();
                  }
                  seen.add("end");
                })
            .start(scheduler);
    scheduler.advanceTo(at("2026-03-01T08:00:00Z"));
    assertThat(seen).containsExactly("begin", "end", "begin", "end");
    assertThat(self[0].status().failed()).isZero();
  }

  @Test
  @Tag("KEY-09")
  void givenAnotherPlanItFollowsIt() {
    ScheduledTask task = task(TWICE_A_DAY).start(scheduler);
    assertThat(task.change(TaskPlan.of(Schedule.parse("daily 12:00 Asia/Shanghai")))).isTrue();
    assertThat(scheduler.pending()).containsExactly(at("2026-03-01T04:00:00Z"));
    task.change(TWICE_A_DAY.until(START));
    assertThat(task.status().phase()).isEqualTo(Phase.ENDED);
    assertThat(scheduler.pending()).isEmpty();
    task.change(TWICE_A_DAY);
    assertThat(task.status().phase()).isEqualTo(Phase.WAITING);
    scheduler.advanceTo(at("2026-03-01T08:00:00Z"));
    assertThat(seen).hasSize(1);
  }

  @Test
  @Tag("KEY-09")
  void itsHistoryIsBounded() {
    ScheduledTask task = task(TWICE_A_DAY).historySize(3).start(scheduler);
    scheduler.advanceBy(Duration.ofDays(10));
    assertThat(seen).hasSize(20);
    assertThat(task.history())
        .extracting(TaskRun::due)
        .containsExactly(
            at("2026-03-09T20:00:00Z"), at("2026-03-10T08:00:00Z"), at("2026-03-10T20:00:00Z"));
    assertThat(task.status().done()).isEqualTo(20);
    assertThat(task.status().lastRun()).isEqualTo(task.history().get(2));
  }

  @Test
  void closedFromWithinItselfItDoesNotWait() {
    ScheduledTask[] self = new ScheduledTask[1];
    self[0] = ScheduledTask.builder("closes", TWICE_A_DAY, due -> self[0].close()).start(scheduler);
    scheduler.advanceTo(at("2026-03-02T08:00:00Z"));
    self[0].close();
    assertThat(self[0].status().done()).isEqualTo(1);
    assertThat(self[0].status().phase()).isEqualTo(Phase.STOPPED);
    assertThat(scheduler.pending()).isEmpty();
  }

  @Test
  void aScheduleThatDoesNotGoForwardIsCaught() {
    Schedule stuck = instant -> START;
    assertThatIllegalStateException().isThrownBy(() -> task(TaskPlan.of(stuck)).start(scheduler));
    // Found out in the middle of things it stands, and says so, until it is given another plan.
    Schedule later = instant -> instant.equals(START) ? START.plusSeconds(1) : START;
    ScheduledTask task = task(TaskPlan.of(later)).start(scheduler);
    scheduler.advanceBy(Duration.ofDays(1));
    assertThat(task.status().phase()).isEqualTo(Phase.STRANDED);
    assertThatIllegalStateException().isThrownBy(() -> task.change(TaskPlan.of(stuck)));
    task.change(TWICE_A_DAY);
    assertThat(task.status().phase()).isEqualTo(Phase.WAITING);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScheduledTask.builder(" ", TWICE_A_DAY, due -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> task(TWICE_A_DAY).historySize(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(TWICE_A_DAY).closeWithin(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TWICE_A_DAY.lateBy(Duration.ofSeconds(-1)));
  }

  /** What all nodes of a cluster share. */
  private static final class Shared {
    final Map<String, Instant> lastDue = new HashMap<>();
    final Set<String> running = new HashSet<>();
    boolean away;
  }

  /** A node of a cluster: alarms of its own, everything else shared. */
  private record Node(ManualScheduler own, Shared shared)
      implements ExclusiveScheduler, PersistentScheduler {
    @Override
    public Instant now() {
      return own.now();
    }

    @Override
    public Alarm schedule(Instant at, Runnable work) {
      return own.schedule(at, work);
    }

    @Override
    public boolean runExclusively(String task, Instant due, Runnable work) {
      if (shared.away) {
        throw new IllegalStateException("the store is away");
      }
      Instant last = shared.lastDue.get(task);
      if ((last != null && !last.isBefore(due)) || !shared.running.add(task)) {
        return false;
      }
      work.run();
      shared.running.remove(task);
      shared.lastDue.put(task, due);
      return true;
    }

    @Override
    public Instant lastDue(String task) {
      return shared.lastDue.get(task);
    }

    @Override
    public void keepDue(String task, Instant due) {
      shared.lastDue.merge(task, due, (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  @Test
  @Tag("SCH-03")
  @Tag("SCH-05")
  void inAClusterOneNodeDoesEachRun() {
    Shared shared = new Shared();
    ManualScheduler lagging = Scheduler.manual(START.minusSeconds(30));
    ScheduledTask one = task(TWICE_A_DAY).start(new Node(scheduler, shared));
    ScheduledTask other = task(TWICE_A_DAY).start(new Node(lagging, shared));
    for (int hour = 0; hour < 48; hour++) {
      scheduler.advanceBy(Duration.ofHours(1));
      lagging.advanceBy(Duration.ofHours(1));
    }
    lagging.advanceBy(Duration.ofMinutes(1));
    assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    assertThat(one.status().done()).isEqualTo(4);
    assertThat(other.history())
        .extracting(TaskRun::outcome)
        .containsExactly(
            Outcome.ELSEWHERE, Outcome.ELSEWHERE, Outcome.ELSEWHERE, Outcome.ELSEWHERE);
    // The first node dies; the other goes on.
    one.stop();
    lagging.advanceBy(Duration.ofDays(1));
    assertThat(other.status().done()).isEqualTo(2);
  }

  @Test
  @Tag("SCH-03")
  void whatIsRunningElsewhereIsNotRunHere() {
    Shared shared = new Shared();
    shared.running.add("flush");
    ScheduledTask task = task(TWICE_A_DAY).start(new Node(scheduler, shared));
    task.runNow();
    scheduler.runDue();
    assertThat(seen).isEmpty();
    assertThat(task.history()).extracting(TaskRun::outcome).containsExactly(Outcome.ELSEWHERE);
  }

  @Test
  @Tag("SCH-04")
  void aClusterThatCannotBeAskedIsAFailedRun() {
    Shared shared = new Shared();
    shared.away = true;
    ScheduledTask task = task(TWICE_A_DAY).start(new Node(scheduler, shared));
    scheduler.advanceTo(at("2026-03-01T08:00:00Z"));
    assertThat(seen).isEmpty();
    assertThat(task.status().failedInARow()).isEqualTo(1);
    shared.away = false;
    scheduler.advanceTo(at("2026-03-01T20:00:00Z"));
    assertThat(task.status().done()).isEqualTo(1);
  }

  @Test
  @Tag("SCH-01")
  void whatIsKeptBeyondARestartIsMissedAndNotForgotten() {
    Shared shared = new Shared();
    ScheduledTask before = task(TWICE_A_DAY).start(new Node(scheduler, shared));
    scheduler.advanceTo(at("2026-03-01T08:00:00Z"));
    before.close();
    scheduler.advanceTo(at("2026-03-02T10:00:00Z"));
    task(TWICE_A_DAY).start(new Node(scheduler, shared));
    scheduler.runDue();
    assertThat(seen)
        .containsExactly(
            "2026-03-01T08:00:00Z at 2026-03-01T08:00:00Z",
            "2026-03-02T08:00:00Z at 2026-03-02T10:00:00Z");
  }
}
