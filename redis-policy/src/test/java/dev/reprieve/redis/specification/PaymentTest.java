package dev.reprieve.redis.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.BillingMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has an effect on a subscription alone. */
@Tag("RED-11")
class PaymentTest {

  @ParameterizedTest
  @CsvSource({
    "period, 12",
    "auto_renew, true",
    "auto_renew, false",
    "auto_renew_period, 1",
    "order_type, UPGRADE",
  })
  void onPostpaidItIsAWarning(String attribute, String value) {
    assertThat(Checking.of(Checking.good().text("payment_type", "PostPaid").text(attribute, value)))
        .containsExactly("WARNING " + attribute + " RED-11");
    assertThat(Checking.of(Checking.good().text(attribute, value)))
        .containsExactly("WARNING " + attribute + " RED-11");
    assertThat(Checking.of(Checking.prepaid().text(attribute, value))).isEmpty();
  }

  @Test
  void theMessageSaysSo() {
    assertThat(Checking.messages(Checking.good().text("period", "12")))
        .containsExactly("period is \"12\" and has no effect: it is valid for PrePaid only");
  }

  @Test
  void aWrongPeriodOnPostpaidIsBoth() {
    assertThat(Checking.of(Checking.good().text("period", "10")))
        .containsExactly("ERROR period RED-11", "WARNING period RED-11");
  }

  @Test
  void theOldNameOfThePaymentTypeTellsToo() {
    assertThat(
            Checking.of(
                Checking.good().text("instance_charge_type", "PrePaid").text("period", "12")))
        .containsExactly("WARNING instance_charge_type RED-11");
  }

  @Test
  void anUnknownPaymentTypeIsOneFindingAndNoGuess() {
    assertThat(Checking.of(Checking.good().text("payment_type", "Free").text("period", "12")))
        .containsExactly("ERROR payment_type RED-11");
  }

  @Test
  void whatTheFileSaysOfBillingGoesFirst() {
    assertThat(
            Checking.of(
                Checking.good().billing(BillingMode.SUBSCRIPTION).text("auto_renew", "true")))
        .isEmpty();
    assertThat(
            Checking.of(
                Checking.good().billing(BillingMode.PAY_AS_YOU_GO).text("auto_renew", "true")))
        .containsExactly("WARNING auto_renew RED-11");
  }
}
