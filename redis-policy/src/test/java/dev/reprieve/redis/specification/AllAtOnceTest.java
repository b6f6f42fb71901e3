package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RED-11")
@Tag("RED-12")
class AllAtOnceTest {

  /** As much as one instance can get wrong at a time. */
  private static RedisSpecification everythingWrong() {
    return RedisSpecification.terraform()
        .text("db_instance_name", "a")
        .text("password", "secret")
        .text("kms_encrypted_password", "x")
        .texts("security_ips", List.of("nowhere"))
        .text("private_ip", "10.5.0.1")
        .vswitchBlock("10.4.0.0/24")
        .text("vpc_auth_mode", "Close")
        .text("payment_type", "PostPaid")
        .text("period", "10")
        .text("auto_renew", "true")
        .text("auto_renew_period", "13")
        .text("order_type", "NONE")
        .text("instance_type", "Redis")
        .text("engine_version", "3.0")
        .text("instance_class", "redis.master.small.default")
        .text("shard_count", "2")
        .text("effective_time", "Never")
        .text("tde_status", "Disabled")
        .text("encryption_name", "AES-CTR-256")
        .text("role_arn", "admin")
        .text("ssl_enable", "On")
        .text("srcdb_instance_id", "r-0")
        .texts("backup_period", List.of("Someday"))
        .text("backup_time", "noon")
        .text("enable_backup_log", "2")
        .text("maintain_start_time", "04:00Z")
        .text("maintain_end_time", "04:00Z")
        .text("port", "6379")
        .text("modify_mode", "1")
        .keys("timeouts", Set.of("delete"))
        .build();
  }

  @Test
  void everyBreachIsNamedOnceAndInOneGo() {
    assertThat(Checking.of(everythingWrong()))
        .containsExactly(
            "ERROR db_instance_name RED-11",
            "ERROR password RED-11",
            "WARNING kms_encrypted_password RED-11",
            "ERROR security_ips RED-11",
            "ERROR private_ip RED-11",
            "WARNING vpc_auth_mode RED-11",
            "ERROR period RED-11",
            "WARNING period RED-11",
            "WARNING auto_renew RED-11",
            "ERROR auto_renew_period RED-11",
            "WARNING auto_renew_period RED-11",
            "ERROR order_type RED-11",
            "WARNING order_type RED-11",
            "ERROR engine_version RED-11",
            "ERROR shard_count RED-11",
            "ERROR effective_time RED-11",
            "ERROR tde_status RED-11",
            "ERROR encryption_name RED-11",
            "ERROR role_arn RED-11",
            "ERROR ssl_enable RED-11",
            "ERROR srcdb_instance_id RED-11",
            "ERROR backup_period RED-11",
            "ERROR backup_time RED-11",
            "ERROR enable_backup_log RED-11",
            "ERROR maintain_end_time RED-12",
            "WARNING port RED-11",
            "WARNING modify_mode RED-11",
            "WARNING timeouts RED-11");
  }

  @Test
  void theSameInputHasTheSameAnswer() {
    assertThat(everythingWrong()).isEqualTo(everythingWrong()).hasSameHashCodeAs(everythingWrong());
    assertThat(SpecificationCheck.findings(everythingWrong()))
        .isEqualTo(SpecificationCheck.findings(everythingWrong()));
  }

  @Test
  void eachMessageBeginsWithTheAttributeAndIsOneLine() {
    assertThat(SpecificationCheck.findings(everythingWrong()))
        .allSatisfy(
            finding -> {
              assertThat(finding.message()).startsWith(finding.attribute() + " ");
              assertThat(finding.message().lines()).hasSize(1);
            });
  }

  @Test
  void aNameSetAgainHasTheLaterValue() {
    assertThat(
            Checking.of(
                Checking.good()
                    .texts("instance_type", List.of("x"))
                    .text("instance_type", "Redis")))
        .isEmpty();
    assertThat(Checking.of(Checking.good().text("port", "1").text("port", null))).isEmpty();
  }
}
