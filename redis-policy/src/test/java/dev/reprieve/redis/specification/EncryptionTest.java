package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RED-11")
class EncryptionTest {

  @Test
  void encryptionOnceOnStaysOn() {
    assertThat(switched("Enabled", "Enabled")).isEmpty();
    assertThat(switched(null, "Enabled")).isEmpty();
    assertThat(switched(null, null)).isEmpty();
    assertThat(switched("Disabled", null)).isEmpty();
    assertThat(switched("Enabled", null))
        .containsExactly(
            "tde_status is missing and was Enabled before: encryption cannot be switched off,"
                + " expected Enabled");
    assertThat(switched("Enabled", "Disabled"))
        .containsExactly(
            "tde_status is \"Disabled\" and was Enabled before: encryption cannot be switched off,"
                + " expected Enabled");
    assertThat(switched("enabled", "Disabled")).hasSize(1);
    assertThat(switched("Disabled", "Disabled"))
        .containsExactly("tde_status is \"Disabled\": expected Enabled, or nothing");
  }

  @Test
  void anAlgorithmNeedsEncryption() {
    assertThat(
            Checking.of(
                Checking.good()
                    .text("encryption_name", "AES-CTR-256")
                    .text("tde_status", "Enabled")))
        .isEmpty();
    assertThat(Checking.messages(Checking.good().text("encryption_name", "AES-CTR-256")))
        .containsExactly(
            "encryption_name is \"AES-CTR-256\" without encryption: expected tde_status Enabled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acs:ram::123456789012****:role/x",
        "acs:ram::1:role/",
        "acs:ram::role/x",
        "acs:ram:cn:1:role/x",
        "acs:ram::1:user/x",
        "acs:ram::me:role/x",
        "arn:aws:iam::1:role/x",
        "acs:ram::1:role/a b",
        "acs:ram::1:role/a/b"
      })
  void aRoleThatIsNone(String arn) {
    assertThat(Checking.of(Checking.good().text("role_arn", arn)))
        .containsExactly("ERROR role_arn RED-11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acs:ram::1234567890123456:role/reader", "acs:ram::1:role/Reader-1.x_y"})
  void aRole(String arn) {
    assertThat(Checking.of(Checking.good().text("role_arn", arn))).isEmpty();
  }

  @Test
  void openAccessIsAWarning() {
    assertThat(Checking.of(Checking.good().text("vpc_auth_mode", "Close")))
        .containsExactly("WARNING vpc_auth_mode RED-11");
    assertThat(Checking.of(Checking.good().text("vpc_auth_mode", "Open"))).isEmpty();
  }

  private static List<String> switched(String before, String now) {
    return SpecificationCheck.findings(
            Checking.good().text("tde_status", now).build(),
            Checking.good().text("tde_status", before).build())
        .stream()
        .map(Finding::message)
        .toList();
  }
}
