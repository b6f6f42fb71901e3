package dev.reprieve.redis.specification;

/** What belongs together of a password that the key management service keeps. */
final class KmsRules {
  private KmsRules() {}

  static void encryptedPasswordBesidePlain(RedisSpecification given, Report report) {
    if (given.has("kms_encrypted_password") && given.has("password")) {
      report.warning(
          "kms_encrypted_password",
          "is ignored, since " + report.named("password") + " is there: leave one of them out");
    }
  }

  static void contextWithoutPassword(RedisSpecification given, Report report) {
    if (given.has("kms_encryption_context") && !given.has("kms_encrypted_password")) {
      report.warning(
          "kms_encryption_context",
          "has no effect without " + report.named("kms_encrypted_password"));
    }
  }
}
