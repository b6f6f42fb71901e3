package dev.reprieve.recyclebin;

import dev.reprieve.internal.Sha256;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one after the other so that no two different sequences of values give the same
 * bytes: numbers in eight bytes, the high one first, and every text behind its length.
 */
final class CanonicalBytes {
  private static final int ABSENT = -1;

  private byte[] bytes = new byte[512];
  private int size;

  CanonicalBytes number(long value) {
    room(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  CanonicalBytes instant(Instant instant) {
    return number(instant.getEpochSecond()).number(instant.getNano());
  }

  CanonicalBytes digest(AuditDigest digest) {
    byte[] added = digest.bytes();
    room(added.length);
    System.arraycopy(added, 0, bytes, size, added.length);
    size += added.length;
    return this;
  }

  /**
   * The number of bytes, then UTF-8; null is the length -1. Half of a surrogate pair, which UTF-8
   * does not know, is written like any other character: {@code getBytes} would make a question mark
   * of each, and two texts the same.
   */
  CanonicalBytes text(@Nullable String text) {
    if (text == null) {
      return number(ABSENT);
    }
    int length = text.length();
    room(Long.BYTES + 3 * length);
    int lengthAt = size;
    size += Long.BYTES;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes[size++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[size++] = (byte) (0xC0 | (unit >> 6));
        continuation(unit);
      } else if (Character.isHighSurrogate(unit)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(unit, text.charAt(++i));
        bytes[size++] = (byte) (0xF0 | (point >> 18));
        continuation(point >> 12);
        continuation(point >> 6);
        continuation(point);
      } else {
        bytes[size++] = (byte) (0xE0 | (unit >> 12));
        continuation(unit >> 6);
        continuation(unit);
      }
    }
    int end = size;
    size = lengthAt;
    number(end - lengthAt - Long.BYTES);
    size = end;
    return this;
  }

  private void continuation(int bits) {
    bytes[size++] = (byte) (0x80 | (bits & 0x3F));
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  AuditDigest sha256() {
    return AuditDigest.of(Sha256.of(bytes, size));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
