package dev.reprieve.expiry;

/**
 * The format of a snapshot, big-endian:
 *
 * <pre>
 * int   magic "RPKX"        int   version
 * long  taken at            (microseconds since 1970)
 * { byte 1   long deadline  (Long.MAX_VALUE for none)   int length, key   int length, value }
 * byte 0     long count     int   CRC-32C of all before
 * </pre>
 */
final class SnapshotFormat {
  static final int MAGIC = 0x52504b58;
  static final int VERSION = 1;
  static final int ENTRY = 1;
  static final int END = 0;
  static final long NO_DEADLINE = Long.MAX_VALUE;

  private SnapshotFormat() {}
}
