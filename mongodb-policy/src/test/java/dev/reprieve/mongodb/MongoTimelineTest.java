package dev.reprieve.mongodb;

import static dev.reprieve.mongodb.BackupRetention.DELETE_ALL;
import static dev.reprieve.mongodb.BackupRetention.KEEP_ALL;
import static dev.reprieve.mongodb.BackupRetention.KEEP_LATEST;
import static dev.reprieve.mongodb.MongoLives.essd;
import static dev.reprieve.mongodb.MongoLives.localReplicaSet;
import static dev.reprieve.mongodb.MongoLives.localSharded;
import static dev.reprieve.mongodb.MongoLives.payAsYouGo;
import static dev.reprieve.mongodb.MongoLives.subscription;
import static dev.reprieve.mongodb.MongoLives.unpaid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Instance;
import dev.reprieve.model.Operation;
import dev.reprieve.testkit.Life;
import dev.reprieve.testkit.Line;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens if nobody does anything. */
class MongoTimelineTest {
  @Test
  @Tag("MDB-01")
  @Tag("MDB-02")
  @Tag("MDB-05")
  @Tag("MDB-18")
  void essdDeletingAllIsLockedReleasedOnDay16AndPurgedAfterSevenMoreDays() {
    List<Line> lines = subscription(essd(DELETE_ALL)).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines).extracting(Line::rule).containsExactly("MDB-01", "MDB-02", "MDB-05");
    assertThat(lines)
        .extracting(Line::effects)
        .containsExactly(
            List.of("LOCK_ACCESS", "NOTIFY_OWNER"),
            List.of("VERIFY_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER", "DELETE_OLDER_BACKUPS"),
            List.of("DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER"));
    assertThat(lines)
        .extracting(Line::operations)
        .containsExactly(List.of("DESTROY", "RENEW"), List.of("DESTROY", "REBUILD"), List.of());
    assertThat(lines)
        .extracting(Line::nextText)
        .containsExactly("2026-02-16T00:00:00Z RETAINED", "2026-02-23T00:00:00Z PURGED", "nothing");
  }

  @Test
  @Tag("MDB-01")
  @Tag("MDB-02")
  @Tag("MDB-05")
  void arrearsSetOffTheSameTimelineAsAnExpiry() {
    assertThat(unpaid(MongoInstance.sharded().essd(DELETE_ALL).tde(false)).story())
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @ParameterizedTest
  @EnumSource(
      value = BackupRetention.class,
      names = {"KEEP_LATEST", "KEEP_ALL"})
  @Tag("MDB-06")
  @Tag("MDB-07")
  void aKeepPolicyTakesABackupAtReleaseAndKeepsItWithNoEnd(BackupRetention keeping) {
    List<Line> lines = subscription(essd(keeping)).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED");
    assertThat(lines.get(1).effects())
        .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
    assertThat(lines.get(1).nextText()).isEqualTo("nothing");
    assertThat(lines.get(1).operations()).containsExactly("DESTROY", "REBUILD");
  }

  @Test
  @Tag("MDB-06")
  @Tag("MDB-17")
  void noSetIsDeletedOnAChangeFromKeepingAllToKeepingTheLatest() {
    Line change =
        subscription(essd(KEEP_ALL))
            .at("2026-02-20T00:00:00Z")
            .change(Operation.CHANGE_BACKUP_RETENTION, "KEEP_LATEST")
            .last();
    assertThat(change.toString())
        .isEqualTo("2026-02-20T00:00:00Z CHANGE_BACKUP_RETENTION RETAINED -> RETAINED");
    assertThat(change.effects()).isEmpty();
    assertThat(change.nextText()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @CsvSource({"REPLICA_SET", "STANDALONE"})
  @Tag("MDB-03")
  @Tag("MDB-12")
  void aLocalDiskIsRetainedOnDays16To22AndPurgedOnDay23(Architecture architecture) {
    MongoInstance instance = new MongoInstance(architecture, MongoStorage.localDisk(), false);
    List<Line> lines = unpaid(instance).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines.get(1).effects())
        .containsExactly("TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
    assertThat(lines.get(1).decision().effects().get(1).type().destructive()).isTrue();
    assertThat(lines.get(2).rule()).isEqualTo("MDB-03");
  }

  @Test
  @Tag("MDB-03")
  void aRetainedLocalReplicaSetMayBeRebuiltOrDestroyed() {
    Line retained = subscription(localReplicaSet()).until("2026-02-16T00:00:00Z").last();
    assertThat(retained.rule()).isEqualTo("MDB-03");
    assertThat(retained.operations()).containsExactly("DESTROY", "REBUILD");
  }

  @Test
  @Tag("MDB-04")
  void aLocalShardedClusterIsNeverRetainedAndPurgedOnDay16() {
    List<Line> lines = unpaid(localSharded()).lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> PURGED");
    assertThat(lines.get(0).operations()).containsExactly("DESTROY", "SETTLE");
    assertThat(lines.get(1).rule()).isEqualTo("MDB-04");
    assertThat(lines.get(1).effects())
        .containsExactly("RELEASE_COMPUTE", "DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER");
    assertThat(subscription(localSharded()).until(MongoLives.T).last().operations())
        .containsExactly("DESTROY", "RENEW");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-15T23:59:59.999999Z, RENEW LOCKED -> RUNNING",
    "2026-02-16T00:00:00Z, RENEW refused NOT_PERMITTED_IN_STATE",
    "2026-02-16T00:00:00.000001Z, RENEW refused NOT_PERMITTED_IN_STATE",
  })
  @Tag("MDB-01")
  @Tag("MDB-02")
  @Tag("MDB-15")
  void theLockEndsExactlyWhereDay16Begins(String at, String outcome) {
    assertThat(subscription(essd(DELETE_ALL)).at(at).renew("2027-01-01T00:00:00Z").story())
        .contains(at + " " + outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-22T23:59:59.999999Z, REBUILD RETAINED -> RETAINED",
    "2026-02-23T00:00:00Z, REBUILD refused PURGED",
    "2026-02-23T00:00:00.000001Z, REBUILD refused PURGED",
  })
  @Tag("MDB-03")
  @Tag("MDB-05")
  void theRetentionEndsExactlyWhereDay23Begins(String at, String outcome) {
    for (MongoInstance instance : List.of(essd(DELETE_ALL), localReplicaSet())) {
      assertThat(subscription(instance).at(at).rebuild("m2", "2027-01-01T00:00:00Z").story())
          .contains(at + " " + outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-15T23:59:59.999999Z, SETTLE LOCKED -> RUNNING",
    "2026-02-16T00:00:00Z, SETTLE refused PURGED",
    "2026-02-16T00:00:00.000001Z, SETTLE refused PURGED",
  })
  @Tag("MDB-04")
  void theLockOfALocalShardedClusterEndsInThePurgeAtDay16(String at, String outcome) {
    assertThat(unpaid(localSharded()).at(at).settle().story()).contains(at + " " + outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59.999999Z, RENEW RUNNING -> RUNNING",
    "2026-02-01T00:00:00Z, RENEW LOCKED -> RUNNING",
    "2026-02-01T00:00:00.000001Z, RENEW LOCKED -> RUNNING",
  })
  @Tag("MDB-01")
  void day1BeginsAtTheExpiryItself(String at, String outcome) {
    assertThat(subscription(essd(KEEP_LATEST)).at(at).renew("2027-01-01T00:00:00Z").story())
        .contains(at + " " + outcome);
  }

  @Test
  @Tag("MDB-15")
  void aPaidRunningInstanceIsNeverReleased() {
    assertThat(payAsYouGo(essd(DELETE_ALL)).until("2126-01-01T00:00:00Z").story()).isEmpty();
    assertThat(
            unpaid(essd(DELETE_ALL))
                .at("2026-02-15T23:59:59.999999Z")
                .settle()
                .until("2126-01-01T00:00:00Z")
                .story())
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> LOCKED",
            "2026-02-15T23:59:59.999999Z SETTLE LOCKED -> RUNNING");
  }

  @Test
  @Tag("MDB-16")
  void underTheProfileOf2025ItRunsOnFor15DaysFirst() {
    Life life = subscription(essd(DELETE_ALL)).profile(MongoDbPolicy.MONGODB_INTERNATIONAL_2025);
    List<Line> lines = life.lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> RUNNING",
            "2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines)
        .extracting(Line::rule)
        .containsExactly("MDB-16", "MDB-16", "MDB-16", "MDB-05");
    assertThat(lines.get(0).effects()).containsExactly("NOTIFY_OWNER");
  }

  @Test
  @Tag("MDB-16")
  void underTheProfileOf2025TheOtherFormsGoOnAsInTheSeed() {
    String profile = MongoDbPolicy.MONGODB_INTERNATIONAL_2025;
    assertThat(unpaid(localReplicaSet()).profile(profile).story())
        .endsWith(
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-10T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(unpaid(localSharded()).profile(profile).story())
        .endsWith(
            "2026-02-16T00:00:00Z DEADLINE RUNNING -> LOCKED",
            "2026-03-03T00:00:00Z DEADLINE LOCKED -> PURGED");
    for (BackupRetention keeping : List.of(KEEP_LATEST, KEEP_ALL)) {
      assertThat(unpaid(essd(keeping)).profile(profile).story())
          .endsWith("2026-03-03T00:00:00Z DEADLINE LOCKED -> RETAINED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-15T23:59:59.999999Z, SETTLE RUNNING -> RUNNING",
    "2026-02-16T00:00:00Z, SETTLE LOCKED -> RUNNING",
    "2026-03-02T23:59:59.999999Z, SETTLE LOCKED -> RUNNING",
    "2026-03-03T00:00:00Z, SETTLE RETAINED -> RETAINED",
    "2026-03-03T00:00:00.000001Z, SETTLE RETAINED -> RETAINED",
  })
  @Tag("MDB-16")
  void theBoundariesOf2025(String at, String outcome) {
    assertThat(
            unpaid(essd(DELETE_ALL))
                .profile(MongoDbPolicy.MONGODB_INTERNATIONAL_2025)
                .at(at)
                .settle()
                .story())
        .contains(at + " " + outcome);
  }

  @Test
  @Tag("MDB-16")
  void theSeedIsTheDefaultProfile() {
    assertThat(MongoLives.POLICY.defaultProfile().name()).isEqualTo("MONGODB_SEED");
  }

  @Test
  @Tag("MDB-01")
  void payingBringsBackAllOfTheNextTerm() {
    Line renewal =
        subscription(essd(KEEP_ALL))
            .at("2026-02-10T00:00:00Z")
            .renew("2026-03-10T00:00:00Z")
            .until("2026-02-10T00:00:00Z")
            .last();
    Instance after = renewal.decision().after();
    assertThat(renewal.effects()).containsExactly("UNLOCK_ACCESS");
    assertThat(renewal.nextText()).isEqualTo("2026-03-10T00:00:00Z LOCKED");
    assertThat(after.expiresAt()).isEqualTo(Instant.parse("2026-03-10T00:00:00Z"));
  }
}
