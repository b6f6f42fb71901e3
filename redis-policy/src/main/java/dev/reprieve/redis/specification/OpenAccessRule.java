package dev.reprieve.redis.specification;

/** Without authentication, whoever reaches the instance is in. */
final class OpenAccessRule {
  private OpenAccessRule() {}

  static void check(RedisSpecification given, Report report) {
    if ("Close".equals(given.text("vpc_auth_mode"))) {
      report.warning(
          "vpc_auth_mode",
          "is \"Close\": the instance can be used without a password; Open asks for one");
    }
  }
}
