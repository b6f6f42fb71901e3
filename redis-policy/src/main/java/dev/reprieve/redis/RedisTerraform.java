package dev.reprieve.redis;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Operation;
import java.util.Objects;

/** What the vendor's Terraform provider does that the console does not. */
public final class RedisTerraform {
  private RedisTerraform() {}

  /**
   * What destroying the Terraform resource asks of the instance (RED-14): a prepaid one cannot be
   * released and merely leaves the state file, {@link Operation#FORGET}; a postpaid one is released
   * by hand, {@link Operation#RELEASE}.
   *
   * @throws IllegalArgumentException for a billing mode that the product does not have
   */
  public static Operation onDelete(BillingMode billing) {
    Objects.requireNonNull(billing, "billing");
    if (billing.isSubscription()) {
      return Operation.FORGET;
    }
    if (billing.equals(BillingMode.PAY_AS_YOU_GO)) {
      return Operation.RELEASE;
    }
    throw new IllegalArgumentException(
        "billing mode " + billing + ": expected SUBSCRIPTION or PAY_AS_YOU_GO");
  }
}
