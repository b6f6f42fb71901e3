package dev.reprieve.expiry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The codecs that {@link SnapshotCodec} offers. */
final class Codecs {
  private Codecs() {}

  enum Utf8 implements SnapshotCodec<String> {
    INSTANCE;

    @Override
    public byte[] encode(String value) {
      try {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
      } catch (CharacterCodingException unpaired) {
        throw new IllegalArgumentException("A string with an unpaired surrogate", unpaired);
      }
    }

    @Override
    public String decode(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException malformed) {
        throw new IllegalArgumentException("Bytes that are no UTF-8", malformed);
      }
    }
  }

  enum Bytes implements SnapshotCodec<byte[]> {
    INSTANCE;

    @Override
    public byte[] encode(byte[] value) {
      return value.clone();
    }

    @Override
    public byte[] decode(byte[] bytes) {
      return bytes.clone();
    }
  }
}
