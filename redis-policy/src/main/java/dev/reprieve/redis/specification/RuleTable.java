package dev.reprieve.redis.specification;

import static dev.reprieve.redis.specification.Rule.deprecated;
import static dev.reprieve.redis.specification.Rule.oneOf;
import static dev.reprieve.redis.specification.Rule.onlyPrepaid;

import java.util.List;

/**
 * Every rule of the check, one a line, by topic. To add one, write it here, or as a class beside
 * this one where it takes more than a list of values, and give it a breach and a good neighbour in
 * the tests. What the vendor's page says of attributes that are not here is descriptive: no rule is
 * about it.
 */
final class RuleTable {
  private static final String CONNECTION = "use the resource alicloud_kvstore_connection";

  static final List<Row> ROWS =
      List.of(
          // Name and access.
          red11(NameRule::check),
          red11(PasswordRule::check),
          red11(KmsRules::encryptedPasswordBesidePlain),
          red11(KmsRules::contextWithoutPassword),
          red11(WhitelistRule::check),
          red11(PrivateIpRule::check),
          red11(oneOf("vpc_auth_mode", "Close", "Open")),
          red11(OpenAccessRule::check),

          // Paying for it.
          red11(oneOf("payment_type", "PrePaid", "PostPaid")),
          red11(oneOf("period", "1", "2", "3", "4", "5", "6", "7", "8", "9", "12", "24", "36")),
          red11(onlyPrepaid("period")),
          red11(onlyPrepaid("auto_renew")),
          red11(
              oneOf(
                  "auto_renew_period",
                  "1",
                  "2",
                  "3",
                  "4",
                  "5",
                  "6",
                  "7",
                  "8",
                  "9",
                  "10",
                  "11",
                  "12")),
          red11(onlyPrepaid("auto_renew_period")),
          red11(oneOf("order_type", "UPGRADE", "DOWNGRADE")),
          red11(onlyPrepaid("order_type")),

          // Engine and size.
          red11(oneOf("instance_type", "Redis", "Memcache")),
          red11(EngineVersionRule::check),
          red11(SizeRule::check),
          red11(ShardCountRule::check),
          red11(oneOf("effective_time", "Immediately", "MaintainTime")),

          // Encryption.
          red11(TdeRules::status),
          red11(TdeRules::encryptionName),
          red11(RoleArnRule::check),
          red11(oneOf("ssl_enable", "Disable", "Enable", "Update")),
          red11(SslRule::check),

          // Backups.
          red11(SourceRule::check),
          red11(BackupRules::days),
          red11(BackupRules::time),
          red11(oneOf("enable_backup_log", "0", "1")),

          // Maintenance.
          red11(MaintenanceRules::ends),
          red12(MaintenanceRules::length),

          // What should not be used any more.
          red11(deprecated("instance_name", since("1.101.0", "use db_instance_name"))),
          red11(deprecated("availability_zone", since("1.101.0", "use zone_id"))),
          red11(deprecated("instance_charge_type", since("1.101.0", "use payment_type"))),
          red11(deprecated("parameters", since("1.101.0", "use config"))),
          red11(deprecated("enable_public", since("1.101.0", CONNECTION))),
          red11(deprecated("connection_string_prefix", since("1.101.0", CONNECTION))),
          red11(deprecated("connection_string", since("1.101.0", CONNECTION))),
          red11(deprecated("port", since("1.101.0", CONNECTION))),
          red11(deprecated("node_type", since("1.120.1", "instance_class determines it"))),
          red11(
              deprecated(
                  "modify_mode",
                  "has been removed in provider version 1.215.1, and nothing replaces it:"
                      + " leave it out")),
          red11(DeleteTimeoutRule::check));

  private RuleTable() {}

  /**
   * A rule and its id.
   *
   * @param id such as {@code RED-11}
   * @param rule the rule
   */
  record Row(String id, Rule.Comparing rule) {}

  private static Row red11(Rule rule) {
    return new Row("RED-11", (given, before, report) -> rule.check(given, report));
  }

  private static Row red11(Rule.Comparing rule) {
    return new Row("RED-11", rule);
  }

  private static Row red12(Rule rule) {
    return new Row("RED-12", (given, before, report) -> rule.check(given, report));
  }

  private static String since(String version, String instead) {
    return "has been deprecated since provider version " + version + ": " + instead;
  }
}
