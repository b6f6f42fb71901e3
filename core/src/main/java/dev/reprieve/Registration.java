package dev.reprieve;

import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Child;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of an instance that it has just created. Immutable.
 *
 * <p>Whether it is protected from release must be said: nothing that rules is taken for granted.
 */
public final class Registration {
  private final InstanceKey key;
  private final String owner;
  private final @Nullable String profile;
  private final BillingMode billing;
  private final Attributes attributes;
  private final @Nullable String identity;
  private final List<Child> children;
  private final @Nullable Instant createdAt;
  private final @Nullable Instant expiresAt;
  private final boolean releaseProtected;

  private Registration(Builder from, boolean releaseProtected) {
    this.key = from.key;
    this.owner = from.owner;
    this.profile = from.profile;
    this.billing = from.billing;
    this.attributes = from.attributes;
    this.identity = from.identity;
    this.children = List.copyOf(from.children);
    this.createdAt = from.createdAt;
    this.expiresAt = from.expiresAt;
    this.releaseProtected = releaseProtected;
  }

  /**
   * Begins a registration.
   *
   * @param key tenant, region, product and id
   * @param owner the account that pays
   * @param billing how it is paid for
   */
  public static Builder of(InstanceKey key, String owner, BillingMode billing) {
    return new Builder(key, owner, billing);
  }

  /** Tenant, region, product and id. */
  public InstanceKey key() {
    return key;
  }

  /** The account that pays. */
  public String owner() {
    return owner;
  }

  /** The policy's profile, or null for its default. */
  public @Nullable String profile() {
    return profile;
  }

  /** How it is paid for. */
  public BillingMode billing() {
    return billing;
  }

  /** The product's attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** The provider's name of this very incarnation, or null (SAF-14). */
  public @Nullable String identity() {
    return identity;
  }

  /** What goes with it (SAF-19). */
  public List<Child> children() {
    return children;
  }

  /** When it was created, or null: it was always there. */
  public @Nullable Instant createdAt() {
    return createdAt;
  }

  /** The end of a subscription's term, or null. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Whether it is protected from release. */
  public boolean releaseProtected() {
    return releaseProtected;
  }

  /** Everything that is said, by name, to tell a repetition from a contradiction (ADO-04). */
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("owner", owner);
    facts.put("profile", Objects.toString(profile, ""));
    facts.put("billing", billing.name());
    facts.put("createdAt", Objects.toString(createdAt, ""));
    facts.put("expiresAt", Objects.toString(expiresAt, ""));
    facts.put("identity", Objects.toString(identity, ""));
    facts.put("children", children.toString());
    facts.put("releaseProtected", String.valueOf(releaseProtected));
    attributes.asTexts().forEach((name, text) -> facts.put("attribute " + name, text));
    return facts;
  }

  /** Collects what is said. Not thread-safe. */
  public static final class Builder {
    private final InstanceKey key;
    private final String owner;
    private final BillingMode billing;
    private @Nullable String profile;
    private Attributes attributes = Attributes.empty();
    private @Nullable String identity;
    private final List<Child> children = new ArrayList<>();
    private @Nullable Instant createdAt;
    private @Nullable Instant expiresAt;

    private Builder(InstanceKey key, String owner, BillingMode billing) {
      this.key = Objects.requireNonNull(key, "key");
      this.owner = Objects.requireNonNull(owner, "owner");
      this.billing = Objects.requireNonNull(billing, "billing");
    }

    /** A profile other than the policy's default. */
    public Builder profile(@Nullable String profile) {
      this.profile = profile;
      return this;
    }

    /** The product's attributes. */
    public Builder attributes(Attributes attributes) {
      this.attributes = Objects.requireNonNull(attributes, "attributes");
      return this;
    }

    /** The provider's name of this very incarnation, such as a UUID; not blank (SAF-14). */
    public Builder identity(@Nullable String identity) {
      this.identity = identity;
      return this;
    }

    /** Something that goes with it and is deleted before it (SAF-19). */
    public Builder child(String kind, String id) {
      children.add(new Child(kind, id));
      return this;
    }

    /** When it was created. */
    public Builder createdAt(@Nullable Instant createdAt) {
      this.createdAt = createdAt;
      return this;
    }

    /** The end of a subscription's term. */
    public Builder expiresAt(@Nullable Instant expiresAt) {
      this.expiresAt = expiresAt;
      return this;
    }

    /** The registration of an instance that is protected from release. */
    public Registration releaseProtected() {
      return releaseProtected(true);
    }

    /** The registration of an instance that is not protected from release. */
    public Registration unprotected() {
      return releaseProtected(false);
    }

    /** The registration, protected or not. */
    public Registration releaseProtected(boolean isProtected) {
      return new Registration(this, isProtected);
    }
  }
}
