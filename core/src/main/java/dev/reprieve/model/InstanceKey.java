package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.util.Objects;

/**
 * The name of an instance: tenant, region, product and id, all four (OWN-01).
 *
 * @param tenant who shares the installation; never blank
 * @param region where the instance lives; never blank
 * @param product the id of the policy that rules it, such as {@code mongodb}; never blank
 * @param id the vendor's or host's id; never blank
 */
public record InstanceKey(String tenant, String region, String product, String id)
    implements Comparable<InstanceKey> {

  /**
   * @throws IllegalArgumentException if a part is blank or longer than 512 characters
   */
  public InstanceKey {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(id, "id");
    Names.checkId("tenant", tenant);
    Names.checkId("region", region);
    Names.checkId("product", product);
    Names.checkId("instance id", id);
  }

  /** The same tenant, region and product with another id. */
  public InstanceKey withId(String otherId) {
    Objects.requireNonNull(otherId, "otherId");
    return new InstanceKey(tenant, region, product, otherId);
  }

  @Override
  public int compareTo(InstanceKey other) {
    Objects.requireNonNull(other, "other");
    int order = tenant.compareTo(other.tenant);
    order = order != 0 ? order : region.compareTo(other.region);
    order = order != 0 ? order : product.compareTo(other.product);
    return order != 0 ? order : id.compareTo(other.id);
  }

  /**
   * For messages and logs: the four parts between slashes, where what could forge a line or another
   * name is written as {@code \\uXXXX}.
   */
  @Override
  public String toString() {
    return Printable.part(tenant)
        + "/"
        + Printable.part(region)
        + "/"
        + Printable.part(product)
        + "/"
        + Printable.part(id);
  }
}
