package dev.reprieve.kec;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.PAY_BY_DAILY_CONFIG;
import static dev.reprieve.model.BillingMode.SPOT;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static dev.reprieve.model.Condition.billedBy;
import static dev.reprieve.model.Condition.olderThan;
import static dev.reprieve.model.InstanceState.LOCKED;
import static dev.reprieve.model.InstanceState.PURGED;
import static dev.reprieve.policy.RetentionTable.table;

import dev.reprieve.model.Operation;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;

/**
 * The retention policy of Kingsoft KEC (KEC-01 to KEC-12), from the vendor's page on the recycle
 * bin. {@link KecHandling} says what is done and permitted in each state.
 */
public final class KecPolicy {
  /** The product's and the policy's id. */
  public static final String PRODUCT = "kec";

  /** The only profile. */
  public static final String KEC = "KEC";

  /** The advice that goes with a release (KEC-09). */
  public static final String NO_FEES_UPON_SHUTDOWN = "NO_FEES_UPON_SHUTDOWN";

  private static final Duration RELEASABLE_AGE = Duration.ofHours(1);

  private KecPolicy() {}

  /** The policy, the same each time. */
  public static RetentionPolicy create() {
    return RetentionPolicy.builder(PRODUCT, 1)
        .billing(SUBSCRIPTION, PAY_BY_DAILY_CONFIG, PAY_AS_YOU_GO, SPOT)
        .requiresCreation(PAY_BY_DAILY_CONFIG)
        .profile(
            KEC,
            table("subscription", billedBy(SUBSCRIPTION), KecHandling.SUBSCRIPTION)
                .fromDay(1, LOCKED, "KEC-01")
                .fromDay(8, PURGED, "KEC-01"),
            table("pay-by-daily-config", billedBy(PAY_BY_DAILY_CONFIG), KecHandling.PAY_BY_DAILY),
            table(
                "pay-as-you-go and spot", billedBy(PAY_AS_YOU_GO, SPOT), KecHandling.NOT_RECYCLED))
        .refuses(
            Operation.RELEASE,
            billedBy(PAY_BY_DAILY_CONFIG).and(olderThan(RELEASABLE_AGE).negate()),
            RefusalCode.TOO_YOUNG,
            "KEC-03",
            "it must have been created more than one hour ago")
        .losesAt(Operation.RESTORE, KecAttributes.ASSOCIATIONS, "KEC-07")
        .advises(
            Operation.RELEASE,
            KecAttributes.INSTANCE_TYPE
                .beginsWithPart(".", "N1", "N2", "N3", "C4", "S4")
                .and(billedBy(SUBSCRIPTION).negate()),
            NO_FEES_UPON_SHUTDOWN,
            "KEC-09",
            "No Fees Upon Shutdown: stop the instance without recycling it and pay nothing for it")
        .build();
  }
}
