package dev.reprieve;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host sees of an instance, to be held against what the engine has recorded (ADO-05). What
 * is null is not compared.
 *
 * @param key tenant, region, product and id
 * @param state the state that the host sees, or null
 * @param owner the account, or null
 * @param billing how it is paid for, or null
 * @param expiresAt the end of its term, or null
 * @param attributes the attributes that the host sees; those that it does not are not compared
 * @param identity what tells it from another instance with the same id (SAF-14), or null
 */
public record Observation(
    InstanceKey key,
    @Nullable InstanceState state,
    @Nullable String owner,
    @Nullable BillingMode billing,
    @Nullable Instant expiresAt,
    Attributes attributes,
    @Nullable String identity) {
  /** Refuses nulls. */
  public Observation {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(attributes, "attributes");
  }

  /** Of a host that sees no identity. */
  public Observation(
      InstanceKey key,
      @Nullable InstanceState state,
      @Nullable String owner,
      @Nullable BillingMode billing,
      @Nullable Instant expiresAt,
      Attributes attributes) {
    this(key, state, owner, billing, expiresAt, attributes, null);
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(attributes, "attributes");
  }
}
