package dev.reprieve.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Registration;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.mongodb.MongoStatusNames.View;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description for people, and the vendor's words. */
class MongoInstanceTest {
  private static final InstanceKey KEY = MongoInstance.key("acme", "eu-central-1", "dds-1");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

  @Test
  @Tag("ALL-13")
  void whatIsSaidBecomesTheAttributesThatTheRulesNeed() {
    assertThat(MongoInstance.sharded().essd(BackupRetention.KEEP_ALL).tde(true).attributes())
        .isEqualTo(
            Attributes.ofTexts(
                Map.of(
                    "architecture", "SHARDED",
                    "disk", "ESSD",
                    "backupRetention", "KEEP_ALL",
                    "tde", "true")));
    assertThat(MongoInstance.standalone().localDisk().tde(false).attributes())
        .isEqualTo(
            Attributes.ofTexts(
                Map.of("architecture", "STANDALONE", "disk", "LOCAL", "tde", "false")));
  }

  @Test
  @Tag("OWN-01")
  void aRegistrationIsTakenInAndReadBack() {
    MongoInstance instance = MongoInstance.replicaSet().essd(BackupRetention.DELETE_ALL).tde(false);
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", MongoDbPolicy.create());
    host.register(instance.subscription(KEY, "billing", END).releaseProtected());
    assertThat(MongoInstance.of(host.instance(KEY))).isEqualTo(instance);
    assertThat(host.instance(KEY).expiresAt()).isEqualTo(END);
    assertThat(host.instance(KEY).billing()).isEqualTo(BillingMode.SUBSCRIPTION);
    assertThat(host.instance(KEY).releaseProtected()).isTrue();
    Registration other = instance.payAsYouGo(KEY.withId("dds-2"), "billing").unprotected();
    assertThat(other.billing()).isEqualTo(BillingMode.PAY_AS_YOU_GO);
    assertThat(other.expiresAt()).isNull();
  }

  @Test
  @Tag("OWN-01")
  void anotherProductsKeyIsRefused() {
    MongoInstance instance = MongoInstance.replicaSet().localDisk().tde(false);
    InstanceKey redis = new InstanceKey("acme", "eu-central-1", "redis", "r-1");
    assertThatThrownBy(() -> instance.payAsYouGo(redis, "billing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mongodb");
  }

  @ParameterizedTest
  @CsvSource({
    "disk=ESSD;architecture=SHARDED;tde=false, backupRetention",
    "disk=ESSD;architecture=SHARDED;backupRetention=KEEP_ALL, tde",
    "disk=FLOPPY;architecture=SHARDED;tde=false, disk",
    "disk=LOCAL;tde=false, architecture",
  })
  @Tag("ALL-13")
  void whatIsMissingOrUnreadableIsAnErrorAndNoDefault(String said, String attribute) {
    Attributes attributes = Attributes.empty();
    for (String each : said.split(";")) {
      attributes = attributes.withText(each.split("=")[0], each.split("=")[1]);
    }
    Attributes incomplete = attributes;
    assertThatThrownBy(() -> MongoInstance.of(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(attribute);
  }

  @Test
  @Tag("ALL-13")
  void aBackupRetentionThatALocalDiskCannotHaveIsLeftAside() {
    assertThat(
            MongoInstance.of(
                Attributes.ofTexts(
                    Map.of(
                        "architecture", "SHARDED",
                        "disk", "LOCAL",
                        "backupRetention", "KEEP_ALL",
                        "tde", "false"))))
        .isEqualTo(MongoInstance.sharded().localDisk().tde(false));
  }

  @Test
  @Tag("MDB-12")
  @Tag("MDB-13")
  void standalonesAndEncryptedInstancesAreNotRestorable() {
    assertThat(MongoInstance.replicaSet().localDisk().tde(false).restorable()).isTrue();
    assertThat(MongoInstance.sharded().essd(BackupRetention.KEEP_ALL).tde(false).restorable())
        .isTrue();
    assertThat(MongoInstance.standalone().localDisk().tde(false).restorable()).isFalse();
    assertThat(MongoInstance.replicaSet().localDisk().tde(true).restorable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PAY_AS_YOU_GO, LOCKED, INSTANCE_LIST, Disabled",
    "PAY_AS_YOU_GO, LOCKED, RECYCLE_BIN, Locked",
    "SUBSCRIPTION, LOCKED, INSTANCE_LIST, Locked",
    "SUBSCRIPTION, LOCKED, RECYCLE_BIN, Locked",
    "SUBSCRIPTION, RUNNING, INSTANCE_LIST, Running",
    "PAY_AS_YOU_GO, RUNNING, RECYCLE_BIN,",
    "PAY_AS_YOU_GO, RETAINED, RECYCLE_BIN,",
  })
  @Tag("MDB-14")
  void theVendorsNamesByView(String billing, InstanceState state, View view, String name) {
    assertThat(MongoStatusNames.of(new BillingMode(billing), state, view)).isEqualTo(name);
  }
}
