package dev.reprieve.redis.specification;

/** Of the timeouts, the one of a deletion is deprecated. */
final class DeleteTimeoutRule {
  private DeleteTimeoutRule() {}

  static void check(RedisSpecification given, Report report) {
    if (given.keys("timeouts").contains("delete")) {
      report.warning(
          "timeouts",
          "has delete, which has been deprecated since provider version 1.101.0, and nothing"
              + " replaces it: leave it out");
    }
  }
}
