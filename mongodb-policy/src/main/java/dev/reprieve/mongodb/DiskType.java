package dev.reprieve.mongodb;

/** Where the data of a MongoDB instance lives. */
public enum DiskType {
  /** On network disks that outlive the machine. */
  ESSD,
  /** On the machine's own disks, with which it goes. */
  LOCAL
}
