package dev.reprieve.redis.specification;

/** A number of shards is chosen for a cluster on cloud disks and for nothing else. */
final class ShardCountRule {
  private ShardCountRule() {}

  static void check(RedisSpecification given, Report report) {
    String count = given.text("shard_count");
    InstanceClass instanceClass = InstanceClass.of(given);
    // Terraform writes 0 for a number that nobody gave; of what class it is must be known.
    if (count == null || count.equals("0") || instanceClass == null) {
      return;
    }
    if (!instanceClass.isOnCloudDisk() || instanceClass.isStandard()) {
      report.error(
          "shard_count",
          "is "
              + report.shown(count)
              + " for "
              + report.named("instance_class")
              + " "
              + report.shown(instanceClass.name())
              + ": expected only for a cluster on cloud disks, a class that ends in .ce or .ee or"
              + " begins with tair.");
    }
  }
}
