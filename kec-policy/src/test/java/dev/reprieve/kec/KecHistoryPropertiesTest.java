package dev.reprieve.kec;

import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
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

/** What is true of every KEC instance, whatever is asked of it and when. */
class KecHistoryPropertiesTest {
  private static final Instant CREATED = Instant.parse("2026-01-31T20:00:00Z");

  private static final StepChoices CHOICES =
      StepChoices.of(
              KecLives.POLICY,
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4),
              Duration.ofHours(24),
              Duration.ofDays(7))
          .andOften(Operation.RELEASE, Operation.RESTORE);

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
  @Tag("KEC-01")
  @Tag("KEC-02")
  @Tag("KEC-04")
  @Tag("KEC-05")
  @Tag("KEC-11")
  void noPurgeComesBeforeItsTime(@ForAll("subjects") Subject subject) {
    Instant floor = Instant.MAX;
    for (Line line : subject.life().lines()) {
      if (line.refused()) {
        continue;
      }
      if (line.to() == LOCKED && line.from() != LOCKED) {
        assertThat(subject.billing()).isEqualTo(BillingMode.SUBSCRIPTION);
        floor = line.at().plus(Duration.ofDays(7));
      } else if (line.to() == RETAINED && line.from() != RETAINED) {
        assertThat(subject.billing()).isEqualTo(BillingMode.PAY_BY_DAILY_CONFIG);
        assertThat(line.cause()).isEqualTo("RELEASE");
        floor = line.at().plus(Duration.ofHours(2));
      } else if (line.to() == PURGED && line.cause().equals("DEADLINE")) {
        assertThat(line.at()).isAfterOrEqualTo(floor);
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("KEC-03")
  void nothingIsReleasedIntoTheBinWithinAnHourOfItsCreation(@ForAll("subjects") Subject subject) {
    for (Line line : subject.life().lines()) {
      if (line.cause().equals("RELEASE") && line.to() == RETAINED) {
        assertThat(line.at()).isAfter(CREATED.plus(Duration.ofHours(1)));
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("KEC-09")
  void everyReleaseThatIsStillPossibleGivesTheAdviceOrNoneDoes(
      @ForAll("subjects") Subject subject) {
    boolean advised = subject.offered() && !subject.billing().isSubscription();
    for (Line line : subject.life().lines()) {
      boolean gone = line.refused() && line.refusal().code().name().equals("PURGED");
      if (line.cause().equals("RELEASE") && !gone) {
        assertThat(line.refused() ? line.refusal().advice() : line.decision().advice())
            .hasSize(advised ? 1 : 0);
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("KEC-03")
  @Tag("KEC-05")
  @Tag("KEC-12")
  void whatIsRefusedChangesNothing(@ForAll("subjects") Subject subject) {
    Statistics.collect(Invariants.refusalsChangeNothing(subject.life()) > 0);
  }

  /** An instance and what is asked of it. */
  record Subject(BillingMode billing, boolean offered, List<Step> steps) {
    Life life() {
      Life life =
          Life.of(KecLives.POLICY)
              .attributes(KecInstance.ofType(offered ? "N3.2B" : "I2.1A").attributes())
              .createdAt(CREATED.toString())
              .billedBy(billing);
      return (billing.isSubscription() ? life.subscription("2026-02-01T00:00:00Z") : life)
          .follow(CREATED, steps);
    }

    List<InstanceState> stages() {
      return billing.isSubscription() ? List.of(LOCKED, PURGED) : List.of();
    }
  }

  @Provide
  Arbitrary<Subject> subjects() {
    return Combinators.combine(
            Arbitraries.of(
                BillingMode.SUBSCRIPTION,
                BillingMode.PAY_BY_DAILY_CONFIG,
                BillingMode.PAY_BY_DAILY_CONFIG,
                BillingMode.PAY_AS_YOU_GO,
                BillingMode.SPOT),
            Arbitraries.of(true, false),
            steps().list().ofMaxSize(14))
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
