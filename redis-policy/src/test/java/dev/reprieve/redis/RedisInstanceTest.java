package dev.reprieve.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.Registration;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description for people. */
class RedisInstanceTest {
  private static final InstanceKey KEY = RedisInstance.key("acme", "eu-central-1", "r-1");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
  private static final RedisInstance INSTANCE =
      RedisInstance.ofClass("tair.rdb.1g")
          .name("sessions")
          .securityIps("10.0.0.0/8")
          .securityGroups("sg-1")
          .port(6380)
          .config("timeout=0")
          .backup("02:00Z-03:00Z", "Sunday");

  @Test
  @Tag("OWN-01")
  void aRegistrationIsTakenInAndReadBack() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", RedisPolicy.create());
    host.register(INSTANCE.payAsYouGo(KEY, "billing").unprotected());
    RedisInstance read = RedisInstance.of(host.instance(KEY));
    assertThat(read).isEqualTo(INSTANCE);
    assertThat(read.instanceClass()).isEqualTo("tair.rdb.1g");
    assertThat(read.name()).isEqualTo("sessions");
    assertThat(read.securityIps()).containsExactly("10.0.0.0/8");
    assertThat(read.securityGroups()).containsExactly("sg-1");
    assertThat(read.port()).isEqualTo(6380);
    assertThat(read.config()).isEqualTo("timeout=0");
    assertThat(read.backupDays()).containsExactly("Sunday");
    assertThat(read.backupTime()).isEqualTo("02:00Z-03:00Z");
    assertThat(host.instance(KEY).billing()).isEqualTo(BillingMode.PAY_AS_YOU_GO);
  }

  @Test
  @Tag("RED-10")
  void onlyASubscriptionIsRenewedByItself() {
    Registration renewed = INSTANCE.autoRenewedSubscription(KEY, "billing", END, 12).unprotected();
    assertThat(renewed.attributes().get(RedisAttributes.AUTO_RENEW)).isTrue();
    assertThat(renewed.attributes().get(RedisAttributes.AUTO_RENEW_PERIOD)).isEqualTo(12);
    assertThat(renewed.expiresAt()).isEqualTo(END);
    Registration once = INSTANCE.subscription(KEY, "billing", END).unprotected();
    assertThat(once.attributes().get(RedisAttributes.AUTO_RENEW)).isNull();
    assertThat(once.billing()).isEqualTo(BillingMode.SUBSCRIPTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 13})
  @Tag("RED-10")
  void aPeriodOtherThan1To12MonthsIsRefused(int months) {
    assertThatThrownBy(() -> INSTANCE.autoRenewedSubscription(KEY, "billing", END, months))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(months));
  }

  @Test
  @Tag("RED-10")
  void wherePeriodWasNotSaidItIsOneMonth() {
    TestHost host = TestHost.at("2026-01-01T00:00:00Z", RedisPolicy.create());
    host.register(
        INSTANCE
            .subscription(KEY, "billing", END)
            .attributes(INSTANCE.attributes().with(RedisAttributes.AUTO_RENEW, true))
            .unprotected());
    assertThat(RedisInstance.of(host.instance(KEY)).autoRenewalMonths()).isEqualTo(1);
    assertThat(INSTANCE.autoRenewalMonths()).isNull();
  }

  @Test
  @Tag("OWN-01")
  void anotherProductsKeyIsRefused() {
    assertThatThrownBy(
            () -> INSTANCE.payAsYouGo(new InstanceKey("acme", "eu", "mongodb", "m-1"), "billing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis");
  }

  @Test
  @Tag("RED-16")
  void whatIsNotKnownIsNotGuessed() {
    assertThat(RedisInstance.ofUnknownClass().diskForm()).isNull();
    assertThat(RedisInstance.ofUnknownClass().securityIps()).isEmpty();
    assertThat(RedisInstance.ofUnknownClass().port()).isNull();
    assertThatThrownBy(() -> RedisInstance.ofUnknownClass().port(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
