package dev.reprieve.redis.specification;

import java.util.List;

/** What the tests of the rules share. */
final class Checking {
  private Checking() {}

  /** Nothing is wrong with it: a postpaid instance of which only the class is said. */
  static RedisSpecification.Builder good() {
    return RedisSpecification.terraform().text("instance_class", "redis.master.small.default");
  }

  /** The same on a subscription. */
  static RedisSpecification.Builder prepaid() {
    return good().text("payment_type", "PrePaid");
  }

  /** The findings in short: severity, attribute, rule. */
  static List<String> of(RedisSpecification.Builder given) {
    return of(given.build());
  }

  /** The findings in short: severity, attribute, rule. */
  static List<String> of(RedisSpecification given) {
    return SpecificationCheck.findings(given).stream().map(Checking::brief).toList();
  }

  /** The messages alone. */
  static List<String> messages(RedisSpecification.Builder given) {
    return SpecificationCheck.findings(given.build()).stream().map(Finding::message).toList();
  }

  static String brief(Finding finding) {
    return finding.severity() + " " + finding.attribute() + " " + finding.rule();
  }
}
