package dev.reprieve.kec;

import dev.reprieve.Registration;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a KEC instance is, for people. Immutable.
 *
 * <pre>{@code
 * KecInstance.ofType("N3.2B", new Association("EIP", "eip-1"))
 *     .payByDailyConfig(KecInstance.key("acme", "cn-beijing-6", "kec-1"), "acme", createdAt)
 *     .unprotected();
 * }</pre>
 *
 * @param type the instance type, such as {@code N3.2B}, or null where nobody said; it rules nothing
 *     but the advice of KEC-09
 * @param associations what is attached to it
 */
public record KecInstance(@Nullable String type, List<Association> associations) {
  /** Copies the list. */
  public KecInstance {
    Objects.requireNonNull(associations, "associations");
    associations = List.copyOf(associations);
  }

  /** An instance of a type, with what is attached to it. */
  public static KecInstance ofType(String type, Association... associations) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(associations, "associations");
    return new KecInstance(type, List.of(associations));
  }

  /**
   * Reads a snapshot back.
   *
   * @throws IllegalArgumentException if it is no KEC instance, or an association is unreadable
   */
  public static KecInstance of(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    checkProduct(instance.key());
    return new KecInstance(
        instance.attributes().get(KecAttributes.INSTANCE_TYPE), KecAssociations.of(instance));
  }

  /** The key of a KEC instance (OWN-01). */
  public static InstanceKey key(String tenant, String region, String id) {
    return new InstanceKey(tenant, region, KecPolicy.PRODUCT, id);
  }

  /** The part of the type before the dot, such as {@code N3} (KEC-09), or null. */
  public @Nullable String series() {
    if (type == null) {
      return null;
    }
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }

  /** As attributes, for a registration or a scenario. */
  public Attributes attributes() {
    Attributes attributes = Attributes.empty();
    if (type != null) {
      attributes = attributes.with(KecAttributes.INSTANCE_TYPE, type);
    }
    return associations.isEmpty()
        ? attributes
        : attributes.with(
            KecAttributes.ASSOCIATIONS, associations.stream().map(Association::toText).toList());
  }

  /**
   * Registers it as a subscription; protection is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder subscription(InstanceKey key, String owner, Instant expiresAt) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(expiresAt, "expiresAt");
    return registration(key, owner, BillingMode.SUBSCRIPTION).expiresAt(expiresAt);
  }

  /**
   * Registers it as pay-by-daily-config, whose age decides about its release (KEC-03); protection
   * is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder payByDailyConfig(InstanceKey key, String owner, Instant createdAt) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(createdAt, "createdAt");
    return registration(key, owner, BillingMode.PAY_BY_DAILY_CONFIG).createdAt(createdAt);
  }

  /**
   * Registers it as pay-as-you-go; protection is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder payAsYouGo(InstanceKey key, String owner) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    return registration(key, owner, BillingMode.PAY_AS_YOU_GO);
  }

  /**
   * Registers it as a spot instance; protection is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder spot(InstanceKey key, String owner) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    return registration(key, owner, BillingMode.SPOT);
  }

  private Registration.Builder registration(InstanceKey key, String owner, BillingMode billing) {
    checkProduct(key);
    return Registration.of(key, owner, billing).attributes(attributes());
  }

  private static void checkProduct(InstanceKey key) {
    if (!key.product().equals(KecPolicy.PRODUCT)) {
      throw new IllegalArgumentException(
          key + " is no KEC instance: expected the product " + KecPolicy.PRODUCT);
    }
  }
}
