package dev.reprieve.expiry;

/**
 * Turns keys or values into bytes and back, for snapshots. Called by the thread that takes or reads
 * the snapshot, never under a lock.
 *
 * @param <T> the type
 */
public interface SnapshotCodec<T> {

  /**
   * The bytes of a value.
   *
   * @param value the value
   * @return its bytes; not changed afterwards
   */
  byte[] encode(T value);

  /**
   * The value of bytes.
   *
   * @param bytes what {@link #encode} gave
   * @return an equal value
   * @throws RuntimeException if the bytes are none that {@link #encode} gives; the snapshot is then
   *     refused
   */
  T decode(byte[] bytes);

  /**
   * Strings as UTF-8. A string with an unpaired surrogate has no UTF-8 form and is refused on
   * writing.
   *
   * @return the codec
   */
  static SnapshotCodec<String> utf8() {
    return Codecs.Utf8.INSTANCE;
  }

  /**
   * Bytes as they are, copied.
   *
   * @return the codec
   */
  static SnapshotCodec<byte[]> bytes() {
    return Codecs.Bytes.INSTANCE;
  }
}
