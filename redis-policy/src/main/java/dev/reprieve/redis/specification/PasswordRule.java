package dev.reprieve.redis.specification;

/**
 * The password has 8 to 32 characters of at least three kinds. What is wrong with it is said, and
 * neither how long it is nor which kinds it has.
 */
final class PasswordRule {
  private static final String SIZE = "has not 8 to 32 characters";
  private static final String MIXTURE =
      "has fewer than three of: upper case letters, lower case letters, digits, special characters "
          + PasswordForm.SPECIAL;

  private PasswordRule() {}

  static void check(RedisSpecification given, Report report) {
    PasswordForm password = given.password();
    if (password == null || (password.fits() && password.mixed())) {
      return;
    }
    report.error(
        "password",
        password.fits() ? MIXTURE : password.mixed() ? SIZE : SIZE + ", and " + MIXTURE);
  }
}
