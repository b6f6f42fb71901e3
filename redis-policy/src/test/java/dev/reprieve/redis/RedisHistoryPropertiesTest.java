package dev.reprieve.redis;

import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.InstanceState;
import dev.reprieve.testkit.Invariants;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.Step;
import dev.reprieve.testkit.StepChoices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** What is true of every Redis instance, whatever is asked of it and when. */
class RedisHistoryPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-20T00:00:00Z");

  private static final StepChoices CHOICES =
      StepChoices.of(
          RedisLives.POLICY,
          Duration.ofDays(1),
          Duration.ofDays(6),
          Duration.ofDays(7),
          Duration.ofDays(8),
          Duration.ofDays(15));

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("ALL-02")
  @Tag("ALL-04")
  @Tag("ALL-10")
  @Tag("ALL-11")
  void everyLifeGoesThroughItsStagesInOrder(@ForAll("subjects") Subject subject) {
    List<Line> lines = Invariants.check(subject.life(), subject.stages());
    Statistics.collect(lines.stream().anyMatch(line -> line.to() == PURGED));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("ALL-01")
  @Tag("RED-01")
  @Tag("RED-02")
  @Tag("RED-05")
  @Tag("RED-13")
  void noStageComesBeforeItsDay(@ForAll("subjects") Subject subject) {
    Instant unpaidSince = Instant.MAX;
    Instant floor = Instant.MAX;
    for (Line line : subject.life().lines()) {
      if (line.refused() || !line.instance().equals(Life.ID)) {
        continue;
      }
      if (line.cause().equals("EXPIRY") || (line.cause().equals("ARREARS") && live(line))) {
        unpaidSince = line.at();
      }
      if (line.to() == LOCKED && line.from() != LOCKED) {
        assertThat(line.at()).isEqualTo(unpaidSince.plus(subject.runsOnFor()));
      } else if (line.to() == RETAINED && line.from() == LOCKED) {
        assertThat(line.at()).isEqualTo(unpaidSince.plus(Duration.ofDays(subject.china ? 7 : 30)));
        floor = line.at().plus(Duration.ofDays(subject.china ? 8 : 7));
      } else if (line.to() == RETAINED && line.from() == RUNNING) {
        assertThat(line.cause()).isEqualTo("RELEASE");
        floor = line.at().plus(Duration.ofDays(7));
      } else if (line.to() == PURGED && line.cause().equals("DEADLINE")) {
        assertThat(line.from()).isEqualTo(RETAINED);
        assertThat(line.at()).isAfterOrEqualTo(floor);
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("RED-04")
  void billingIsSuspendedExactlyWhileAPayAsYouGoInstanceIsLocked(
      @ForAll("subjects") Subject subject) {
    boolean suspended = false;
    for (Line line : subject.life().lines()) {
      if (line.refused() || !line.instance().equals(Life.ID)) {
        continue;
      }
      if (line.effects().contains("RESUME_BILLING")) {
        assertThat(suspended).isTrue();
        suspended = false;
      }
      if (line.effects().contains("SUSPEND_BILLING")) {
        assertThat(suspended).isFalse();
        suspended = true;
      }
      if (line.to() == RETAINED || line.to() == PURGED) {
        suspended = false;
      }
      assertThat(suspended).isEqualTo(!subject.subscribed() && line.to() == LOCKED);
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("RED-05")
  @Tag("RED-06")
  @Tag("RED-17")
  void whatIsRefusedChangesNothing(@ForAll("subjects") Subject subject) {
    Statistics.collect(Invariants.refusalsChangeNothing(subject.life()) > 0);
  }

  private static boolean live(Line line) {
    return line.from() == RUNNING;
  }

  /** An instance and what is asked of it. */
  record Subject(boolean china, boolean subscribed, List<Step> steps) {
    Life life() {
      Life life =
          Life.of(RedisLives.POLICY)
              .profile(china ? RedisPolicy.TAIR_CHINA : RedisPolicy.TAIR_INTERNATIONAL);
      return (subscribed ? life.subscription(RedisLives.T) : life.payAsYouGo())
          .follow(START, steps);
    }

    Duration runsOnFor() {
      if (!china) {
        return Duration.ofDays(15);
      }
      return subscribed ? Duration.ZERO : Duration.ofDays(1);
    }

    List<InstanceState> stages() {
      return china && subscribed
          ? List.of(LOCKED, RETAINED, PURGED)
          : List.of(RUNNING, LOCKED, RETAINED, PURGED);
    }
  }

  @Provide
  Arbitrary<Subject> subjects() {
    return Combinators.combine(
            Arbitraries.of(true, false), Arbitraries.of(true, false), steps().list().ofMaxSize(14))
        .as(Subject::new);
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(CHOICES.operations()),
            Arbitraries.of(CHOICES.pauses()),
            Arbitraries.integers().between(0, StepChoices.VARIANTS - 1))
        .as(Step::new);
  }
}
