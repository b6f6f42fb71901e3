package dev.reprieve.mongodb;

/** What becomes of the backups of an ESSD instance when it is released (MDB-05 to MDB-07). */
public enum BackupRetention {
  /** The latest set is kept for 7 days, the others go at release (MDB-05). Terraform: 0. */
  DELETE_ALL,
  /** A backup is taken at release and the latest set is kept with no end (MDB-06). Terraform: 1. */
  KEEP_LATEST,
  /** A backup is taken at release and all sets are kept with no end (MDB-07). Terraform: 2. */
  KEEP_ALL
}
