package dev.reprieve.redis.specification;

import java.util.List;

/** Where one rule writes down what it finds, in the file's own words and without a secret. */
final class Report {
  /** Long enough for any value that is meant to be one; what is longer is cut. */
  private static final int LONGEST = 80;

  private static final String HIDDEN = "\"***\"";

  private final RedisSpecification given;
  private final String rule;
  private final List<Finding> findings;

  Report(RedisSpecification given, String rule, List<Finding> findings) {
    this.given = given;
    this.rule = rule;
    this.findings = findings;
  }

  /** The attribute is wrong. {@code what} goes on after its name. */
  void error(String attribute, String what) {
    add(Severity.ERROR, attribute, what);
  }

  /** The attribute is worth a second look. {@code what} goes on after its name. */
  void warning(String attribute, String what) {
    add(Severity.WARNING, attribute, what);
  }

  private void add(Severity severity, String attribute, String what) {
    String name = given.named(attribute);
    findings.add(new Finding(severity, name, rule, name + " " + what));
  }

  /** Another attribute's name, as the file spells it. */
  String named(String attribute) {
    return given.named(attribute);
  }

  /**
   * A value in quotes, in one line, cut where it is too long; three asterisks where a secret stands
   * in it, as it does when somebody uses a password twice.
   */
  String shown(String value) {
    if (given.isHidden(value)) {
      return HIDDEN;
    }
    StringBuilder shown = new StringBuilder("\"");
    value
        .codePoints()
        .limit(LONGEST)
        .forEach(
            character -> {
              if (isHarmless(character)) {
                shown.appendCodePoint(character);
              } else {
                shown.append(String.format("\\u%04X", character));
              }
            });
    return shown
        .append(value.codePointCount(0, value.length()) > LONGEST ? "...\"" : "\"")
        .toString();
  }

  /** Nothing that breaks a line, or that a terminal obeys. */
  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
