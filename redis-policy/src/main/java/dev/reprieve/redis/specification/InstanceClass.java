package dev.reprieve.redis.specification;

import dev.reprieve.redis.RedisDiskForm;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an instance class gives away.
 *
 * @param name such as {@code redis.shard.small.ce}
 */
record InstanceClass(String name) {
  private static final Pattern CLUSTER = Pattern.compile("\\.(sharding|cluster)\\.");

  /** How the data is spread, as far as it is known. */
  enum Architecture {
    CLUSTER,
    STANDARD,
    UNKNOWN
  }

  /** The class that is given, or null. */
  static @Nullable InstanceClass of(RedisSpecification given) {
    String name = given.text("instance_class");
    return name == null ? null : new InstanceClass(name);
  }

  /** Cloud disk, or else classic (RED-16). */
  boolean isOnCloudDisk() {
    return RedisDiskForm.ofClass(name) == RedisDiskForm.CLOUD_DISK;
  }

  /** A standard instance, by its name: one master and its replicas. */
  boolean isStandard() {
    return name.contains(".master.");
  }

  /**
   * The architecture. On cloud disks the class of one shard is the class of a cluster of many, so
   * that the number of shards alone tells.
   */
  Architecture architecture(@Nullable String shardCount) {
    if (isStandard()) {
      return Architecture.STANDARD;
    }
    if (CLUSTER.matcher(name).find()) {
      return Architecture.CLUSTER;
    }
    if (isOnCloudDisk() && shardCount != null) {
      return shardCount.equals("1") ? Architecture.STANDARD : Architecture.CLUSTER;
    }
    return Architecture.UNKNOWN;
  }
}
