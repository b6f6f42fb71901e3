package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes that have a list of values: everything in it is good, its neighbours are not. */
@Tag("RED-11")
class ListedValuesTest {

  @ParameterizedTest
  @CsvSource({
    "payment_type, PrePaid",
    "payment_type, PostPaid",
    "instance_type, Redis",
    "vpc_auth_mode, Open",
    "effective_time, Immediately",
    "effective_time, MaintainTime",
    "enable_backup_log, 0",
    "enable_backup_log, 1",
    "ssl_enable, Disable",
    "tde_status, Enabled",
    "engine_version, 2.8",
    "engine_version, 4.0",
    "engine_version, 5.0",
    "engine_version, 6.0",
    "engine_version, 7.0",
  })
  void whatIsInTheListIsGood(String attribute, String value) {
    assertThat(Checking.of(Checking.good().text(attribute, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "payment_type, Prepaid",
    "payment_type, Subscription",
    "instance_type, redis",
    "instance_type, MongoDB",
    "vpc_auth_mode, close",
    "effective_time, Later",
    "enable_backup_log, 2",
    "enable_backup_log, true",
    "ssl_enable, Enabled",
    "tde_status, enabled",
    "tde_status, Disabled",
    "engine_version, 3.0",
    "engine_version, 5",
    "engine_version, 7.1",
  })
  void whatIsNotIsAnError(String attribute, String value) {
    assertThat(Checking.of(Checking.good().text(attribute, value)))
        .containsExactly("ERROR " + attribute + " RED-11");
  }

  @ParameterizedTest
  @CsvSource({
    "period, 1",
    "period, 9",
    "period, 12",
    "period, 24",
    "period, 36",
    "auto_renew, true",
    "auto_renew_period, 1",
    "auto_renew_period, 12",
    "order_type, UPGRADE",
    "order_type, DOWNGRADE",
  })
  void whatIsInTheListIsGoodOnASubscription(String attribute, String value) {
    assertThat(Checking.of(Checking.prepaid().text(attribute, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "period, 0",
    "period, 10",
    "period, 11",
    "period, 13",
    "period, 25",
    "period, 37",
    "period, 01",
    "period, 1.0",
    "period, -1",
    "auto_renew_period, 0",
    "auto_renew_period, 13",
    "order_type, upgrade",
    "order_type, SIDEGRADE",
  })
  void whatIsNotIsAnErrorOnASubscription(String attribute, String value) {
    assertThat(Checking.of(Checking.prepaid().text(attribute, value)))
        .containsExactly("ERROR " + attribute + " RED-11");
  }

  @Test
  void theMessageNamesAttributeValueAndWhatWouldBeRight() {
    assertThat(Checking.messages(Checking.good().text("payment_type", "Prepaid")))
        .containsExactly("payment_type is \"Prepaid\": expected PrePaid, PostPaid");
  }

  @Test
  void aListWhereATextIsExpectedIsNoValueOfIt() {
    assertThat(
            Checking.of(
                Checking.good().texts("instance_type", java.util.List.of("Redis", "Redis"))))
        .containsExactly("ERROR instance_type RED-11");
  }

  @Test
  void aValueThatIsMeantToBreakTheLineDoesNot() {
    assertThat(Checking.messages(Checking.good().text("instance_type", "a\nb\u001b[31m")))
        .containsExactly("instance_type is \"a\\u000Ab\\u001B[31m\": expected Redis, Memcache");
  }

  @Test
  void aVeryLongValueIsCut() {
    assertThat(Checking.messages(Checking.good().text("instance_type", "x".repeat(1000))))
        .containsExactly(
            "instance_type is \"" + "x".repeat(80) + "...\": expected Redis, Memcache");
  }

  @Test
  void whatIsEmptyOrBlankIsNotThere() {
    assertThat(Checking.of(Checking.good().text("payment_type", "").text("period", " "))).isEmpty();
  }
}
