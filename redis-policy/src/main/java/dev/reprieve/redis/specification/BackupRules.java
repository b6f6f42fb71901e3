package dev.reprieve.redis.specification;

import java.util.List;

/** On which days and when backups are taken. */
final class BackupRules {
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private BackupRules() {}

  static void days(RedisSpecification given, Report report) {
    for (String day : given.texts("backup_period")) {
      if (!DAYS.contains(day)) {
        report.error(
            "backup_period",
            "has the day " + report.shown(day) + ": expected " + String.join(", ", DAYS));
      }
    }
  }

  static void time(RedisSpecification given, Report report) {
    String time = given.text("backup_time");
    if (time == null) {
      return;
    }
    String[] ends = time.split("-", -1);
    boolean readable =
        ends.length == 2
            && TimeOfDay.parseStart(ends[0]) != null
            && TimeOfDay.parseEnd(ends[1]) != null;
    if (!readable) {
      report.error(
          "backup_time",
          "is " + report.shown(time) + ": expected HH:mmZ-HH:mmZ such as 11:00Z-12:00Z");
    }
  }
}
