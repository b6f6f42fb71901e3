package dev.reprieve.recyclebin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.fixture.Snapshots;
import dev.reprieve.fixture.Times;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The form of what is digested. The expected digests were computed from the documented form by
 * another program, in another language: whoever changes the form changes every trail there is.
 */
@Tag("SAF-07")
class AuditChainTest {
  private static final InstanceKey KEY = Snapshots.key("shelf", "i1");
  private static final Instant START = Times.START;

  private static final AuditEntry FIRST =
      new AuditEntry(
          KEY,
          1,
          AuditEntry.Kind.DECISION,
          START,
          START,
          "REGISTRATION",
          null,
          InstanceState.RUNNING,
          "OWN-01",
          null,
          List.of(),
          null,
          null);

  private static final AuditEntry SECOND =
      new AuditEntry(
          KEY,
          2,
          AuditEntry.Kind.DECISION,
          START.plus(Duration.ofDays(1)),
          Instant.parse("2026-01-02T00:00:01.123456Z"),
          "EXPIRY",
          InstanceState.RUNNING,
          InstanceState.LOCKED,
          "SH-01",
          null,
          List.of("LOCK_ACCESS", "NOTIFY_OWNER"),
          "ann",
          "\u00e9 \u2713 \ud834\udd1e");

  private static final AuditEntry OF_THE_STORE =
      AuditEntry.ofStore(AuditEntry.Kind.GUARD, START, "KILL_SWITCH", "SAF-12", "ON", "ann", "");

  private static AuditHead head(AuditLine line) {
    return new AuditHead(line.entry().key(), line.sequence(), line.digest());
  }

  @Test
  void theFirstLineFollowsNothing() {
    AuditLine line = AuditChain.next(null, 1, FIRST);
    assertThat(line.sequence()).isEqualTo(1);
    assertThat(line.previous()).isEqualTo(AuditDigest.NONE);
    assertThat(line.digest())
        .hasToString("c4f1cae053b5f607aa078e4bb6695b39135ab07105132c696e933506e1a03d97");
  }

  @Test
  void theSecondLineFollowsTheFirst() {
    AuditLine first = AuditChain.next(null, 1, FIRST);
    AuditLine line = AuditChain.next(head(first), 3, SECOND);
    assertThat(line.sequence()).isEqualTo(2);
    assertThat(line.previous()).isEqualTo(first.digest());
    assertThat(line.digest())
        .hasToString("70f0a4b122b932a828097a02865585ee77d7763588978ed9f8351cbc7a0188d5");
  }

  @Test
  void aLineOfTheStoreHasNoKeyAndNoState() {
    assertThat(AuditChain.next(null, 2, OF_THE_STORE).digest())
        .hasToString("a76fdcd8cda339a4ddfe6262fa8433fe35ca259504b2c10289f4dff9d07eb90d");
  }

  @Test
  void anAnchorNamesTheHeadsByKeyTheStoresOwnFirst() {
    AuditLine second = AuditChain.next(head(AuditChain.next(null, 1, FIRST)), 3, SECOND);
    AuditLine own = AuditChain.next(null, 2, OF_THE_STORE);
    AuditAnchor anchor =
        AuditChain.anchor(
            null, Instant.parse("2026-01-02T00:00:02Z"), 3, 3, List.of(head(second), head(own)));
    assertThat(anchor.number()).isEqualTo(1);
    assertThat(anchor.heads()).containsExactly(head(own), head(second));
    assertThat(anchor.digest())
        .hasToString("7903dec3be8452f0b563f5c987143530f8278ceddb4a38c59244be2dc32f554d");
  }

  @Test
  void aDigestIsReadFromWhatItWrites() {
    AuditDigest digest = AuditChain.next(null, 1, FIRST).digest();
    assertThat(AuditDigest.parse(digest.toString())).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(AuditDigest.of(digest.bytes())).isEqualTo(digest);
    assertThat(digest).isNotEqualTo(AuditDigest.NONE);
    assertThatThrownBy(() -> AuditDigest.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31");
    assertThatThrownBy(() -> AuditDigest.parse("c4f1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A store that keeps microseconds must give back the very line that was digested. */
  @Test
  @Tag("ALL-18")
  void instantsAreKeptToTheMicrosecond() {
    AuditEntry line =
        AuditEntry.ofStore(
            AuditEntry.Kind.GUARD,
            Instant.parse("2026-01-01T00:00:00.123456789Z"),
            "KILL_SWITCH",
            "SAF-12",
            null,
            null,
            null);
    assertThat(line.at()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
    assertThat(line.dueAt()).isEqualTo(line.at());
  }

  /** Every pair differs in one place, or moves a character over a border. */
  @Test
  void noTwoLinesAreWrittenAlike() {
    List<AuditEntry> lines =
        List.of(
            line("ann", "why"),
            line("annw", "hy"),
            line("ann", null),
            line(null, "ann"),
            line("ann", ""),
            line("", "ann"),
            line("ann", "\ud834"),
            line("ann", "\udd1e"),
            line("ann", "?"),
            line("ann", "\ud834\udd1e"),
            line("ann", "\udd1e\ud834"),
            line("ann", "\u0000"),
            withEffects("A", "B"),
            withEffects("AB"),
            withEffects("A", "B", ""),
            withEffects("B", "A"));
    assertThat(lines.stream().map(line -> AuditChain.next(null, 1, line).digest()).distinct())
        .hasSize(lines.size());
  }

  private static AuditEntry line(String by, String why) {
    return AuditEntry.ofStore(AuditEntry.Kind.GUARD, START, "KILL_SWITCH", "SAF-12", null, by, why);
  }

  private static AuditEntry withEffects(String... effects) {
    return new AuditEntry(
        KEY,
        1,
        AuditEntry.Kind.DECISION,
        START,
        START,
        "EXPIRY",
        InstanceState.RUNNING,
        InstanceState.LOCKED,
        "SH-01",
        null,
        List.of(effects),
        null,
        null);
  }
}
