package dev.reprieve.redis.specification;

/** Who names an instance to copy says from which backup, or as of when. */
final class SourceRule {
  private SourceRule() {}

  static void check(RedisSpecification given, Report report) {
    String source = given.text("srcdb_instance_id");
    if (source != null && !given.has("backup_id") && !given.has("restore_time")) {
      report.error(
          "srcdb_instance_id",
          "is "
              + report.shown(source)
              + " alone: expected "
              + report.named("backup_id")
              + " or "
              + report.named("restore_time")
              + " beside it");
    }
  }
}
