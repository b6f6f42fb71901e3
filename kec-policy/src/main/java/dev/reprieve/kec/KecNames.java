package dev.reprieve.kec;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The vendor's own names, as its API and its Terraform provider have them (KEC-10). */
public final class KecNames {
  /** The API's state of an instance in the recycle bin. */
  public static final String RECYCLING = "recycling";

  private static final Map<String, BillingMode> CHARGE_TYPES =
      Map.of(
          "Monthly", BillingMode.SUBSCRIPTION,
          "Daily", BillingMode.PAY_BY_DAILY_CONFIG,
          "HourlyInstantSettlement", BillingMode.PAY_AS_YOU_GO);

  private KecNames() {}

  /** The billing mode that a charge type means, or null for a name that KEC-10 does not know. */
  public static @Nullable BillingMode billing(String chargeType) {
    Objects.requireNonNull(chargeType, "chargeType");
    return CHARGE_TYPES.get(chargeType);
  }

  /** The charge type of a billing mode, or null: the vendor's list has none for spot instances. */
  public static @Nullable String chargeType(BillingMode billing) {
    Objects.requireNonNull(billing, "billing");
    for (Map.Entry<String, BillingMode> each : CHARGE_TYPES.entrySet()) {
      if (each.getValue().equals(billing)) {
        return each.getKey();
      }
    }
    return null;
  }

  /** The state that an API state means where it rules, or null where it says nothing of the bin. */
  public static @Nullable InstanceState state(String apiState) {
    Objects.requireNonNull(apiState, "apiState");
    return apiState.equals(RECYCLING) ? InstanceState.RETAINED : null;
  }

  /** The API's state in the bin, or null where the rules have no name for it. */
  public static @Nullable String apiState(InstanceState state) {
    Objects.requireNonNull(state, "state");
    return state == InstanceState.RETAINED ? RECYCLING : null;
  }
}
