package dev.reprieve.mongodb;

import java.util.Objects;

/**
 * Where the data of an instance lives, with what goes with it alone: a backup retention policy
 * exists on ESSD and nowhere else. Immutable.
 */
public sealed interface MongoStorage {
  /** Network disks that outlive the machine. */
  static MongoStorage essd(BackupRetention retention) {
    return new Essd(retention);
  }

  /** The machine's own disks. */
  static MongoStorage localDisk() {
    return new LocalDisk();
  }

  /** The kind of disk, as the attribute has it. */
  DiskType disk();

  /**
   * Network disks.
   *
   * @param retention what becomes of the backups (MDB-05 to MDB-07)
   */
  record Essd(BackupRetention retention) implements MongoStorage {
    /** Refuses nulls. */
    public Essd {
      Objects.requireNonNull(retention, "retention");
    }

    @Override
    public DiskType disk() {
      return DiskType.ESSD;
    }
  }

  /** The machine's own disks, with which the data goes. */
  record LocalDisk() implements MongoStorage {
    @Override
    public DiskType disk() {
      return DiskType.LOCAL;
    }
  }
}
