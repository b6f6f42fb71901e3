package dev.reprieve.redis.specification;

/** How much a finding weighs. */
public enum Severity {
  /** The vendor refuses it, or it cannot be what was meant. */
  ERROR,

  /** It is accepted, and has no effect, an unwanted one, or no future. */
  WARNING
}
