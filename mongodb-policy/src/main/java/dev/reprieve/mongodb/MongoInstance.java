package dev.reprieve.mongodb;

import dev.reprieve.Registration;
import dev.reprieve.model.AttributeKey;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.Objects;

/**
 * What a MongoDB instance is, for people: everything that the rules need and nothing that
 * contradicts itself. Immutable.
 *
 * <pre>{@code
 * MongoInstance.replicaSet().essd(BackupRetention.DELETE_ALL).tde(false)
 *     .subscription(MongoInstance.key("acme", "eu-central-1", "dds-1"), "billing@acme", end)
 *     .unprotected();
 * }</pre>
 *
 * @param architecture how it is built
 * @param storage where its data lives
 * @param tde whether transparent data encryption is on (MDB-13)
 */
public record MongoInstance(Architecture architecture, MongoStorage storage, boolean tde) {
  /** Refuses nulls. */
  public MongoInstance {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(storage, "storage");
  }

  /** A standalone, whose storage follows. */
  public static Unstored standalone() {
    return new Unstored(Architecture.STANDALONE);
  }

  /** A replica set, whose storage follows. */
  public static Unstored replicaSet() {
    return new Unstored(Architecture.REPLICA_SET);
  }

  /** A sharded cluster, whose storage follows. */
  public static Unstored sharded() {
    return new Unstored(Architecture.SHARDED);
  }

  /**
   * Reads a snapshot back.
   *
   * @throws IllegalArgumentException if it is no MongoDB instance, or an attribute is missing or
   *     unreadable (ALL-13)
   */
  public static MongoInstance of(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    checkProduct(instance.key());
    return of(instance.attributes());
  }

  /**
   * Reads attributes back.
   *
   * @throws IllegalArgumentException if an attribute is missing or unreadable (ALL-13)
   */
  public static MongoInstance of(Attributes attributes) {
    Objects.requireNonNull(attributes, "attributes");
    return new MongoInstance(
        needed(attributes, MongoDbAttributes.ARCHITECTURE),
        needed(attributes, MongoDbAttributes.DISK) == DiskType.LOCAL
            ? MongoStorage.localDisk()
            : MongoStorage.essd(needed(attributes, MongoDbAttributes.BACKUP_RETENTION)),
        needed(attributes, MongoDbAttributes.TDE));
  }

  /** The key of a MongoDB instance (OWN-01). */
  public static InstanceKey key(String tenant, String region, String id) {
    return new InstanceKey(tenant, region, MongoDbPolicy.PRODUCT, id);
  }

  /** As attributes, for a registration, a scenario or a rebuild's overrides. */
  public Attributes attributes() {
    Attributes attributes =
        Attributes.empty()
            .with(MongoDbAttributes.ARCHITECTURE, architecture)
            .with(MongoDbAttributes.DISK, storage.disk())
            .with(MongoDbAttributes.TDE, tde);
    return storage instanceof MongoStorage.Essd essd
        ? attributes.with(MongoDbAttributes.BACKUP_RETENTION, essd.retention())
        : attributes;
  }

  /** Whether a rebuild can bring its data back once it is released (MDB-12, MDB-13). */
  public boolean restorable() {
    return architecture != Architecture.STANDALONE && !tde;
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
   * Registers it as pay-as-you-go; protection is still to be said.
   *
   * @throws IllegalArgumentException if the key is of another product
   */
  public Registration.Builder payAsYouGo(InstanceKey key, String owner) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(owner, "owner");
    return registration(key, owner, BillingMode.PAY_AS_YOU_GO);
  }

  private Registration.Builder registration(InstanceKey key, String owner, BillingMode billing) {
    checkProduct(key);
    return Registration.of(key, owner, billing).attributes(attributes());
  }

  private static void checkProduct(InstanceKey key) {
    if (!key.product().equals(MongoDbPolicy.PRODUCT)) {
      throw new IllegalArgumentException(
          key + " is no MongoDB instance: expected the product " + MongoDbPolicy.PRODUCT);
    }
  }

  private static <T> T needed(Attributes attributes, AttributeKey<T> key) {
    T value = attributes.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "attribute " + key + " is missing: expected " + key.expected());
    }
    return value;
  }

  /** An instance of which the storage is still to be said. Immutable. */
  public static final class Unstored {
    private final Architecture architecture;

    private Unstored(Architecture architecture) {
      this.architecture = architecture;
    }

    /** On network disks, with what becomes of the backups at release. */
    public Unencrypted essd(BackupRetention retention) {
      return new Unencrypted(architecture, MongoStorage.essd(retention));
    }

    /** On the machine's own disks. */
    public Unencrypted localDisk() {
      return new Unencrypted(architecture, MongoStorage.localDisk());
    }
  }

  /** An instance of which the encryption is still to be said. Immutable. */
  public static final class Unencrypted {
    private final Architecture architecture;
    private final MongoStorage storage;

    private Unencrypted(Architecture architecture, MongoStorage storage) {
      this.architecture = architecture;
      this.storage = storage;
    }

    /** With or without transparent data encryption. */
    public MongoInstance tde(boolean on) {
      return new MongoInstance(architecture, storage, on);
    }
  }
}
