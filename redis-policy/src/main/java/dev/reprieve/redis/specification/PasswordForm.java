package dev.reprieve.redis.specification;

import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * All that is kept of a password.
 *
 * @param fits whether it has 8 to 32 characters
 * @param mixed whether it has at least three kinds of them
 */
record PasswordForm(boolean fits, boolean mixed) {
  static final String SPECIAL = "!@#$%^&*()_+-=";

  static PasswordForm of(String password) {
    int length = password.codePointCount(0, password.length());
    return new PasswordForm(length >= 8 && length <= 32, kinds(password) >= 3);
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
