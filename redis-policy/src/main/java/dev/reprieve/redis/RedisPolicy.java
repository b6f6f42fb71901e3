package dev.reprieve.redis;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static dev.reprieve.model.Condition.billedBy;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.model.InstanceState.RETAINED;
import static dev.reprieve.model.InstanceState.RUNNING;
import static dev.reprieve.policy.RetentionTable.table;

import dev.reprieve.model.Condition;
import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.time.Duration;

/**
 * The retention policy of Tair and Redis (RED-01 to RED-17), from the vendor's pages on expiry,
 * arrears and the recycle bin.
 *
 * <p>The tables of both profiles stand below as the vendor prints them; {@link RedisHandling} says
 * what is done and permitted in each state.
 */
public final class RedisPolicy {
  /** The product's and the policy's id. */
  public static final String PRODUCT = "redis";

  /** The default profile, for both billing modes (RED-01). */
  public static final String TAIR_INTERNATIONAL = "TAIR_INTERNATIONAL";

  /** The profile of the vendor's China site (RED-02). */
  public static final String TAIR_CHINA = "TAIR_CHINA";

  private static final Duration AUTO_RENEWAL_LEAD = Duration.ofDays(7);

  private RedisPolicy() {}

  /** The policy, the same each time. */
  public static RetentionPolicy create() {
    return RetentionPolicy.builder(PRODUCT, 1)
        .billing(SUBSCRIPTION, PAY_AS_YOU_GO)
        .profile(TAIR_INTERNATIONAL, internationalSubscription(), internationalPayAsYouGo())
        .profile(TAIR_CHINA, chinaSubscription(), chinaPayAsYouGo())
        .refuses(
            Operation.REBUILD,
            Condition.inArrears(),
            RefusalCode.IN_ARREARS,
            "RED-17",
            "the arrears must be settled first")
        .losesAt(Operation.REBUILD, RedisAttributes.SECURITY_GROUPS, "RED-07")
        .hostCarriesOver("accountPassword")
        .triesAutoRenewal(RedisAttributes.AUTO_RENEW.is(true), AUTO_RENEWAL_LEAD, "RED-10")
        .allowsBillingChange("BIL-01")
        .build();
  }

  private static RetentionTable internationalSubscription() {
    return table("subscription", billedBy(SUBSCRIPTION), RedisHandling.SUBSCRIPTION)
        .fromDay(1, RUNNING, "RED-01")
        .fromDay(16, LOCKED, "RED-01")
        .fromDay(31, RETAINED, "RED-01")
        .fromDay(38, PURGED, "RED-01");
  }

  private static RetentionTable internationalPayAsYouGo() {
    return table("pay-as-you-go", billedBy(PAY_AS_YOU_GO), RedisHandling.PAYING_AS_IT_GOES)
        .fromDay(1, RUNNING, "RED-01")
        .fromDay(16, LOCKED, "RED-01")
        .fromDay(31, RETAINED, "RED-01")
        .fromDay(38, PURGED, "RED-01");
  }

  private static RetentionTable chinaSubscription() {
    return table("subscription", billedBy(SUBSCRIPTION), RedisHandling.SUBSCRIPTION)
        .fromDay(1, LOCKED, "RED-02")
        .fromDay(8, RETAINED, "RED-02")
        .fromDay(16, PURGED, "RED-02");
  }

  private static RetentionTable chinaPayAsYouGo() {
    return table("pay-as-you-go", billedBy(PAY_AS_YOU_GO), RedisHandling.PAYING_AS_IT_GOES)
        .fromDay(1, RUNNING, "RED-02")
        .fromDay(2, LOCKED, "RED-02")
        .fromDay(8, RETAINED, "RED-02")
        .fromDay(16, PURGED, "RED-02");
  }
}
