package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprieve.kec.KecAttributes;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.mongodb.Architecture;
import dev.reprieve.mongodb.BackupRetention;
import dev.reprieve.mongodb.DiskType;
import dev.reprieve.mongodb.MongoDbAttributes;
import dev.reprieve.mongodb.MongoDbPolicy;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.Requirement;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.redis.RedisAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the provider's attributes into the library's (SPEC 9's table), and says which of those that
 * a rule needs are missing (TF-02). Which ones a rule needs is the policy's word, not this class's.
 */
final class Describing {
  private static final JsonMapper JSON = new JsonMapper();

  /** What merely describes a Redis instance: the provider's name and the library's. */
  private static final Map<String, AttributeKey<String>> REDIS_TEXTS =
      Map.ofEntries(
          text("instance_class", RedisAttributes.INSTANCE_CLASS.name()),
          text("backup_id", "backupId"),
          text("capacity", "capacity"),
          text("effective_time", "effectiveTime"),
          text("enable_backup_log", "enableBackupLog"),
          text("encryption_name", "encryptionName"),
          text("engine_version", "engineVersion"),
          text("instance_type", "instanceType"),
          text("maintain_end_time", "maintainEndTime"),
          text("maintain_start_time", "maintainStartTime"),
          text("order_type", "orderType"),
          text("payment_type", "paymentType"),
          text("period", "period"),
          text("private_ip", "privateIp"),
          text("restore_time", "restoreTime"),
          text("role_arn", "roleArn"),
          text("shard_count", "shardCount"),
          text("srcdb_instance_id", "srcdbInstanceId"),
          text("ssl_enable", "sslEnable"),
          text("tde_status", "tdeStatus"),
          text("vpc_auth_mode", "vpcAuthMode"),
          text("vswitch_id", "vswitchId"),
          text("backup_time", RedisAttributes.BACKUP_TIME.name()));

  /** The library's names of what rules need, and the provider's. */
  private static final Map<String, String> PROVIDER_NAMES =
      Map.of(
          MongoDbAttributes.DISK.name(), "storage_type",
          MongoDbAttributes.ARCHITECTURE.name(), "replication_factor",
          MongoDbAttributes.BACKUP_RETENTION.name(), "backup_retention_policy_on_cluster_deletion",
          MongoDbAttributes.TDE.name(), "tde_status");

  /** Made once: it is asked for every instance of a file. */
  private static final RetentionPolicy MONGODB = MongoDbPolicy.create();

  private Describing() {}

  static Attributes attributes(ResourceKind kind, Values values, List<String> findings) {
    Map<String, String> texts = new TreeMap<>();
    putMap(texts, "tags", values);
    switch (kind) {
      case KVSTORE, TAIR -> redis(texts, values);
      case MONGODB, MONGODB_SHARDING -> mongoDb(kind, texts, values, findings);
      case KSYUN -> put(texts, KecAttributes.INSTANCE_TYPE, values.text("instance_type"));
    }
    return Attributes.ofTexts(texts);
  }

  private static void redis(Map<String, String> texts, Values values) {
    REDIS_TEXTS.forEach((name, key) -> put(texts, key, values.text(name)));
    put(
        texts,
        RedisAttributes.NAME,
        values.firstText("db_instance_name", "instance_name", "tair_instance_name"));
    putList(texts, RedisAttributes.SECURITY_IPS, values.texts("security_ips"));
    putList(texts, RedisAttributes.SECURITY_GROUPS, values.texts("security_group_id"));
    putList(texts, RedisAttributes.BACKUP_PERIOD, values.texts("backup_period"));
    putReadable(texts, RedisAttributes.PORT, values.text("port"));
    putReadable(texts, RedisAttributes.AUTO_RENEW_PERIOD, values.text("auto_renew_period"));
    String renew = values.text("auto_renew");
    Boolean renews = renew == null ? null : Vocabulary.flag(renew);
    if (renews != null) {
      texts.put(RedisAttributes.AUTO_RENEW.name(), String.valueOf(renews));
    }
    putMap(texts, "config", values);
  }

  private static void mongoDb(
      ResourceKind kind, Map<String, String> texts, Values values, List<String> findings) {
    String storage = values.text("storage_type");
    if (storage != null) {
      DiskType disk = Vocabulary.disk(storage);
      putKnown(texts, MongoDbAttributes.DISK, disk, "storage_type", storage, findings);
    }
    String retention = values.text("backup_retention_policy_on_cluster_deletion");
    if (retention != null) {
      BackupRetention kept = Vocabulary.backupRetention(retention);
      putKnown(
          texts,
          MongoDbAttributes.BACKUP_RETENTION,
          kept,
          "backup_retention_policy_on_cluster_deletion",
          retention,
          findings);
    }
    String encryption = values.text("tde_status");
    if (encryption != null) {
      Boolean on = Vocabulary.flag(encryption);
      putKnown(texts, MongoDbAttributes.TDE, on, "tde_status", encryption, findings);
    }
    texts.put(MongoDbAttributes.ARCHITECTURE.name(), architecture(kind, values, findings).name());
    put(texts, AttributeKey.ofText("name"), values.text("name"));
    put(texts, AttributeKey.ofText("engineVersion"), values.text("engine_version"));
  }

  /**
   * A standalone and a replica set have one timeline; which of them it is rules a rebuild alone.
   */
  private static Architecture architecture(
      ResourceKind kind, Values values, List<String> findings) {
    if (kind == ResourceKind.MONGODB_SHARDING) {
      return Architecture.SHARDED;
    }
    String nodes = values.text("replication_factor");
    if (nodes == null) {
      findings.add(
          "replication_factor is missing: a standalone and a replica set have the same timeline,"
              + " but only a replica set can be rebuilt");
    }
    return "1".equals(nodes) ? Architecture.STANDALONE : Architecture.REPLICA_SET;
  }

  /** Adds what a rule needs and the resource lacks, by the provider's names. */
  static void addLacking(
      ResourceKind kind,
      @Nullable BillingMode billing,
      Attributes attributes,
      List<String> lacking) {
    if (!kind.product.equals(MONGODB.id())) {
      return;
    }
    for (AttributeProblem problem : AttributeProblem.find(MONGODB, billing, attributes)) {
      if (isNeeded(problem.attribute())) {
        lacking.add(PROVIDER_NAMES.getOrDefault(problem.attribute(), problem.attribute()));
      }
    }
  }

  /** Not what a what-if takes for granted (SCN-02). */
  private static boolean isNeeded(String attribute) {
    for (Requirement requirement : MONGODB.requirements()) {
      if (requirement.key().name().equals(attribute)) {
        return requirement.whatIf() == null;
      }
    }
    return false;
  }

  private static Map.Entry<String, AttributeKey<String>> text(String provider, String library) {
    return Map.entry(provider, AttributeKey.ofText(library));
  }

  private static void put(
      Map<String, String> texts, AttributeKey<String> key, @Nullable String text) {
    if (text != null) {
      texts.put(key.name(), text);
    }
  }

  private static void putReadable(
      Map<String, String> texts, AttributeKey<?> key, @Nullable String text) {
    if (text != null && key.accepts(text)) {
      texts.put(key.name(), text);
    }
  }

  private static void putList(
      Map<String, String> texts, AttributeKey<List<String>> key, List<String> items) {
    if (!items.isEmpty()) {
      texts.put(key.name(), key.format(items));
    }
  }

  private static void putMap(Map<String, String> texts, String name, Values values) {
    Map<String, String> fields = values.map(name);
    if (fields.isEmpty()) {
      return;
    }
    try {
      texts.put(name, JSON.writeValueAsString(new TreeMap<>(fields)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a map of texts is always JSON", impossible);
    }
  }

  private static <T> void putKnown(
      Map<String, String> texts,
      AttributeKey<T> key,
      @Nullable T value,
      String name,
      String text,
      List<String> findings) {
    if (value == null) {
      findings.add(name + " is \"" + text + "\": not a value that the library knows");
    } else {
      texts.put(key.name(), key.format(value));
    }
  }
}
