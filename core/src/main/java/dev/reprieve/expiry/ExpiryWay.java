package dev.reprieve.expiry;

/** The way in which an expired key left the memory (rule KEY-07). */
public enum ExpiryWay {
  /**
   * An access found it: any operation that looked for the key, or one that gave it a deadline in
   * the past and so expired it itself.
   */
  PASSIVE,
  /** An active cycle found it: {@link KeyExpiryStore#expireDue()}, called or scheduled. */
  ACTIVE,
  /** A flush found it: {@link KeyExpiryStore#flushExpired()}. */
  FLUSH
}
