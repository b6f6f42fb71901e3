package dev.reprieve.model;

import java.util.Objects;

/**
 * How an instance is paid for. An open name: a policy may bring its own.
 *
 * @param name such as {@code PAY_AS_YOU_GO}
 */
public record BillingMode(String name) {
  /** Paid ahead for a term; ends at its expiry. The only mode that {@code RENEW} applies to. */
  public static final BillingMode SUBSCRIPTION = new BillingMode("SUBSCRIPTION");

  /** Paid for what is used. */
  public static final BillingMode PAY_AS_YOU_GO = new BillingMode("PAY_AS_YOU_GO");

  /** Kingsoft's Daily: paid by the day for a configuration (KEC-10). */
  public static final BillingMode PAY_BY_DAILY_CONFIG = new BillingMode("PAY_BY_DAILY_CONFIG");

  /** Kingsoft's spot instances (KEC-05). */
  public static final BillingMode SPOT = new BillingMode("SPOT");

  /**
   * @throws IllegalArgumentException if the name is not {@code LIKE_THIS} or {@code
   *     vendor:LIKE_THIS}
   */
  public BillingMode {
    Objects.requireNonNull(name, "name");
    Names.check("billing mode", name);
  }

  /** Whether instances of this mode have an expiry and are renewed; all others are settled. */
  public boolean isSubscription() {
    return equals(SUBSCRIPTION);
  }

  @Override
  public String toString() {
    return name;
  }
}
