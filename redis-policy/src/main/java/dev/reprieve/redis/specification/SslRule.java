package dev.reprieve.redis.specification;

import dev.reprieve.redis.specification.InstanceClass.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * SSL is there for clusters of Redis 2.8, 4.0 and 5.0 and for standard instances of 2.8. Where the
 * class does not give the architecture away, only the version is judged; switching SSL off asks for
 * nothing.
 */
final class SslRule {
  private static final String DEFAULT_VERSION = "5.0";

  private SslRule() {}

  static void check(RedisSpecification given, Report report) {
    String wanted = given.text("ssl_enable");
    if (wanted == null || !(wanted.equals("Enable") || wanted.equals("Update"))) {
      return;
    }
    String with = obstacle(given, report);
    if (with != null) {
      report.error(
          "ssl_enable",
          "is "
              + report.shown(wanted)
              + " with "
              + with
              + ": expected a cluster of Redis 2.8, 4.0 or 5.0, or a standard instance of 2.8");
    }
  }

  private static @Nullable String obstacle(RedisSpecification given, Report report) {
    if ("Memcache".equals(given.text("instance_type"))) {
      return "Memcache";
    }
    String said = given.text("engine_version");
    String version = said == null ? DEFAULT_VERSION : said;
    return switch (version) {
      case "6.0", "7.0" -> "Redis " + version;
      case "4.0", "5.0" -> {
        InstanceClass its = InstanceClass.of(given);
        yield its != null && its.architecture(given.text("shard_count")) == Architecture.STANDARD
            ? "Redis " + version + " as a standard instance, " + report.shown(its.name())
            : null;
      }
      default -> null;
    };
  }
}
