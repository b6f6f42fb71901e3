package dev.reprieve.byteplus;

/** How an instance is built, which decides whether anything is left of it. */
public enum BytePlusArchitecture {
  /** A primary and at least one secondary: it can be backed up. */
  PRIMARY_SECONDARY,
  /** One node without persistence: there is no backup of it. */
  SINGLE_NODE
}
