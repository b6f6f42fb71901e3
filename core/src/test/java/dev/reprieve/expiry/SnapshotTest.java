package dev.reprieve.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A snapshot restarts no time to live and shortens none, and a broken one is refused as a whole.
 */
class SnapshotTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SnapshotCodec<String> UTF8 = SnapshotCodec.utf8();

  private final ManualClock clock = new ManualClock();
  private final List<ExpiredKey<String, String>> expired = new ArrayList<>();

  private KeyExpiryStore<String, String> store() {
    return KeyExpiryStore.<String, String>builder()
        .clock(clock)
        .listener(expired::add, Runnable::run)
        .build();
  }

  private static byte[] snapshot(KeyExpiryStore<String, String> store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.snapshot(out, UTF8, UTF8);
    return out.toByteArray();
  }

  private static long restore(KeyExpiryStore<String, String> store, byte[] bytes)
      throws IOException {
    return store.restore(new ByteArrayInputStream(bytes), UTF8, UTF8);
  }

  @Test
  @Tag("KEY-05")
  void deadlinesAreAbsoluteAndSurvive() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("endless", "1");
    before.put("hour", "2", HOUR);
    before.put("\u00fc\ud83d\ude00\u0000", "", Duration.ofNanos(1_001_000));
    for (int i = 0; i < 5000; i++) {
      before.put("k" + i, "v" + i, HOUR.plusNanos(i * 1000L));
    }
    byte[] bytes = snapshot(before);
    KeyExpiryStore<String, String> after = store();
    assertThat(restore(after, bytes)).isEqualTo(5003);
    assertThat(after.asMap()).isEqualTo(before.asMap());
    for (String key : before.asMap().keySet()) {
      assertThat(after.ttl(key)).isEqualTo(before.ttl(key));
    }
    ((StripedStore<?, ?>) after).validate();
    clock.advance(HOUR);
    assertThat(after.get("hour")).isNull();
    assertThat(after.get("k1")).isEqualTo("v1");
  }

  @Test
  @Tag("KEY-07")
  void whatExpiredMeanwhileIsHeldNeverReturnedAndTold() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("a", "1", HOUR);
    before.put("b", "1", HOUR.multipliedBy(2));
    clock.advance(HOUR);
    byte[] bytes = snapshot(before);
    KeyExpiryStore<String, String> after = store();
    restore(after, bytes);
    assertThat(after.size()).isEqualTo(2);
    assertThat(after.liveSize()).isEqualTo(1);
    assertThat(after.asMap()).containsOnlyKeys("b");
    assertThat(expired)
        .containsExactly(
            new ExpiredKey<>("a", "1", ManualClock.START.plus(HOUR), ExpiryWay.PASSIVE));
  }

  @Test
  @Tag("KEY-13")
  void whatWasExpiredStaysExpiredUnderAnEarlierClock() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("a", "1", HOUR);
    clock.advance(HOUR);
    byte[] bytes = snapshot(before);
    clock.set(ManualClock.START);
    KeyExpiryStore<String, String> after = store();
    restore(after, bytes);
    assertThat(after.get("a")).isNull();
  }

  @Test
  void aTruncatedOneIsRefusedAtEveryLengthWithNothingLoaded() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("a", "1", HOUR);
    before.put("bb", "22");
    byte[] bytes = snapshot(before);
    for (int length = 0; length < bytes.length; length++) {
      KeyExpiryStore<String, String> after = store();
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> restore(after, part)).isInstanceOf(SnapshotFormatException.class);
      assertThat(after.size()).isZero();
    }
  }

  @Test
  void aDamagedOneIsRefusedWhicheverBitIsFlipped() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("a", "1", HOUR);
    before.put("bb", "22");
    byte[] bytes = snapshot(before);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      KeyExpiryStore<String, String> after = store();
      assertThatThrownBy(() -> restore(after, damaged)).isInstanceOf(SnapshotFormatException.class);
      assertThat(after.size()).isZero();
    }
  }

  @Test
  void aNewerOrForeignOneIsRefusedByName() throws IOException {
    byte[] bytes = snapshot(store());
    bytes[7]++;
    assertThatThrownBy(() -> restore(store(), bytes))
        .isInstanceOf(SnapshotFormatException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(
            () -> restore(store(), "REDIS0011 and more".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(SnapshotFormatException.class)
        .hasMessageContaining("no snapshot");
  }

  /** The format is a promise: these bytes were written by hand from its description. */
  @Test
  void versionOneIsReadForEver() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("RPKX");
    out.writeInt(1);
    out.writeLong(1_772_359_200_000_000L);
    out.writeByte(1);
    out.writeLong(1_772_359_260_000_001L);
    out.writeInt(3);
    out.writeBytes("key");
    out.writeInt(5);
    out.writeBytes("value");
    out.writeByte(1);
    out.writeLong(Long.MAX_VALUE);
    out.writeInt(1);
    out.writeBytes("k");
    out.writeInt(0);
    out.writeByte(0);
    out.writeLong(2);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.toByteArray());
    out.writeInt((int) checksum.getValue());
    out.writeBytes("what follows is left alone");
    KeyExpiryStore<String, String> store = store();
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    assertThat(store.restore(in, UTF8, UTF8)).isEqualTo(2);
    assertThat(in.available()).isEqualTo(26);
    assertThat(store.get("key")).isEqualTo("value");
    assertThat(store.ttl("key").deadline()).contains(Instant.parse("2026-03-01T10:01:00.000001Z"));
    assertThat(store.get("k")).isEmpty();
    assertThat(store.ttl("k").kind()).isEqualTo(TimeToLive.Kind.ENDLESS);
  }

  @Test
  void itIsRestoredIntoAnEmptyStoreOnly() throws IOException {
    KeyExpiryStore<String, String> store = store();
    store.put("a", "1");
    byte[] bytes = snapshot(store);
    assertThatIllegalStateException().isThrownBy(() -> restore(store, bytes));
    assertThat(store.get("a")).isEqualTo("1");
  }

  @Test
  void aCodecThatFailsLeavesTheStoreAsItWas() throws IOException {
    KeyExpiryStore<String, String> before = store();
    before.put("a", "1");
    byte[] bytes = snapshot(before);
    KeyExpiryStore<String, String> after = store();
    SnapshotCodec<String> failing =
        new SnapshotCodec<>() {
          @Override
          public byte[] encode(String value) {
            throw new IllegalStateException("codec");
          }

          @Override
          public String decode(byte[] encoded) {
            throw new IllegalStateException("codec");
          }
        };
    assertThatThrownBy(() -> after.restore(new ByteArrayInputStream(bytes), UTF8, failing))
        .isInstanceOf(SnapshotFormatException.class)
        .hasRootCauseMessage("codec");
    assertThat(after.size()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> before.snapshot(new ByteArrayOutputStream(), UTF8, failing));
    assertThat(before.get("a")).isEqualTo("1");
  }

  @Test
  void theCodecsThatAreGivenRefuseWhatTheyCannotKeep() {
    assertThatIllegalArgumentException().isThrownBy(() -> UTF8.encode("\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> UTF8.decode(new byte[] {(byte) 0xff}));
    byte[] bytes = {1, 2};
    byte[] encoded = SnapshotCodec.bytes().encode(bytes);
    assertThat(encoded).isEqualTo(bytes).isNotSameAs(bytes);
    assertThat(SnapshotCodec.bytes().decode(encoded)).isEqualTo(bytes).isNotSameAs(encoded);
  }
}
