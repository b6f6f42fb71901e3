package dev.reprieve.expiry;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a snapshot; see {@link SnapshotFormat}. */
final class SnapshotWriter<K, V> {
  private final CRC32C checksum = new CRC32C();
  private final DataOutputStream out;
  private final SnapshotCodec<K> keys;
  private final SnapshotCodec<V> values;
  private long count;

  SnapshotWriter(OutputStream out, SnapshotCodec<K> keys, SnapshotCodec<V> values, long takenAt)
      throws IOException {
    this.out = new DataOutputStream(new CheckedOutputStream(out, checksum));
    this.keys = keys;
    this.values = values;
    this.out.writeInt(SnapshotFormat.MAGIC);
    this.out.writeInt(SnapshotFormat.VERSION);
    this.out.writeLong(takenAt);
  }

  void add(K key, V value, long deadline) throws IOException {
    byte[] keyBytes = keys.encode(key);
    byte[] valueBytes = values.encode(value);
    out.writeByte(SnapshotFormat.ENTRY);
    out.writeLong(deadline == Word.NO_DEADLINE ? SnapshotFormat.NO_DEADLINE : deadline);
    out.writeInt(keyBytes.length);
    out.write(keyBytes);
    out.writeInt(valueBytes.length);
    out.write(valueBytes);
    count++;
  }

  /** Ends the snapshot, and gives the number of its entries. */
  long finish() throws IOException {
    out.writeByte(SnapshotFormat.END);
    out.writeLong(count);
    out.writeInt((int) checksum.getValue());
    out.flush();
    return count;
  }
}
