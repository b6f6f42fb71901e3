package dev.reprieve.mongodb;

import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.mongodb.Architecture.REPLICA_SET;
import static dev.reprieve.mongodb.Architecture.STANDALONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.InstanceState;
import dev.reprieve.testkit.Invariants;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import dev.reprieve.testkit.Step;
import dev.reprieve.testkit.StepChoices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** What is true of every MongoDB instance, whatever is asked of it and when. */
class MongoHistoryPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-20T00:00:00Z");

  private static final StepChoices CHOICES =
      StepChoices.of(
          MongoLives.POLICY,
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofDays(7),
          Duration.ofDays(12),
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
  @Tag("MDB-02")
  @Tag("MDB-03")
  @Tag("MDB-04")
  @Tag("MDB-05")
  @Tag("MDB-06")
  @Tag("MDB-07")
  @Tag("MDB-16")
  @Tag("MDB-17")
  @Tag("MDB-18")
  void noPurgeComesBeforeItsDay(@ForAll("subjects") Subject subject) {
    Duration lock = Duration.ofDays(15);
    Instant unpaidSince = Instant.MAX;
    Instant floor = Instant.MAX;
    BackupRetention retention = subject.retention();
    for (Line line : subject.life().lines()) {
      if (line.refused() || !line.instance().equals(Life.ID)) {
        continue;
      }
      if (line.cause().equals("EXPIRY") || (line.cause().equals("ARREARS") && live(line))) {
        unpaidSince = line.at();
      }
      if (line.to() == LOCKED && line.from() != LOCKED) {
        assertThat(line.at())
            .isEqualTo(subject.runsOn() ? unpaidSince.plus(Duration.ofDays(15)) : unpaidSince);
        floor = line.at().plus(lock);
      } else if (line.to() == RETAINED && line.from() != RETAINED) {
        assertThat(line.cause().equals("RELEASE") || !line.at().isBefore(floor)).isTrue();
        floor = line.at().plus(Duration.ofDays(7));
      } else if (line.cause().equals("CHANGE_BACKUP_RETENTION")) {
        BackupRetention changed =
            line.decision().after().attributes().get(MongoDbAttributes.BACKUP_RETENTION);
        if (line.to() == RETAINED && changed != retention) {
          floor = line.at().plus(Duration.ofDays(7));
        }
        retention = changed;
      } else if (line.to() == PURGED && line.cause().equals("DEADLINE")) {
        assertThat(line.at()).isAfterOrEqualTo(floor);
        if (subject.instance().storage().disk() == DiskType.ESSD) {
          assertThat(retention).isEqualTo(BackupRetention.DELETE_ALL);
          assertThat(line.from()).isEqualTo(RETAINED);
        }
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("MDB-15")
  void whatIsPaidForIsNeverTaken(@ForAll("subjects") Subject subject) {
    boolean paid = true;
    for (Line line : subject.life().lines()) {
      if (line.refused() || !line.instance().equals(Life.ID)) {
        continue;
      }
      if (line.cause().equals("EXPIRY") || line.cause().equals("ARREARS")) {
        paid = false;
      } else if (line.cause().equals("RENEW") || line.cause().equals("SETTLE")) {
        paid = true;
      } else if (line.cause().equals("DEADLINE") && line.from() != RETAINED) {
        assertThat(paid).as("%s", line).isFalse();
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("MDB-12")
  @Tag("MDB-13")
  void notBeingRestorableMovesNoDeadline(@ForAll("subjects") Subject subject) {
    MongoStorage storage = subject.instance().storage();
    List<String> plain = deadlines(subject, new MongoInstance(REPLICA_SET, storage, false));
    assertThat(deadlines(subject, new MongoInstance(REPLICA_SET, storage, true))).isEqualTo(plain);
    assertThat(deadlines(subject, new MongoInstance(STANDALONE, storage, false))).isEqualTo(plain);
  }

  private static List<String> deadlines(Subject subject, MongoInstance instance) {
    return new Subject(instance, subject.runsOn(), subject.subscribed(), subject.steps())
        .life().lines().stream()
            .filter(line -> line.instance().equals(Life.ID))
            .filter(line -> line.cause().equals("DEADLINE") || line.cause().equals("EXPIRY"))
            .map(Line::toString)
            .toList();
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  @Tag("MDB-08")
  @Tag("MDB-11")
  @Tag("MDB-17")
  void whatIsRefusedChangesNothing(@ForAll("subjects") Subject subject) {
    Statistics.collect(Invariants.refusalsChangeNothing(subject.life()) > 0);
  }

  private static boolean live(Line line) {
    return line.from() == RUNNING;
  }

  /** An instance and what is asked of it. */
  record Subject(MongoInstance instance, boolean runsOn, boolean subscribed, List<Step> steps) {
    Life life() {
      Life life =
          Life.of(MongoLives.POLICY)
              .attributes(instance.attributes())
              .profile(
                  runsOn ? MongoDbPolicy.MONGODB_INTERNATIONAL_2025 : MongoDbPolicy.MONGODB_SEED);
      return (subscribed ? life.subscription("2026-02-01T00:00:00Z") : life.payAsYouGo())
          .follow(START, steps);
    }

    BackupRetention retention() {
      return instance.storage() instanceof MongoStorage.Essd essd
          ? essd.retention()
          : BackupRetention.DELETE_ALL;
    }

    List<InstanceState> stages() {
      List<InstanceState> stages = new ArrayList<>();
      if (runsOn) {
        stages.add(RUNNING);
      }
      stages.add(LOCKED);
      if (instance.storage().disk() == DiskType.ESSD
          || instance.architecture() != Architecture.SHARDED) {
        stages.add(RETAINED);
      }
      stages.add(PURGED);
      return stages;
    }
  }

  @Provide
  Arbitrary<Subject> subjects() {
    Arbitrary<MongoInstance> instances =
        Combinators.combine(
                Arbitraries.of(Architecture.class), storages(), Arbitraries.of(true, false))
            .as(MongoInstance::new);
    return Combinators.combine(
            instances,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            steps().list().ofMaxSize(14))
        .as(Subject::new);
  }

  @Provide
  Arbitrary<MongoStorage> storages() {
    return Arbitraries.of(
        MongoStorage.localDisk(),
        MongoStorage.essd(BackupRetention.DELETE_ALL),
        MongoStorage.essd(BackupRetention.KEEP_LATEST),
        MongoStorage.essd(BackupRetention.KEEP_ALL));
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(CHOICES.operations()),
            Arbitraries.of(CHOICES.pauses()),
            Arbitraries.integers().between(0, StepChoices.VARIANTS - 1))
        .as(Step::new);
  }
}
