package dev.reprieve.mongodb;

import static dev.reprieve.mongodb.BackupRetention.DELETE_ALL;
import static dev.reprieve.mongodb.BackupRetention.KEEP_LATEST;
import static dev.reprieve.mongodb.MongoLives.essd;
import static dev.reprieve.mongodb.MongoLives.localReplicaSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host sees, with the settings that a host has. */
class MongoHostTest {
  private static final InstanceKey KEY = MongoInstance.key("acme", "eu-central-1", "dds-1");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

  private static TestHost hostOf(MongoInstance instance) {
    TestHost host =
        TestHost.at(
            Instant.parse("2026-01-01T00:00:00Z"),
            Interpreter.Settings.DEFAULT.withNotices(),
            MongoLives.POLICY);
    host.register(instance.subscription(KEY, "billing", END).unprotected());
    return host;
  }

  @Test
  @Tag("MDB-18")
  @Tag("SAF-06")
  void whereTheHostFindsNoBackupNothingIsReleasedAndNothingIsDeleted() {
    TestHost host =
        hostOf(essd(DELETE_ALL))
            .answers("VERIFY_BACKUP", request -> EffectResult.failed("there is no backup"))
            .runTo("2027-02-01T00:00:00Z");
    assertThat(host.handed())
        .contains("VERIFY_BACKUP")
        .doesNotContain(
            "RELEASE_COMPUTE", "DELETE_OLDER_BACKUPS", "DELETE_ALL_BACKUPS", "DELETE_DATA");
    assertThat(host.instance(KEY).state()).isNotEqualTo(InstanceState.PURGED);
  }

  @Test
  @Tag("MDB-18")
  @Tag("SAF-06")
  void theSameWhereTheBackupThatIsPromisedCannotBeTaken() {
    for (MongoInstance instance : List.of(essd(KEEP_LATEST), localReplicaSet())) {
      TestHost host =
          hostOf(instance)
              .answers("TAKE_BACKUP", request -> EffectResult.failed("no space"))
              .runTo("2027-02-01T00:00:00Z");
      assertThat(host.handed())
          .contains("TAKE_BACKUP")
          .doesNotContain("RELEASE_COMPUTE", "DELETE_ALL_BACKUPS", "DELETE_DATA");
    }
  }

  @Test
  @Tag("MDB-05")
  @Tag("MDB-18")
  void whereTheBackupIsThereTheOtherSetsGoAtReleaseAndItGoesSevenDaysLater() {
    TestHost host = hostOf(essd(DELETE_ALL)).runTo("2026-02-22T23:59:59.999999Z");
    assertThat(host.handed())
        .containsExactly(
            "LOCK_ACCESS",
            "NOTIFY_OWNER",
            "VERIFY_BACKUP",
            "RELEASE_COMPUTE",
            "NOTIFY_OWNER",
            "DELETE_OLDER_BACKUPS");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
    // A host's purge waits a margin of one hour beyond its deadline (SAF-05).
    host.runTo("2026-02-23T00:59:59.999999Z");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
    host.runTo("2026-02-23T01:00:00Z");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.PURGED);
    assertThat(host.handed()).endsWith("DELETE_ALL_BACKUPS", "DELETE_DATA", "NOTIFY_OWNER");
  }

  @Test
  @Tag("MDB-06")
  @Tag("MDB-07")
  void underAKeepPolicyNoBackupIsEverDeleted() {
    for (BackupRetention keeping : List.of(KEEP_LATEST, BackupRetention.KEEP_ALL)) {
      TestHost host = hostOf(essd(keeping)).runTo("2126-01-01T00:00:00Z");
      assertThat(host.handed())
          .containsExactly(
              "LOCK_ACCESS", "NOTIFY_OWNER", "TAKE_BACKUP", "RELEASE_COMPUTE", "NOTIFY_OWNER");
      assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
      assertThat(host.instance(KEY).deadline()).isNull();
    }
  }

  @Test
  @Tag("MDB-08")
  void theAnswerNamesThePolicyAndTheLibraryDoesNotChangeIt() {
    TestHost host = hostOf(essd(KEEP_LATEST)).runTo("2026-02-02T00:00:00Z");
    var answer =
        host.engine()
            .report(KEY, Event.of(Operation.DESTROY, Instant.parse("2026-02-02T00:00:00Z")));
    assertThat(answer.refusal().code()).isEqualTo(RefusalCode.BACKUP_POLICY_KEEPS_DATA);
    assertThat(MongoInstance.of(host.instance(KEY))).isEqualTo(essd(KEEP_LATEST));
  }

  @Test
  @Tag("MDB-12")
  void theViewShowsAReleasedStandaloneInTheBinWithTheReasonWhyItCannotBeRestored() {
    TestHost host =
        hostOf(MongoInstance.standalone().localDisk().tde(false)).runTo("2026-02-17T00:00:00Z");
    var view = host.engine().view(KEY);
    assertThat(view.state().isInBin()).isTrue();
    assertThat(view.offers().permitted()).contains(Operation.DESTROY);
    assertThat(view.offers().whyNot(Operation.REBUILD).code())
        .isEqualTo(RefusalCode.NOT_RESTORABLE);
    assertThat(view.offers().whyNot(Operation.REBUILD).message()).contains("standalone");
  }

  @Test
  @Tag("MDB-13")
  void theSameForAnEncryptedInstance() {
    TestHost host =
        hostOf(MongoInstance.replicaSet().essd(DELETE_ALL).tde(true)).runTo("2026-02-17T00:00:00Z");
    assertThat(host.engine().view(KEY).offers().whyNot(Operation.REBUILD).message())
        .contains("transparent data encryption");
  }

  @Test
  @Tag("MDB-17")
  void anOverduePurgeIsCalledOffByKeepingTheBackups() {
    TestHost host = hostOf(essd(DELETE_ALL)).runTo("2026-02-23T00:30:00Z");
    assertThat(host.engine().view(KEY).purgeDueSince())
        .isEqualTo(Instant.parse("2026-02-23T00:00:00Z"));
    assertThat(
            host.engine()
                .report(
                    KEY,
                    Event.builder(
                            Operation.CHANGE_BACKUP_RETENTION,
                            Instant.parse("2026-02-23T00:30:00Z"))
                        .value("KEEP_ALL")
                        .build())
                .isApplied())
        .isTrue();
    host.runTo("2126-01-01T00:00:00Z");
    assertThat(host.instance(KEY).state()).isEqualTo(InstanceState.RETAINED);
  }
}
