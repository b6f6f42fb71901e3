package dev.reprieve.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the examples that NIST publishes with FIPS 180-4. */
@Tag("SAF-07")
class Sha256Test {
  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void aTextHasItsPublishedDigest() {
    assertThat(Sha256.hex("")).isEqualTo(OF_NOTHING);
    assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
  }

  @Test
  void whatStandsBeyondTheLengthDoesNotCount() {
    byte[] bytes = "abcdef".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().formatHex(Sha256.of(bytes, 3))).isEqualTo(OF_ABC);
    assertThat(HexFormat.of().formatHex(Sha256.of(bytes, 0))).isEqualTo(OF_NOTHING);
  }
}
