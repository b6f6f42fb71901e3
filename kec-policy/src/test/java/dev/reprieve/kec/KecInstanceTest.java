package dev.reprieve.kec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.testkit.TestHost;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description for people, and the vendor's names. */
class KecInstanceTest {
  private static final InstanceKey KEY = KecInstance.key("acme", "cn-beijing-6", "kec-1");
  private static final Instant CREATED = Instant.parse("2026-02-01T08:00:00Z");
  private static final KecInstance INSTANCE =
      KecInstance.ofType("N3.2B", new Association("EBS", "vol-1"));

  @Test
  @Tag("OWN-01")
  @Tag("KEC-06")
  void aRegistrationIsTakenInAndReadBack() {
    TestHost host = TestHost.at("2026-02-01T08:00:00Z", KecPolicy.create());
    host.register(INSTANCE.payByDailyConfig(KEY, "acme", CREATED).unprotected());
    assertThat(KecInstance.of(host.instance(KEY))).isEqualTo(INSTANCE);
    assertThat(KecInstance.of(host.instance(KEY)).series()).isEqualTo("N3");
    assertThat(host.instance(KEY).createdAt()).isEqualTo(CREATED);
  }

  @Test
  @Tag("KEC-10")
  void eachWayOfPayingSaysWhatItNeeds() {
    assertThat(INSTANCE.subscription(KEY, "acme", CREATED).unprotected().billing())
        .isEqualTo(BillingMode.SUBSCRIPTION);
    assertThat(INSTANCE.subscription(KEY, "acme", CREATED).unprotected().expiresAt())
        .isEqualTo(CREATED);
    assertThat(INSTANCE.payAsYouGo(KEY, "acme").unprotected().billing())
        .isEqualTo(BillingMode.PAY_AS_YOU_GO);
    assertThat(INSTANCE.spot(KEY, "acme").unprotected().billing()).isEqualTo(BillingMode.SPOT);
    assertThat(INSTANCE.payByDailyConfig(KEY, "acme", CREATED).unprotected().billing())
        .isEqualTo(BillingMode.PAY_BY_DAILY_CONFIG);
  }

  @Test
  @Tag("OWN-01")
  void anotherProductsKeyIsRefused() {
    assertThatThrownBy(
            () -> INSTANCE.spot(new InstanceKey("acme", "cn-beijing-6", "redis", "r-1"), "acme"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kec");
  }

  @Test
  @Tag("KEC-09")
  void theSeriesIsThePartBeforeTheDot() {
    assertThat(KecInstance.ofType("S4").series()).isEqualTo("S4");
    assertThat(KecInstance.ofType("N10.2B").series()).isEqualTo("N10");
    assertThat(new KecInstance(null, List.of()).series()).isNull();
  }

  @Test
  @Tag("KEC-06")
  void anAssociationIsOneWordAndAnId() {
    assertThat(Association.parse("TAG env prod")).isEqualTo(new Association("TAG", "env prod"));
    assertThatThrownBy(() -> Association.parse("EIP")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Association("E IP", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Association("EIP", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Monthly, SUBSCRIPTION",
    "Daily, PAY_BY_DAILY_CONFIG",
    "HourlyInstantSettlement, PAY_AS_YOU_GO",
  })
  @Tag("KEC-10")
  void theVendorsBillingNamesBothWays(String chargeType, String billing) {
    assertThat(KecNames.billing(chargeType)).isEqualTo(new BillingMode(billing));
    assertThat(KecNames.chargeType(new BillingMode(billing))).isEqualTo(chargeType);
  }

  @Test
  @Tag("KEC-10")
  void whatTheRulesHaveNoNameForHasNone() {
    assertThat(KecNames.billing("monthly")).isNull();
    assertThat(KecNames.billing("Hourly")).isNull();
    assertThat(KecNames.chargeType(BillingMode.SPOT)).isNull();
    assertThat(KecNames.state("active")).isNull();
    assertThat(KecNames.apiState(InstanceState.LOCKED)).isNull();
  }

  @Test
  @Tag("KEC-10")
  void inTheBinTheApiSaysRecycling() {
    assertThat(KecNames.state("recycling")).isEqualTo(InstanceState.RETAINED);
    assertThat(KecNames.apiState(InstanceState.RETAINED)).isEqualTo("recycling");
  }
}
