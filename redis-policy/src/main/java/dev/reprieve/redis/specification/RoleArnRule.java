package dev.reprieve.redis.specification;

import java.util.regex.Pattern;

/** The role is named by account and name: {@code acs:ram::ID:role/NAME}. */
final class RoleArnRule {
  private static final Pattern ARN = Pattern.compile("acs:ram::[0-9]+:role/[^\\s:/]+");

  private RoleArnRule() {}

  static void check(RedisSpecification given, Report report) {
    String arn = given.text("role_arn");
    if (arn != null && !ARN.matcher(arn).matches()) {
      report.error(
          "role_arn", "is " + report.shown(arn) + ": expected acs:ram::ACCOUNT-ID:role/ROLE-NAME");
    }
  }
}
