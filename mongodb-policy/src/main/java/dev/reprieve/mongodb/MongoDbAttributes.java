package dev.reprieve.mongodb;

import dev.reprieve.model.AttributeKey;

/** The attributes by which a MongoDB instance is ruled. */
public final class MongoDbAttributes {
  /** Where the data lives. */
  public static final AttributeKey<DiskType> DISK = AttributeKey.ofEnum("disk", DiskType.class);

  /** How the instance is built. */
  public static final AttributeKey<Architecture> ARCHITECTURE =
      AttributeKey.ofEnum("architecture", Architecture.class);

  /** What becomes of the backups; needed on ESSD alone. */
  public static final AttributeKey<BackupRetention> BACKUP_RETENTION =
      AttributeKey.ofEnum("backupRetention", BackupRetention.class);

  /** Whether transparent data encryption is on (MDB-13). */
  public static final AttributeKey<Boolean> TDE = AttributeKey.ofFlag("tde");

  private MongoDbAttributes() {}
}
