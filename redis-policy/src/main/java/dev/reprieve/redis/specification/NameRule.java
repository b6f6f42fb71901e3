package dev.reprieve.redis.specification;

/** The name has 2 to 256 characters; one that takes two UTF-16 units is one character. */
final class NameRule {
  private NameRule() {}

  static void check(RedisSpecification given, Report report) {
    String attribute =
        given.exactText("db_instance_name") == null ? "instance_name" : "db_instance_name";
    String name = given.exactText(attribute);
    if (name == null) {
      return;
    }
    int length = name.codePointCount(0, name.length());
    if (length < 2 || length > 256) {
      report.error(
          attribute,
          "is "
              + report.shown(name)
              + (length == 1 ? ", 1 character: " : ", " + length + " characters: ")
              + "expected 2 to 256");
    }
  }
}
