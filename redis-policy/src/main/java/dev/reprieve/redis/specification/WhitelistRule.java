package dev.reprieve.redis.specification;

import java.util.List;

/** The whitelist has at most 1000 entries, each an IP address or a block of them. */
final class WhitelistRule {
  private static final int MOST = 1000;

  private WhitelistRule() {}

  static void check(RedisSpecification given, Report report) {
    List<String> entries = given.texts("security_ips");
    if (entries.size() > MOST) {
      report.error("security_ips", "has " + entries.size() + " entries: expected at most " + MOST);
    }
    for (int i = 0; i < entries.size(); i++) {
      if (IpBlock.parse(entries.get(i)) == null) {
        report.error(
            "security_ips",
            "has as entry "
                + (i + 1)
                + " "
                + report.shown(entries.get(i))
                + ": expected an IP address or a CIDR block such as 10.23.12.0/24");
      }
    }
  }
}
