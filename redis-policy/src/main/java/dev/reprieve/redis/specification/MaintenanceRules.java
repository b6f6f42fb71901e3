package dev.reprieve.redis.specification;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The maintenance window. The vendor says that it lasts exactly one hour and gives an example of
 * two: any length that is one is accepted, and one that is not an hour is worth a look (RED-12).
 */
final class MaintenanceRules {
  private static final Duration VENDORS_LENGTH = Duration.ofHours(1);

  private MaintenanceRules() {}

  static void ends(RedisSpecification given, Report report) {
    String start = given.text("maintain_start_time");
    if (start != null && TimeOfDay.parseStart(start) == null) {
      report.error(
          "maintain_start_time",
          "is " + report.shown(start) + ": expected HH:mmZ from 00:00Z to 23:59Z");
    }
    String end = given.text("maintain_end_time");
    if (end != null && TimeOfDay.parseEnd(end) == null) {
      report.error(
          "maintain_end_time",
          "is " + report.shown(end) + ": expected HH:mmZ from 00:00Z to 24:00Z");
    }
  }

  static void length(RedisSpecification given, Report report) {
    String from = given.text("maintain_start_time");
    String to = given.text("maintain_end_time");
    Duration length = length(from, to);
    if (from == null || to == null || length == null || length.equals(VENDORS_LENGTH)) {
      return;
    }
    String what =
        "is "
            + report.shown(to)
            + ", "
            + length.toMinutes()
            + " minutes after "
            + report.named("maintain_start_time")
            + " "
            + report.shown(from);
    if (length.isZero()) {
      report.error("maintain_end_time", what + ": expected a later one, by one hour");
    } else {
      report.warning(
          "maintain_end_time", what + ": accepted, while the vendor asks for exactly one hour");
    }
  }

  private static @Nullable Duration length(@Nullable String from, @Nullable String to) {
    TimeOfDay start = from == null ? null : TimeOfDay.parseStart(from);
    TimeOfDay end = to == null ? null : TimeOfDay.parseEnd(to);
    return start == null || end == null ? null : start.until(end);
  }
}
