package dev.reprieve.mongodb;

/** How a MongoDB instance is built. */
public enum Architecture {
  /** One node. */
  STANDALONE,
  /** Several nodes with the same data. */
  REPLICA_SET,
  /** A sharded cluster. */
  SHARDED
}
