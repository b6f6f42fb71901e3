package dev.reprieve.redis.specification;

/** How big the instance is to be must be said, in one way or the other. */
final class SizeRule {
  private SizeRule() {}

  static void check(RedisSpecification given, Report report) {
    String capacity = given.text("capacity");
    // Terraform writes 0 for a number that nobody gave.
    boolean hasCapacity = capacity != null && !capacity.equals("0");
    if (!hasCapacity && !given.has("instance_class")) {
      report.error("instance_class", "is missing: expected it or " + report.named("capacity"));
    }
  }
}
