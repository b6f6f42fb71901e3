package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RED-11")
class EngineAndSizeTest {

  @Test
  void ofMemcacheThereIsOneVersion() {
    assertThat(memcache("4.0")).isEmpty();
    assertThat(memcache(null)).isEmpty();
    assertThat(memcache("5.0"))
        .containsExactly("engine_version is \"5.0\": expected 4.0 for Memcache");
    assertThat(memcache("2.8")).hasSize(1);
  }

  @Test
  void capacityOrClassIsNeeded() {
    assertThat(Checking.of(RedisSpecification.terraform().text("capacity", "1024"))).isEmpty();
    assertThat(Checking.of(RedisSpecification.terraform().text("instance_class", "tair.rdb.1g")))
        .isEmpty();
    assertThat(Checking.messages(RedisSpecification.terraform()))
        .containsExactly("instance_class is missing: expected it or capacity");
    assertThat(
            Checking.of(
                RedisSpecification.terraform().text("capacity", "0").text("instance_class", "")))
        .containsExactly("ERROR instance_class RED-11");
  }

  @ParameterizedTest
  @CsvSource({"redis.shard.small.ce", "redis.shard.small.ee", "tair.rdb.1g"})
  @Tag("RED-16")
  void aNumberOfShardsOnCloudDisks(String instanceClass) {
    assertThat(shards(instanceClass, "4")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "redis.master.small.default",
    "redis.logic.sharding.2g.2db.0rodb.4proxy.default",
    "redis.shard.small.cex",
    "xtair.rdb.1g",
    "redis.master.small.ce",
  })
  @Tag("RED-16")
  void aNumberOfShardsElsewhere(String instanceClass) {
    assertThat(shards(instanceClass, "4")).containsExactly("ERROR shard_count RED-11");
    assertThat(shards(instanceClass, "0")).isEmpty();
  }

  @Test
  void withoutAClassTheDiskIsNotKnown() {
    assertThat(
            Checking.of(
                RedisSpecification.terraform().text("capacity", "1024").text("shard_count", "4")))
        .isEmpty();
  }

  @Test
  @Tag("RED-16")
  void theEndOfTheClassOrItsBeginningTellsTheDisk() {
    assertThat(new InstanceClass("redis.shard.small.ce").isOnCloudDisk()).isTrue();
    assertThat(new InstanceClass("redis.shard.small.ee").isOnCloudDisk()).isTrue();
    assertThat(new InstanceClass("tair.scm.standard.2m.8d").isOnCloudDisk()).isTrue();
    assertThat(new InstanceClass("redis.ce.small.default").isOnCloudDisk()).isFalse();
    assertThat(new InstanceClass("tairs.rdb.1g").isOnCloudDisk()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2.8, redis.master.small.default",
    "2.8, redis.logic.sharding.2g.2db.0rodb.4proxy.default",
    "4.0, redis.logic.sharding.2g.2db.0rodb.4proxy.default",
    "5.0, redis.sharding.small.default",
    "5.0, redis.shard.small.ce",
  })
  void sslWhereItIsThere(String version, String instanceClass) {
    assertThat(ssl("Enable", version, instanceClass)).isEmpty();
    assertThat(ssl("Update", version, instanceClass)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4.0, redis.master.small.default",
    "5.0, redis.master.small.default",
    ", redis.master.small.default",
    "6.0, redis.logic.sharding.2g.2db.0rodb.4proxy.default",
    "7.0, redis.shard.small.ce",
    "6.0, redis.master.small.default",
  })
  void sslWhereItIsNot(String version, String instanceClass) {
    assertThat(ssl("Enable", version, instanceClass)).containsExactly("ERROR ssl_enable RED-11");
    assertThat(ssl("Update", version, instanceClass)).containsExactly("ERROR ssl_enable RED-11");
    assertThat(ssl("Disable", version, instanceClass)).isEmpty();
  }

  @Test
  void onCloudDisksTheNumberOfShardsTellsACluster() {
    RedisSpecification.Builder given =
        RedisSpecification.terraform()
            .text("instance_class", "redis.shard.small.ce")
            .text("engine_version", "5.0")
            .text("ssl_enable", "Enable");
    assertThat(Checking.of(given.text("shard_count", "2"))).isEmpty();
    assertThat(Checking.of(given.text("shard_count", "1")))
        .containsExactly("ERROR ssl_enable RED-11");
  }

  @Test
  void sslIsRedisAlone() {
    assertThat(
            Checking.messages(
                Checking.good()
                    .text("instance_type", "Memcache")
                    .text("engine_version", "4.0")
                    .text("ssl_enable", "Enable")))
        .containsExactly(
            "ssl_enable is \"Enable\" with Memcache: expected a cluster of Redis 2.8, 4.0 or 5.0,"
                + " or a standard instance of 2.8");
  }

  @Test
  void withoutAClassOnlyTheVersionIsJudged() {
    assertThat(ssl("Enable", "5.0", null)).isEmpty();
    assertThat(ssl("Enable", "6.0", null)).containsExactly("ERROR ssl_enable RED-11");
  }

  private static List<String> memcache(String version) {
    return Checking.messages(
        Checking.good().text("instance_type", "Memcache").text("engine_version", version));
  }

  private static List<String> shards(String instanceClass, String count) {
    return Checking.of(
        RedisSpecification.terraform()
            .text("instance_class", instanceClass)
            .text("shard_count", count));
  }

  private static List<String> ssl(String wanted, String version, String instanceClass) {
    return Checking.of(
        RedisSpecification.terraform()
            .text("capacity", "1024")
            .text("instance_class", instanceClass)
            .text("engine_version", version)
            .text("ssl_enable", wanted));
  }
}
