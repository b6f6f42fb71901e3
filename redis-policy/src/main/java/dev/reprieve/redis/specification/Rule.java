package dev.reprieve.redis.specification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule: looks at a specification and reports what breaks it. Pure: no clock, no I/O. */
@FunctionalInterface
interface Rule {

  /** Reports each breach of this rule. */
  void check(RedisSpecification given, Report report);

  /** The attribute, where it is there, is one of these values, in exactly this spelling. */
  static Rule oneOf(String attribute, String... values) {
    List<String> known = List.of(values);
    return (given, report) -> {
      String value = given.text(attribute);
      if (value != null && !known.contains(value)) {
        report.error(
            attribute, "is " + report.shown(value) + ": expected " + String.join(", ", known));
      }
    };
  }

  /** The attribute means nothing on an instance that is paid for as it goes. */
  static Rule onlyPrepaid(String attribute) {
    return (given, report) -> {
      String value = given.text(attribute);
      if (value != null && given.isPostpaid()) {
        report.warning(
            attribute,
            "is " + report.shown(value) + " and has no effect: it is valid for PrePaid only");
      }
    };
  }

  /** The attribute should not be used any more. */
  static Rule deprecated(String attribute, String what) {
    return (given, report) -> {
      String value = given.text(attribute);
      if (value != null) {
        String shown = given.isPlain(attribute) ? "is " + report.shown(value) + " and " : "";
        report.warning(attribute, shown + what);
      }
    };
  }

  /** A rule that compares with what the instance was before; silent where nobody knows. */
  @FunctionalInterface
  interface Comparing {
    /** Reports each breach of this rule. */
    void check(RedisSpecification given, @Nullable RedisSpecification before, Report report);
  }
}
