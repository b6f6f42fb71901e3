package dev.reprieve.terraform;

import dev.reprieve.kec.KecPolicy;
import dev.reprieve.mongodb.MongoDbPolicy;
import dev.reprieve.redis.RedisPolicy;
import org.jspecify.annotations.Nullable;

/** The resource types that a policy governs, and how the provider names what rules ask for. */
enum ResourceKind {
  KVSTORE(
      "alicloud_kvstore_instance",
      RedisPolicy.PRODUCT,
      "payment_type",
      "end_time",
      "alicloud_kvstore_instances"),
  TAIR(
      "alicloud_redis_tair_instance",
      RedisPolicy.PRODUCT,
      "payment_type",
      "end_time",
      "alicloud_kvstore_instances"),
  MONGODB(
      "alicloud_mongodb_instance",
      MongoDbPolicy.PRODUCT,
      "instance_charge_type",
      "expiration_time",
      "alicloud_mongodb_instances"),
  MONGODB_SHARDING(
      "alicloud_mongodb_sharding_instance",
      MongoDbPolicy.PRODUCT,
      "instance_charge_type",
      "expiration_time",
      "alicloud_mongodb_instances"),
  KSYUN("ksyun_instance", KecPolicy.PRODUCT, "charge_type", "expiresAt", "ksyun_instances");

  final String type;
  final String product;
  final String billingName;
  final String expiryName;
  final String dataSource;

  ResourceKind(
      String type, String product, String billingName, String expiryName, String dataSource) {
    this.type = type;
    this.product = product;
    this.billingName = billingName;
    this.expiryName = expiryName;
    this.dataSource = dataSource;
  }

  /** The kind of a managed resource type, or null where no policy governs it (TF-03). */
  static @Nullable ResourceKind of(String type) {
    for (ResourceKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    return null;
  }

  /** Whether a data source of this type is read (TF-11). */
  static boolean isDataSource(String type) {
    for (ResourceKind kind : values()) {
      if (kind.dataSource.equals(type)) {
        return true;
      }
    }
    return false;
  }
}
