package dev.reprieve.expiry;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * A snapshot that was read and checked to its end; see {@link SnapshotFormat}.
 *
 * @param takenAt when it was taken, in microseconds since 1970
 * @param entries all of them
 */
record SnapshotReader<K, V>(long takenAt, List<Entry<K, V>> entries) {

  /** A key, its value and its deadline. */
  record Entry<K, V>(K key, V value, long deadline) {}

  /** An entry whose bytes have not been understood yet. */
  private static final class Raw {
    private final byte[] key;
    private final byte[] value;
    private final long deadline;

    Raw(byte[] key, byte[] value, long deadline) {
      this.key = key;
      this.value = value;
      this.deadline = deadline;
    }
  }

  static <K, V> SnapshotReader<K, V> read(
      InputStream in, SnapshotCodec<K> keys, SnapshotCodec<V> values) throws IOException {
    CRC32C checksum = new CRC32C();
    DataInputStream data = new DataInputStream(new CheckedInputStream(in, checksum));
    List<Raw> raws = new ArrayList<>();
    long takenAt;
    try {
      takenAt = header(data);
      while (true) {
        int mark = data.readByte();
        if (mark == SnapshotFormat.END) {
          break;
        }
        if (mark != SnapshotFormat.ENTRY) {
          throw new SnapshotFormatException("The snapshot is damaged after entry " + raws.size());
        }
        long deadline = data.readLong();
        raws.add(new Raw(bytes(data), bytes(data), deadline));
      }
      long count = data.readLong();
      int expected = (int) checksum.getValue();
      if (data.readInt() != expected || count != raws.size()) {
        throw new SnapshotFormatException("The snapshot is damaged: its checksum does not match");
      }
    } catch (EOFException truncated) {
      throw new SnapshotFormatException(
          "The snapshot is truncated after entry " + raws.size(), truncated);
    }
    return new SnapshotReader<>(takenAt, decoded(raws, keys, values));
  }

  private static long header(DataInputStream data) throws IOException {
    if (data.readInt() != SnapshotFormat.MAGIC) {
      throw new SnapshotFormatException("This is no snapshot of a key-expiry store");
    }
    int version = data.readInt();
    if (version != SnapshotFormat.VERSION) {
      throw new SnapshotFormatException(
          "The snapshot has version "
              + version
              + ", and this library reads version "
              + SnapshotFormat.VERSION);
    }
    return data.readLong();
  }

  /** Reads by and by: a damaged length asks for no more memory than the stream has bytes. */
  private static byte[] bytes(DataInputStream data) throws IOException {
    int length = data.readInt();
    if (length < 0) {
      throw new SnapshotFormatException("The snapshot is damaged: a length is negative");
    }
    byte[] bytes = data.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static <K, V> List<Entry<K, V>> decoded(
      List<Raw> raws, SnapshotCodec<K> keys, SnapshotCodec<V> values)
      throws SnapshotFormatException {
    List<Entry<K, V>> entries = new ArrayList<>(raws.size());
    for (Raw raw : raws) {
      try {
        long deadline =
            raw.deadline == SnapshotFormat.NO_DEADLINE
                ? Word.NO_DEADLINE
                : Word.checked(raw.deadline);
        entries.add(new Entry<>(keys.decode(raw.key), values.decode(raw.value), deadline));
      } catch (RuntimeException foreign) {
        throw new SnapshotFormatException(
            "Entry " + entries.size() + " of the snapshot cannot be understood", foreign);
      }
    }
    return entries;
  }
}
