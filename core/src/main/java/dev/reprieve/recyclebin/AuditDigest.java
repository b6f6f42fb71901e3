package dev.reprieve.recyclebin;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest: 32 bytes, written as 64 hexadecimal digits. Immutable. */
public final class AuditDigest {
  /** How many bytes a digest has. */
  public static final int BYTES = 32;

  /** What the first line of a trail, and the first anchor, follow: 32 bytes of zero. */
  public static final AuditDigest NONE = new AuditDigest(0, 0, 0, 0);

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private AuditDigest(long first, long second, long third, long fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  /**
   * A digest from its bytes.
   *
   * @throws IllegalArgumentException if there are not 32
   */
  public static AuditDigest of(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no digest: expected " + BYTES + " of SHA-256");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new AuditDigest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * A digest from its hexadecimal digits, as {@link #toString} writes them.
   *
   * @throws IllegalArgumentException if there are not 64
   */
  public static AuditDigest parse(String hex) {
    Objects.requireNonNull(hex, "hex");
    return of(HexFormat.of().parseHex(hex));
  }

  /** The 32 bytes, in an array of the caller's own. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditDigest that
        && first == that.first
        && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
