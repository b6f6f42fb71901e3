package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.util.Objects;

/**
 * The account that pays for instances (OWN-01).
 *
 * @param tenant who shares the installation; never blank
 * @param owner the account; never blank
 */
public record OwnerKey(String tenant, String owner) {
  /**
   * @throws IllegalArgumentException if a part is blank or longer than 512 characters
   */
  public OwnerKey {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(owner, "owner");
    Names.checkId("tenant", tenant);
    Names.checkId("owner", owner);
  }

  /** Who pays for an instance. */
  public static OwnerKey of(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    return new OwnerKey(instance.key().tenant(), instance.owner());
  }

  /** For messages and logs, in the form of {@link InstanceKey#toString}. */
  @Override
  public String toString() {
    return Printable.part(tenant) + "/" + Printable.part(owner);
  }
}
