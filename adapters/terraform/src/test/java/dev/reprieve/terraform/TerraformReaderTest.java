package dev.reprieve.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.kec.KecAttributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import dev.reprieve.mongodb.Architecture;
import dev.reprieve.mongodb.BackupRetention;
import dev.reprieve.mongodb.DiskType;
import dev.reprieve.mongodb.MongoDbAttributes;
import dev.reprieve.redis.RedisAttributes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerraformReaderTest {
  private static final String SECRET = "Hunter2!Hunter2";

  private static TerraformState read(String text) {
    return read(text, StandardCharsets.UTF_8);
  }

  private static TerraformState read(String text, Charset charset) {
    try {
      return TerraformReader.read(new ByteArrayInputStream(text.getBytes(charset)));
    } catch (IOException | UnusableFileException broken) {
      throw new AssertionError(broken);
    }
  }

  private static String shown(String type, String values) {
    return "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{\"resources\":[{\"address\":\""
        + type
        + ".x\",\"mode\":\"managed\",\"type\":\""
        + type
        + "\",\"values\":"
        + values
        + "}]}}}";
  }

  private static GovernedInstance one(String type, String values) {
    TerraformState state = read(shown(type, values));
    assertThat(state.instances()).hasSize(1);
    return state.instances().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T16:00Z,              2026-02-01T16:00:00Z",
    "2026-02-01T16:00:05Z,           2026-02-01T16:00:05Z",
    "2026-02-01T16:00:05.000001Z,    2026-02-01T16:00:05.000001Z",
    "2026-02-01T16:00:05+08:00,      2026-02-01T08:00:05Z",
    "2026-02-01T16:00+0800,          2026-02-01T08:00:00Z",
    "2028-02-29T00:00Z,              2028-02-29T00:00:00Z",
    "2026-02-01T16:00,               ",
    "2026-02-29T00:00Z,              ",
    "2026-02-01T24:00Z,              ",
    "2026-02-01,                     ",
    "1767225600,                     ",
    "+12026-02-01T16:00Z,            ",
    "2026-02-01T16:00Zulu,           ",
  })
  @Tag("TF-01")
  void instants(String text, Instant expected) {
    assertThat(Instants.parse(text)).isEqualTo(expected);
  }

  @Test
  @Tag("TF-04")
  @Tag("TF-10")
  void everythingOfARedisInstanceIsReadButItsSecrets() {
    GovernedInstance redis =
        one(
            "alicloud_kvstore_instance",
            """
            {"id":"r-1","payment_type":null,"instance_charge_type":"PREPAID",
             "end_time":"2026-02-01T16:00Z","status":"Normal","instance_release_protection":true,
             "instance_class":"redis.shard.small.ce","tags":{"a":"b"},
             "security_ips":["10.0.0.1","10.0.0.2"],"security_group_id":"sg-1,sg-2","port":6379,
             "config":{"appendonly":"yes","requirepass":"SECRET"},"maintain_start_time":"23:00Z",
             "maintain_end_time":"24:00Z","backup_period":["Monday"],
             "backup_time":"02:00Z-03:00Z","tde_status":"Enabled","auto_renew":true,
             "auto_renew_period":3,"db_instance_name":"cache","engine_version":"7.0",
             "instance_type":"Redis","capacity":1024,"srcdb_instance_id":"r-0","backup_id":"b-1",
             "restore_time":"2026-01-01T00:00Z","period":"12","password":"SECRET",
             "kms_encrypted_password":"SECRET","encryption_key":"SECRET"}
            """
                .replace("SECRET", SECRET));

    assertThat(redis.id()).isEqualTo("r-1");
    assertThat(redis.product()).isEqualTo("redis");
    assertThat(redis.billing()).isEqualTo(BillingMode.SUBSCRIPTION);
    assertThat(redis.expiresAt()).isEqualTo("2026-02-01T16:00:00Z");
    assertThat(redis.releaseProtected()).isTrue();
    assertThat(redis.autoRenews()).isTrue();
    assertThat(redis.observed()).containsExactly(InstanceState.RUNNING);
    assertThat(redis.lacking()).isEmpty();
    assertThat(redis.findings()).isEmpty();
    assertThat(redis.attributes().asTexts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("instanceClass", "redis.shard.small.ce"),
                Map.entry("tags", "{\"a\":\"b\"}"),
                Map.entry("securityIps", "10.0.0.1,10.0.0.2,"),
                Map.entry("securityGroups", "sg-1,sg-2,"),
                Map.entry("port", "6379"),
                Map.entry("config", "{\"appendonly\":\"yes\"}"),
                Map.entry("maintainStartTime", "23:00Z"),
                Map.entry("maintainEndTime", "24:00Z"),
                Map.entry("backupPeriod", "Monday,"),
                Map.entry("backupTime", "02:00Z-03:00Z"),
                Map.entry("tdeStatus", "Enabled"),
                Map.entry("autoRenew", "true"),
                Map.entry("autoRenewPeriod", "3"),
                Map.entry("name", "cache"),
                Map.entry("engineVersion", "7.0"),
                Map.entry("instanceType", "Redis"),
                Map.entry("capacity", "1024"),
                Map.entry("srcdbInstanceId", "r-0"),
                Map.entry("backupId", "b-1"),
                Map.entry("restoreTime", "2026-01-01T00:00Z"),
                Map.entry("period", "12")));
    assertThat(redis.attributes().get(RedisAttributes.SECURITY_GROUPS))
        .containsExactly("sg-1", "sg-2");
    assertThat(redis.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "alicloud_mongodb_instance,          cloud_essd1, 1, 0, ESSD,  STANDALONE,  DELETE_ALL",
    "alicloud_mongodb_instance,          cloud_essd2, 3, 1, ESSD,  REPLICA_SET, KEEP_LATEST",
    "alicloud_mongodb_instance,          cloud_essd3, 5, 2, ESSD,  REPLICA_SET, KEEP_ALL",
    "alicloud_mongodb_sharding_instance, cloud_auto,  3, 2, ESSD,  SHARDED,     KEEP_ALL",
    "alicloud_mongodb_sharding_instance, local_ssd,   3, 0, LOCAL, SHARDED,     DELETE_ALL",
  })
  @Tag("TF-02")
  void whatRulesAMongoDbInstance(
      String type,
      String storage,
      int nodes,
      int retention,
      DiskType disk,
      Architecture architecture,
      BackupRetention kept) {
    GovernedInstance mongoDb =
        one(
            type,
            "{\"id\":\"d\",\"instance_charge_type\":\"PostPaid\",\"tde_status\":\"enabled\","
                + "\"db_instance_release_protection\":true,\"storage_type\":\""
                + storage
                + "\",\"replication_factor\":"
                + nodes
                + ",\"backup_retention_policy_on_cluster_deletion\":"
                + retention
                + "}");

    assertThat(mongoDb.attributes().get(MongoDbAttributes.DISK)).isEqualTo(disk);
    assertThat(mongoDb.attributes().get(MongoDbAttributes.ARCHITECTURE)).isEqualTo(architecture);
    assertThat(mongoDb.attributes().get(MongoDbAttributes.BACKUP_RETENTION)).isEqualTo(kept);
    assertThat(mongoDb.attributes().get(MongoDbAttributes.TDE)).isTrue();
    assertThat(mongoDb.releaseProtected()).isTrue();
    assertThat(mongoDb.billing()).isEqualTo(BillingMode.PAY_AS_YOU_GO);
    assertThat(mongoDb.lacking()).isEmpty();
  }

  @Test
  void aReplicationFactorThatIsMissingIsAFindingAndNothingIsLacking() {
    GovernedInstance mongoDb =
        one(
            "alicloud_mongodb_instance",
            "{\"id\":\"d\",\"instance_charge_type\":\"PostPaid\",\"storage_type\":\"local_ssd\"}");

    assertThat(mongoDb.lacking()).isEmpty();
    assertThat(mongoDb.findings()).singleElement().asString().contains("replication_factor");
  }

  @ParameterizedTest
  @CsvSource({
    "Monthly,                 SUBSCRIPTION",
    "Daily,                   PAY_BY_DAILY_CONFIG",
    "HourlyInstantSettlement, PAY_AS_YOU_GO",
    "Spot,                    SPOT",
  })
  void howKsyunIsPaid(String chargeType, String billing) {
    GovernedInstance kec =
        one(
            "ksyun_instance",
            "{\"id\":\"k\",\"instance_type\":\"N3.2B\",\"instance_status\":\"stopped\","
                + "\"charge_type\":\""
                + chargeType
                + "\"}");

    assertThat(kec.billing()).isEqualTo(new BillingMode(billing));
    assertThat(kec.attributes().get(KecAttributes.INSTANCE_TYPE)).isEqualTo("N3.2B");
    assertThat(kec.observed()).containsExactly(InstanceState.STOPPED);
  }

  @Test
  @Tag("TF-04")
  void whatTheFileMarksSensitiveIsDroppedUnlessARuleNeedsIt() {
    TerraformState state =
        read(
            """
            {"values":{"root_module":{"resources":[{"sensitive_values":
              {"db_instance_name":true,"end_time":true,"tags":{}},
              "values":{"id":"r","payment_type":"PrePaid","db_instance_name":"SECRET",
              "end_time":"2026-02-01T16:00Z","tags":{"a":"b"}},
              "type":"alicloud_kvstore_instance","mode":"managed",
              "address":"alicloud_kvstore_instance.x"}]}}}
            """);

    assertThat(state.instances().get(0).attributes().asTexts())
        .containsOnlyKeys("tags", "paymentType");
    assertThat(state.instances().get(0).expiresAt()).isEqualTo("2026-02-01T16:00:00Z");
  }

  @Test
  @Tag("TF-03")
  @Tag("TF-11")
  void rawStateOfVersion4() {
    TerraformState state =
        read(
            """
            {"version":4,"terraform_version":"1.9.8","serial":3,"lineage":"x","outputs":{},
             "resources":[
              {"mode":"data","type":"alicloud_mongodb_instances","name":"all","instances":[
                {"schema_version":0,"attributes":{"id":"1","instances":[
                  {"id":"d-1","expiration_time":"2026-02-01T16:00Z","lock_mode":"Unlock",
                   "region_id":"cn-hangzhou"}]}}]},
              {"module":"module.m","mode":"managed","type":"alicloud_mongodb_instance","name":"d",
               "instances":[
                {"index_key":"a","attributes":{"id":"d-1","instance_charge_type":"PrePaid",
                  "storage_type":"local_ssd","replication_factor":3,"name":"SECRET"},
                 "sensitive_attributes":[[{"type":"get_attr","value":"name"}]]},
                {"index_key":1,"deposed":"ab12","attributes":{"id":"d-2",
                  "instance_charge_type":"PrePaid","storage_type":"local_ssd",
                  "replication_factor":3}}]},
              {"mode":"managed","type":"alicloud_vpc","name":"v",
               "instances":[{"attributes":{}},{"attributes":{}}]}],
             "check_results":null}
            """);

    assertThat(state.unsupported()).isEqualTo(Map.of("alicloud_vpc", 2));
    assertThat(state.instances())
        .extracting(GovernedInstance::address)
        .containsExactly(
            "module.m.alicloud_mongodb_instance.d[\"a\"]",
            "module.m.alicloud_mongodb_instance.d[1] (deposed ab12)");
    assertThat(state.instances().get(0).expiresAt()).isEqualTo("2026-02-01T16:00:00Z");
    assertThat(state.instances().get(0).region()).isEqualTo("cn-hangzhou");
    assertThat(state.toString()).doesNotContain("SECRET");
    assertThat(state.instances().get(1).lacksExpiry()).isTrue();
  }

  @Test
  @Tag("TF-11")
  void aDataSourceThatContradictsTheResourceIsAFindingAndShortensNothing() {
    TerraformState state =
        read(
            """
            {"values":{"root_module":{"resources":[
             {"mode":"managed","type":"alicloud_kvstore_instance","address":"a","values":
               {"id":"r-1","payment_type":"PrePaid","end_time":"2026-02-01T16:00Z",
                "status":"Normal"}},
             {"mode":"data","type":"alicloud_kvstore_instances","address":"b","values":{"instances":[
               {"id":"r-1","charge_type":"PostPaid","expire_time":"2026-01-01T16:00Z",
                "create_time":"2025-01-01T00:00:00Z","status":"Inactive"}]}}]}}}
            """);

    GovernedInstance redis = state.instances().get(0);
    assertThat(redis.billing()).isEqualTo(BillingMode.SUBSCRIPTION);
    assertThat(redis.expiresAt()).isEqualTo("2026-02-01T16:00:00Z");
    assertThat(redis.createdAt()).isEqualTo("2025-01-01T00:00:00Z");
    assertThat(redis.observed()).containsExactly(InstanceState.RUNNING, InstanceState.LOCKED);
    assertThat(redis.findings()).hasSize(3);
  }

  @Test
  @Tag("TF-03")
  void resourcesThatLackATypeOrAModeAreCountedAndNothingBreaks() {
    TerraformState state =
        read(
            """
            {"values":{"root_module":{"resources":[{}, 3, null, {"type":"x"},
              {"type":"alicloud_kvstore_instance"}],"child_modules":[null,{"resources":7}]}}}
            """);

    assertThat(state.unsupported()).isEqualTo(Map.of("?", 1, "x", 1));
    assertThat(state.instances())
        .singleElement()
        .satisfies(instance -> assertThat(instance.lacking()).containsExactly("payment_type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkAsWindowsWritesItIsFine(String charset) {
    assertThat(
            read(
                    "\uFEFF" + shown("alicloud_kvstore_instance", "{\"id\":\"r-1\"}"),
                    Charset.forName(charset))
                .instances())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"values\": Hunter2!Hunter2}", "{\"values\":{\"a\":\"Hunter2!Hunter2"})
  @Tag("TF-04")
  @Tag("TF-05")
  void whatIsBrokenIsNeverQuoted(String broken) {
    assertThatThrownBy(
            () ->
                TerraformReader.read(
                    new ByteArrayInputStream(broken.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("Hunter2");
  }

  @Test
  @Tag("TF-05")
  void aLongFileIsStreamed() throws Exception {
    // 240 MB of what nobody governs, never more than one megabyte of it at once.
    String filler =
        "{\"address\":\"v\",\"mode\":\"managed\",\"type\":\"alicloud_vpc\",\"values\":{\"a\":\""
            + "x".repeat(1_000_000)
            + "\"}},";
    InputStream head = stream("{\"values\":{\"root_module\":{\"resources\":[");
    InputStream tail =
        stream("{\"mode\":\"managed\",\"type\":\"ksyun_instance\",\"values\":{\"id\":\"k\"}}]}}}");
    byte[] once = filler.getBytes(StandardCharsets.UTF_8);
    List<InputStream> fillers =
        IntStream.range(0, 240).<InputStream>mapToObj(i -> new ByteArrayInputStream(once)).toList();
    InputStream all =
        new SequenceInputStream(
            head,
            new SequenceInputStream(
                new SequenceInputStream(Collections.enumeration(fillers)), tail));

    TerraformState state = TerraformReader.read(all);

    assertThat(state.unsupported()).isEqualTo(Map.of("alicloud_vpc", 240));
    assertThat(state.instances()).hasSize(1);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
