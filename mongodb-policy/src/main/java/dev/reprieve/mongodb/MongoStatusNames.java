package dev.reprieve.mongodb;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the vendor's console calls a state, view by view (MDB-14). */
public final class MongoStatusNames {
  private MongoStatusNames() {}

  /** Where the console shows an instance. */
  public enum View {
    /** The list of instances. */
    INSTANCE_LIST,
    /** The recycle bin. */
    RECYCLE_BIN
  }

  /**
   * The vendor's word: a locked pay-as-you-go instance is "Disabled" in the list and "Locked" in
   * the bin, a locked subscription is "Locked" in both.
   *
   * @return null where the view does not show the instance, or the vendor's page has no word
   */
  public static @Nullable String of(BillingMode billing, InstanceState state, View view) {
    Objects.requireNonNull(billing, "billing");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(view, "view");
    return switch (state) {
      case RUNNING -> view == View.INSTANCE_LIST ? "Running" : null;
      case LOCKED ->
          view == View.INSTANCE_LIST && !billing.isSubscription() ? "Disabled" : "Locked";
      default -> null;
    };
  }
}
