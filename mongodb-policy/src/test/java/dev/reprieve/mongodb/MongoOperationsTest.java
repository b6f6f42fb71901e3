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

import dev.reprieve.model.Operation;
import dev.reprieve.testkit.Line;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be asked, and what comes of it. */
class MongoOperationsTest {
  private static final Operation CHANGE = Operation.CHANGE_BACKUP_RETENTION;

  @Test
  @Tag("MDB-08")
  void aLockedEssdInstanceMayBeDestroyedUnderDeleteAll() {
    Line destroyed = subscription(essd(DELETE_ALL)).at("2026-02-10T00:00:00Z").destroy().last();
    assertThat(destroyed.toString()).isEqualTo("2026-02-10T00:00:00Z DESTROY LOCKED -> PURGED");
    assertThat(destroyed.rule()).isEqualTo("MDB-08");
    assertThat(destroyed.effects())
        .containsExactly("RELEASE_COMPUTE", "DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER");
  }

  @ParameterizedTest
  @EnumSource(
      value = BackupRetention.class,
      names = {"KEEP_LATEST", "KEEP_ALL"})
  @Tag("MDB-08")
  void underAKeepPolicyThatIsRefusedUntilSomebodyChangesThePolicy(BackupRetention keeping) {
    List<Line> lines =
        subscription(essd(keeping))
            .at("2026-02-10T00:00:00Z")
            .destroy()
            .at("2026-02-11T00:00:00Z")
            .change(CHANGE, "DELETE_ALL")
            .at("2026-02-12T00:00:00Z")
            .destroy()
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-10T00:00:00Z DESTROY refused BACKUP_POLICY_KEEPS_DATA",
            "2026-02-11T00:00:00Z CHANGE_BACKUP_RETENTION LOCKED -> LOCKED",
            "2026-02-12T00:00:00Z DESTROY LOCKED -> PURGED");
    assertThat(lines.get(0).operations()).containsExactly("RENEW");
    assertThat(lines.get(1).rule()).isEqualTo("MDB-08");
    assertThat(lines.get(1).refusal().message()).contains("backup retention policy");
    assertThat(lines.get(2).operations()).containsExactly("DESTROY", "RENEW");
  }

  @Test
  @Tag("MDB-02")
  @Tag("MDB-08")
  void onceReleasedItMayBeDestroyedUnderAnyPolicy() {
    for (BackupRetention retention : BackupRetention.values()) {
      assertThat(subscription(essd(retention)).at("2026-02-17T00:00:00Z").destroy().story())
          .endsWith("2026-02-17T00:00:00Z DESTROY RETAINED -> PURGED");
    }
  }

  @Test
  @Tag("MDB-09")
  void aLockedLocalDiskInstanceMayBeDestroyed() {
    for (MongoInstance instance : List.of(localReplicaSet(), localSharded())) {
      Line destroyed = unpaid(instance).at("2026-02-10T00:00:00Z").destroy().last();
      assertThat(destroyed.toString()).isEqualTo("2026-02-10T00:00:00Z DESTROY LOCKED -> PURGED");
      assertThat(destroyed.rule()).isEqualTo("MDB-09");
    }
  }

  @Test
  @Tag("MDB-09")
  void aRunningInstanceMayNotBeDestroyed() {
    assertThat(payAsYouGo(localReplicaSet()).at("2026-02-10T00:00:00Z").destroy().story())
        .containsExactly("2026-02-10T00:00:00Z DESTROY refused NOT_PERMITTED_IN_STATE");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE_ALL, 2026-03-08T12:00:00Z PURGED",
    "KEEP_LATEST, nothing",
    "KEEP_ALL, nothing",
  })
  @Tag("MDB-10")
  @Tag("MDB-05")
  @Tag("MDB-06")
  @Tag("MDB-07")
  void aReleasedEssdInstanceIsRetainedByItsPolicy(BackupRetention retention, String next) {
    Line release =
        payAsYouGo(essd(retention))
            .at("2026-03-01T12:00:00Z")
            .release()
            .until("2026-03-01T12:00:00Z")
            .last();
    assertThat(release.toString()).isEqualTo("2026-03-01T12:00:00Z RELEASE RUNNING -> RETAINED");
    assertThat(release.rule()).isEqualTo("MDB-10");
    assertThat(release.nextText()).isEqualTo(next);
  }

  @Test
  @Tag("MDB-10")
  void aReleasedLocalReplicaSetIsRetainedForSevenDays() {
    assertThat(payAsYouGo(localReplicaSet()).at("2026-03-01T12:00:00Z").release().story())
        .containsExactly(
            "2026-03-01T12:00:00Z RELEASE RUNNING -> RETAINED",
            "2026-03-08T12:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @Test
  @Tag("MDB-10")
  void aReleasedLocalShardedClusterIsPurgedOnceThatIsConfirmed() {
    List<Line> lines =
        payAsYouGo(localSharded())
            .at("2026-03-01T12:00:00Z")
            .release()
            .at("2026-03-01T12:00:01Z")
            .releaseForGood()
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-03-01T12:00:00Z RELEASE refused CONFIRMATION_REQUIRED",
            "2026-03-01T12:00:01Z RELEASE RUNNING -> PURGED");
    assertThat(lines.get(0).rule()).isEqualTo("ALL-17");
    assertThat(lines.get(1).rule()).isEqualTo("MDB-10");
  }

  @Test
  @Tag("MDB-10")
  void aSubscriptionIsNotReleasedByHand() {
    for (MongoInstance instance : List.of(essd(DELETE_ALL), localReplicaSet(), localSharded())) {
      assertThat(
              subscription(instance)
                  .at("2026-01-10T00:00:00Z")
                  .releaseForGood()
                  .until("2026-01-11T00:00:00Z")
                  .story())
          .containsExactly("2026-01-10T00:00:00Z RELEASE refused NOT_PERMITTED_FOR_BILLING_MODE");
    }
  }

  @Test
  @Tag("MDB-11")
  void anUnpaidInstanceIsRebuiltOnlyOnceTheArrearsAreSettled() {
    List<Line> lines =
        unpaid(essd(DELETE_ALL))
            .at("2026-02-17T00:00:00Z")
            .rebuild("m2")
            .at("2026-02-18T00:00:00Z")
            .settle()
            .at("2026-02-19T00:00:00Z")
            .rebuild("m2")
            .until("2026-02-19T00:00:00Z")
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z ARREARS RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-17T00:00:00Z REBUILD refused IN_ARREARS",
            "2026-02-18T00:00:00Z SETTLE RETAINED -> RETAINED",
            "2026-02-19T00:00:00Z REBUILD RETAINED -> RETAINED",
            "2026-02-19T00:00:00Z REBUILD null -> RUNNING");
    assertThat(lines.get(1).operations()).containsExactly("DESTROY", "SETTLE");
    assertThat(lines.get(2).rule()).isEqualTo("MDB-11");
    assertThat(lines.get(3).rule()).isEqualTo("MDB-11");
    assertThat(lines.get(3).effects()).isEmpty();
    assertThat(lines.get(3).nextText()).isEqualTo("2026-02-23T00:00:00Z PURGED");
    assertThat(lines.get(3).operations()).containsExactly("DESTROY", "REBUILD");
    assertThat(lines.get(4).effects()).containsExactly("CREATE_INSTANCE");
    assertThat(lines.get(5).instance()).isEqualTo("m2");
  }

  @ParameterizedTest
  @CsvSource({"STANDALONE, false, MDB-12", "REPLICA_SET, true, MDB-13", "SHARDED, true, MDB-13"})
  @Tag("MDB-12")
  @Tag("MDB-13")
  void whatCannotBeRestoredLiesInTheBinAsLongAsEverythingElse(
      Architecture architecture, boolean tde, String rule) {
    for (BackupRetention retention : BackupRetention.values()) {
      MongoInstance instance = new MongoInstance(architecture, MongoStorage.essd(retention), tde);
      List<Line> lines =
          subscription(instance)
              .at("2026-02-17T00:00:00Z")
              .rebuild("m2", "2027-01-01T00:00:00Z")
              .lines();
      assertThat(lines.get(1).toString())
          .isEqualTo("2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED");
      assertThat(lines.get(1).operations()).containsExactly("DESTROY");
      assertThat(lines.get(1).nextText())
          .isEqualTo(retention == DELETE_ALL ? "2026-02-23T00:00:00Z PURGED" : "nothing");
      assertThat(lines.get(2).toString())
          .isEqualTo("2026-02-17T00:00:00Z REBUILD refused NOT_RESTORABLE");
      assertThat(lines.get(2).rule()).isEqualTo(rule);
    }
  }

  @Test
  @Tag("MDB-12")
  @Tag("MDB-13")
  void whatCannotBeRestoredMayBeRenewedWhileLockedAndDestroyedInTheBin() {
    MongoInstance standalone = MongoInstance.standalone().essd(KEEP_ALL).tde(true);
    assertThat(
            subscription(standalone)
                .at("2026-02-02T00:00:00Z")
                .renew("2026-03-02T00:00:00Z")
                .at("2026-03-20T00:00:00Z")
                .destroy()
                .story())
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-02T00:00:00Z RENEW LOCKED -> RUNNING",
            "2026-03-02T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-03-17T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-03-20T00:00:00Z DESTROY RETAINED -> PURGED");
  }

  @Test
  @Tag("MDB-13")
  void encryptionOnALocalDiskChangesNoDeadline() {
    assertThat(unpaid(MongoInstance.replicaSet().localDisk().tde(true)).story())
        .endsWith("2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(unpaid(MongoInstance.sharded().localDisk().tde(true)).story())
        .endsWith("2026-02-16T00:00:00Z DEADLINE LOCKED -> PURGED");
  }

  @Test
  @Tag("MDB-17")
  void lengtheningTakesEffectAtOnceAndShorteningSevenDaysAfterTheChange() {
    List<Line> lines =
        subscription(essd(DELETE_ALL))
            .at("2026-02-22T23:59:59.999999Z")
            .change(CHANGE, "KEEP_LATEST")
            .at("2026-04-01T10:00:00Z")
            .change(CHANGE, "DELETE_ALL")
            .lines();
    assertThat(lines)
        .extracting(Line::toString)
        .containsExactly(
            "2026-02-01T00:00:00Z EXPIRY RUNNING -> LOCKED",
            "2026-02-16T00:00:00Z DEADLINE LOCKED -> RETAINED",
            "2026-02-22T23:59:59.999999Z CHANGE_BACKUP_RETENTION RETAINED -> RETAINED",
            "2026-04-01T10:00:00Z CHANGE_BACKUP_RETENTION RETAINED -> RETAINED",
            "2026-04-08T10:00:00Z DEADLINE RETAINED -> PURGED");
    assertThat(lines.get(2).nextText()).isEqualTo("nothing");
    assertThat(lines.get(3).effects()).isEmpty();
    assertThat(lines.get(4).rule()).isEqualTo("MDB-17");
  }

  @Test
  @Tag("MDB-17")
  void theValueThatItHadMovesNothing() {
    assertThat(
            subscription(essd(DELETE_ALL))
                .at("2026-02-20T00:00:00Z")
                .change(CHANGE, "DELETE_ALL")
                .story())
        .endsWith("2026-02-23T00:00:00Z DEADLINE RETAINED -> PURGED");
  }

  @Test
  @Tag("MDB-17")
  void aLocalDiskHasNoBackupRetentionPolicyToChange() {
    Line refused =
        subscription(localReplicaSet())
            .at("2026-01-10T00:00:00Z")
            .change(CHANGE, "KEEP_ALL")
            .until("2026-01-10T00:00:00Z")
            .last();
    assertThat(refused.toString())
        .isEqualTo(
            "2026-01-10T00:00:00Z CHANGE_BACKUP_RETENTION refused NOT_PERMITTED_FOR_PRODUCT");
    assertThat(refused.rule()).isEqualTo("MDB-17");
  }

  @Test
  @Tag("MDB-17")
  void aHoldForbidsGivingKeptDataAnEnd() {
    assertThat(
            subscription(essd(KEEP_LATEST))
                .at("2026-02-20T00:00:00Z")
                .hold()
                .at("2026-02-21T00:00:00Z")
                .change(CHANGE, "DELETE_ALL")
                .at("2026-02-22T00:00:00Z")
                .change(CHANGE, "KEEP_ALL")
                .story())
        .endsWith(
            "2026-02-21T00:00:00Z CHANGE_BACKUP_RETENTION refused HELD",
            "2026-02-22T00:00:00Z CHANGE_BACKUP_RETENTION RETAINED -> RETAINED");
  }
}
