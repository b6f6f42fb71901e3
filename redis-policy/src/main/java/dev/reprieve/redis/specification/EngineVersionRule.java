package dev.reprieve.redis.specification;

import java.util.List;

/** The versions that there are; of Memcache there is one. */
final class EngineVersionRule {
  private static final List<String> REDIS = List.of("2.8", "4.0", "5.0", "6.0", "7.0");
  private static final List<String> MEMCACHE = List.of("4.0");

  private EngineVersionRule() {}

  static void check(RedisSpecification given, Report report) {
    String version = given.text("engine_version");
    boolean memcache = "Memcache".equals(given.text("instance_type"));
    List<String> known = memcache ? MEMCACHE : REDIS;
    if (version != null && !known.contains(version)) {
      report.error(
          "engine_version",
          "is "
              + report.shown(version)
              + ": expected "
              + String.join(", ", known)
              + (memcache ? " for Memcache" : ""));
    }
  }
}
