package dev.reprieve.policy;

import static dev.reprieve.model.BillingMode.PAY_AS_YOU_GO;
import static dev.reprieve.model.BillingMode.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a store keeps in format 1 is read for ever, and has its digest for ever (ALL-08). The text
 * is written by hand and has a line of every kind; the policy is of a vendor that does not exist.
 */
@Tag("ALL-08")
class StoredPolicyTest {
  private String text;

  @BeforeEach
  void aStoredCopy() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("vault-in-format-1.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nothingThatItSaysIsLost() {
    assertThat(PolicyCodec.write(PolicyCodec.read(text))).isEqualTo(text);
  }

  /** As sha256sum says of the file. */
  @Test
  void itsDigestIsThatOfItsText() {
    assertThat(PolicyCodec.read(text).digest())
        .isEqualTo("d7c01361d8a104e52f9eeef48faab8669dcc551a1eefd3bee9604b2b0f2f7fc4");
  }

  @Test
  void itRulesWhatItSays() {
    RetentionPolicy vault = PolicyCodec.read(text);
    assertThat(vault).hasToString("vault version 3");
    assertThat(vault.needsCreation(PAY_AS_YOU_GO)).isTrue();
    assertThat(vault.needsCreation(SUBSCRIPTION)).isFalse();
    assertThat(vault.profiles()).containsOnlyKeys("STRICT", "LENIENT");
    assertThat(vault.defaultProfile().name()).isEqualTo("STRICT");
    RetentionTable cloud = vault.defaultProfile().tables().get(1);
    assertThat(cloud.name()).isEqualTo("cloud");
    assertThat(cloud.stages()).extracting(Stage::rule).containsExactly("VA-09", "VA-15");
    Release kept = cloud.handling().release(PAY_AS_YOU_GO);
    assertThat(kept.kept()).isEqualTo(Duration.ofHours(48));
    assertThat(kept.moreThan()).isTrue();
    assertThat(cloud.handling().release(SUBSCRIPTION).isFinal()).isTrue();
  }

  /** A copy that somebody changed is held to what any other policy is held to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          release|SUBSCRIPTION|PURGED|\\0|;    release|SUBSCRIPTION|PURGED|PT48H|;  is final, and would keep for PT48H
          release|PAY_AS_YOU_GO|RETAINED|PT48H; release|PAY_AS_YOU_GO|RETAINED|\\0; more than no span
          release|PAY_AS_YOU_GO|RETAINED;       release|SPOT|RETAINED;              the policy has only
          permits|LOCKED|DESTROY|PURGED|;       permits|LOCKED|DESTROY|PURGED|+NOTIFY_OWNER; a purge does what purging(...) says
          permits|RETAINED|REBUILD|SAME_STATE|+CREATE_INSTANCE; permits|RETAINED|SETTLE|SAME_STATE|+RESUME_BILLING; settling in the bin is recorded
          """)
  void aCopyThatWasChangedIsChecked(String said, String says, String fault) {
    assertThat(text).contains(said);
    assertThatThrownBy(() -> PolicyCodec.read(text.replace(said, says)))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(fault);
  }
}
