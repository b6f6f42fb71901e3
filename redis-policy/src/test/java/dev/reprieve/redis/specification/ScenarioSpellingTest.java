package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.BillingMode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scenario files write attributes in camel case, and findings speak as the file does (SPEC 10). */
@Tag("RED-11")
class ScenarioSpellingTest {

  @Test
  void camelCaseIsReadAndWritten() {
    assertThat(
            Checking.messages(
                RedisSpecification.scenario()
                    .text("srcdbInstanceId", "r-1")
                    .text("encryptionName", "AES-CTR-256")
                    .text("backupTime", "noon")
                    .text("engineVersion", "3.2")))
        .containsExactly(
            "engineVersion is \"3.2\": expected 2.8, 4.0, 5.0, 6.0, 7.0",
            "instanceClass is missing: expected it or capacity",
            "encryptionName is \"AES-CTR-256\" without encryption: expected tdeStatus Enabled",
            "srcdbInstanceId is \"r-1\" alone: expected backupId or restoreTime beside it",
            "backupTime is \"noon\": expected HH:mmZ-HH:mmZ such as 11:00Z-12:00Z");
  }

  @Test
  void theScenariosOwnNames() {
    assertThat(
            Checking.of(
                RedisSpecification.scenario()
                    .text("instanceClass", "redis.master.small.default")
                    .text("name", "a")
                    .text("port", "6379")
                    .texts("securityIps", List.of("x"))))
        .containsExactly("ERROR name RED-11", "ERROR securityIps RED-11");
  }

  @Test
  void theFullNameOfTheNameIsKeptWhereItIsWritten() {
    assertThat(
            Checking.of(
                RedisSpecification.scenario().text("capacity", "1").text("dbInstanceName", "a")))
        .containsExactly("ERROR dbInstanceName RED-11");
  }

  @Test
  void billingSaysWhatPaymentTypeSaysElsewhere() {
    assertThat(
            Checking.of(
                RedisSpecification.scenario()
                    .text("capacity", "1")
                    .text("autoRenew", "true")
                    .billing(BillingMode.PAY_AS_YOU_GO)))
        .containsExactly("WARNING autoRenew RED-11");
  }

  @Test
  void passwordsHaveTheirRulesHereToo() {
    assertThat(
            Checking.of(
                RedisSpecification.scenario()
                    .text("capacity", "1")
                    .text("password", "Abcdefg1")
                    .text("kmsEncryptedPassword", "x")))
        .containsExactly("WARNING kmsEncryptedPassword RED-11");
  }
}
