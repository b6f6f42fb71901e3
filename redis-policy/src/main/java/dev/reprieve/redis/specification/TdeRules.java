package dev.reprieve.redis.specification;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Transparent data encryption is switched on or never mentioned, and stays on for ever. */
final class TdeRules {
  private static final String ON = "Enabled";

  private TdeRules() {}

  static void status(RedisSpecification given, @Nullable RedisSpecification before, Report report) {
    String status = given.text("tde_status");
    if (ON.equals(status)) {
      return;
    }
    if (before != null && isOn(before)) {
      report.error(
          "tde_status",
          (status == null ? "is missing" : "is " + report.shown(status))
              + " and was Enabled before: encryption cannot be switched off, expected Enabled");
    } else if (status != null) {
      report.error("tde_status", "is " + report.shown(status) + ": expected Enabled, or nothing");
    }
  }

  static void encryptionName(RedisSpecification given, Report report) {
    String name = given.text("encryption_name");
    if (name != null && !isOn(given)) {
      report.error(
          "encryption_name",
          "is "
              + report.shown(name)
              + " without encryption: expected "
              + report.named("tde_status")
              + " Enabled");
    }
  }

  private static boolean isOn(RedisSpecification given) {
    String status = given.text("tde_status");
    return status != null && status.toLowerCase(Locale.ROOT).equals("enabled");
  }
}
