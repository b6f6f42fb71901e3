package dev.reprieve.redis.specification;

import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The password has 8 to 32 characters of at least three kinds. What is wrong with it is said, and
 * neither how long it is nor which kinds it has.
 */
final class PasswordRule {
  private static final String SPECIAL = "!@#$%^&*()_+-=";

  private PasswordRule() {}

  static void check(RedisSpecification given, Report report) {
    String password = given.exactText("password");
    if (password == null) {
      return;
    }
    int length = password.codePointCount(0, password.length());
    boolean fits = length >= 8 && length <= 32;
    boolean mixed = kinds(password) >= 3;
    if (fits && mixed) {
      return;
    }
    String size = "has not 8 to 32 characters";
    String mixture =
        "has fewer than three of: upper case letters, lower case letters, digits, special"
            + " characters "
            + SPECIAL;
    report.error("password", fits ? mixture : mixed ? size : size + ", and " + mixture);
  }

  private static long kinds(String password) {
    return Stream.<IntPredicate>of(
            c -> c >= 'A' && c <= 'Z',
            c -> c >= 'a' && c <= 'z',
            c -> c >= '0' && c <= '9',
            c -> SPECIAL.indexOf(c) >= 0)
        .filter(kind -> password.codePoints().anyMatch(kind))
        .count();
  }
}
