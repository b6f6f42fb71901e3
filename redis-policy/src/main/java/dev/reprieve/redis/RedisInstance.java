package dev.reprieve.redis;

import dev.reprieve.Registration;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a Tair or Redis instance is, for people. Nothing of it is needed by a deadline; it is what a
 * rebuild brings back, or leaves to be configured (RED-07). Immutable; it never holds a password.
 *
 * <pre>{@code
 * RedisInstance.ofClass("tair.rdb.1g").name("sessions").securityIps("10.0.0.0/8").port(6380)
 *     .autoRenewedSubscription(RedisInstance.key("acme", "eu-central-1", "r-1"), "acme", end, 1)
 *     .unprotected();
 * }</pre>
 */
public final class RedisInstance {
  private static final RedisInstance BLANK = new RedisInstance(Attributes.empty());

  private final Attributes attributes;

  private RedisInstance(Attributes attributes) {
    this.attributes = attributes;
  }

  /** An instance of a class, such as {@code redis.master.small.default}. */
  public static RedisInstance ofClass(String instanceClass) {
    Objects.requireNonNull(instanceClass, "instanceClass");
    return BLANK.with(RedisAttributes.INSTANCE_CLASS, instanceClass);
  }

  /** An instance of which the class is not known. */
  public static RedisInstance ofUnknownClass() {
    return BLANK;
  }

  /**
   * Reads a snapshot back.
   *
   * @throws IllegalArgumentException if it is no Redis instance
   */
  public static RedisInstance of(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    checkProduct(instance.key());
    return new RedisInstance(instance.attributes());
  }

  /** The key of a Redis instance (OWN-01). */
  public static InstanceKey key(String tenant, String region, String id) {
    return new InstanceKey(tenant, region, RedisPolicy.PRODUCT, id);
  }

  /** With a name. */
  public RedisInstance name(String name) {
    Objects.requireNonNull(name, "name");
    return with(RedisAttributes.NAME, name);
  }

  /** With an IP whitelist of addresses and blocks. */
  public RedisInstance securityIps(String... addresses) {
    Objects.requireNonNull(addresses, "addresses");
    return with(RedisAttributes.SECURITY_IPS, List.of(addresses));
  }

  /** With security groups. */
  public RedisInstance securityGroups(String... ids) {
    Objects.requireNonNull(ids, "ids");
    return with(RedisAttributes.SECURITY_GROUPS, List.of(ids));
  }

  /**
   * With a port.
   *
   * @throws IllegalArgumentException if it is not from 1 to 65535
   */
  public RedisInstance port(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + ": expected 1 to 65535");
    }
    return with(RedisAttributes.PORT, (long) port);
  }

  /** With parameters, as the host writes them. */
  public RedisInstance config(String parameters) {
    Objects.requireNonNull(parameters, "parameters");
    return with(RedisAttributes.CONFIG, parameters);
  }

  /**
   * With a backup cycle.
   *
   * @param time {@code HH:mmZ-HH:mmZ}
   * @param days such as {@code Monday}
   */
  public RedisInstance backup(String time, String... days) {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(days, "days");
    return with(RedisAttributes.BACKUP_TIME, time)
        .with(RedisAttributes.BACKUP_PERIOD, List.of(days));
  }

  /** The instance class, or null where it is not known. */
  public @Nullable String instanceClass() {
    return attributes.get(RedisAttributes.INSTANCE_CLASS);
  }

  /** On what disks it lives (RED-16), or null where the class is not known. */
  public @Nullable RedisDiskForm diskForm() {
    String instanceClass = instanceClass();
    return instanceClass == null ? null : RedisDiskForm.ofClass(instanceClass);
  }

  /** The name, or null. */
  public @Nullable String name() {
    return attributes.get(RedisAttributes.NAME);
  }

  /** The IP whitelist; empty where none is known. */
  public List<String> securityIps() {
    return list(RedisAttributes.SECURITY_IPS);
  }

  /** The security groups; empty where none is known. */
  public List<String> securityGroups() {
    return list(RedisAttributes.SECURITY_GROUPS);
  }

  /**
   * The port, or null.
   *
   * @throws IllegalArgumentException if it is unreadable
   */
  public @Nullable Long port() {
    return attributes.get(RedisAttributes.PORT);
  }

  /** The parameters, or null. */
  public @Nullable String config() {
    return attributes.get(RedisAttributes.CONFIG);
  }

  /** The days of the backup cycle; empty where none is known. */
  public List<String> backupDays() {
    return list(RedisAttributes.BACKUP_PERIOD);
  }

  /** The backup time, or null. */
  public @Nullable String backupTime() {
    return attributes.get(RedisAttributes.BACKUP_TIME);
  }

  /**
   * For how many months a subscription is to be renewed ahead of its expiry, 1 where only that it
   * is was said (RED-10); null where it is not renewed by itself.
   *
   * @throws IllegalArgumentException if it is unreadable
   */
  public @Nullable Integer autoRenewalMonths() {
    if (!Boolean.TRUE.equals(attributes.get(RedisAttributes.AUTO_RENEW))) {
      return null;
    }
    Long months = attributes.get(RedisAttributes.AUTO_RENEW_PERIOD);
    return months == null ? 1 : checkMonths(months);
  }

  /** As attributes, for a registration, a scenario or a rebuild's overrides. */
  public Attributes attributes() {
    return attributes;
  }

  /**
   * Registers it as a subscription that ends unless somebody renews it; protection is still to be
   * said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder subscription(InstanceKey key, String owner, Instant expiresAt) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Attributes once =
        attributes
            .without(RedisAttributes.AUTO_RENEW.name())
            .without(RedisAttributes.AUTO_RENEW_PERIOD.name());
    return registration(key, owner, BillingMode.SUBSCRIPTION, once).expiresAt(expiresAt);
  }

  /**
   * Registers it as a subscription that is renewed ahead of its expiry (RED-10); protection is
   * still to be said.
   *
   * @param months for how long each time, 1 to 12
   * @throws IllegalArgumentException if the key is of another product, or the months are not 1 to
   *     12
   */
  public Registration.Builder autoRenewedSubscription(
      InstanceKey key, String owner, Instant expiresAt, int months) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Attributes renewed =
        attributes
            .with(RedisAttributes.AUTO_RENEW, true)
            .with(RedisAttributes.AUTO_RENEW_PERIOD, (long) checkMonths(months));
    return registration(key, owner, BillingMode.SUBSCRIPTION, renewed).expiresAt(expiresAt);
  }

  /**
   * Registers it as pay-as-you-go; protection is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder payAsYouGo(InstanceKey key, String owner) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    return registration(key, owner, BillingMode.PAY_AS_YOU_GO, attributes);
  }

  private static Registration.Builder registration(
      InstanceKey key, String owner, BillingMode billing, Attributes attributes) {
    checkProduct(key);
    return Registration.of(key, owner, billing).attributes(attributes);
  }

  private static int checkMonths(long months) {
    if (months < 1 || months > 12) {
      throw new IllegalArgumentException(
          "auto-renewal for " + months + " months: expected 1 to 12 (RED-10)");
    }
    return (int) months;
  }

  private static void checkProduct(InstanceKey key) {
    if (!key.product().equals(RedisPolicy.PRODUCT)) {
      throw new IllegalArgumentException(
          key + " is no Redis instance: expected the product " + RedisPolicy.PRODUCT);
    }
  }

  private <T> RedisInstance with(AttributeKey<T> key, T value) {
    return new RedisInstance(attributes.with(key, value));
  }

  private List<String> list(AttributeKey<List<String>> key) {
    List<String> texts = attributes.get(key);
    return texts == null ? List.of() : texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisInstance that && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return "Redis instance " + attributes.asTexts().keySet();
  }
}
