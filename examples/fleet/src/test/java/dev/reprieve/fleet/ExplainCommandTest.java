package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static dev.reprieve.fleet.Run.fleet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fleet explain}: sentences with rule ids, as of an instant of a scenario. */
@Tag("ALL-12")
class ExplainCommandTest {
  @TempDir Path directory;

  private String scenario;

  @BeforeEach
  void write() {
    scenario =
        file(
            directory,
            "scenario.json",
            """
            {"instances":[
              {"id":"m1","product":"mongodb","billing":"SUBSCRIPTION",
               "createdAt":"2026-01-01T00:00:00Z","expiresAt":"2026-02-01T00:00:00Z",
               "attributes":{"disk":"ESSD","architecture":"REPLICA_SET","backupRetention":"DELETE_ALL"}},
              {"id":"m2","product":"mongodb","billing":"PAY_AS_YOU_GO","attributes":{"disk":"TAPE"}}],
             "events":[
              {"at":"2026-02-17T00:00:00Z","instance":"m1","type":"REBUILD","newId":"m3",
               "until":"2026-04-01T00:00:00Z"},
              {"at":"2026-02-21T00:00:00Z","instance":"m1","type":"HOLD","name":"audit",
               "until":"2026-03-10T00:00:00Z"}],
             "until":"2026-02-18T00:00:00Z"}
            """);
  }

  @Test
  void tellsHowItCameWhereItIsAndWhatComesNext() {
    Run run = fleet("explain", scenario, "m1", "--now", "2026-02-20T00:00:00Z");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .containsSubsequence(
            "at 2026-02-01T00:00:00Z it went from RUNNING to LOCKED by EXPIRY (ALL-02)",
            "at 2026-02-16T00:00:00Z it went from LOCKED to RETAINED by DEADLINE (ALL-02)",
            "now it is RETAINED (ALL-12)",
            "if nobody does anything, at 2026-02-23T00:00:00Z it goes from RETAINED to PURGED"
                + " (MDB-05)")
        .allMatch(line -> line.matches(".* \\([A-Z]{3}-\\d{2}\\)"))
        .anyMatch(line -> line.startsWith("permitted now: ") && line.contains("REBUILD"))
        .noneMatch(line -> line.contains("audit"));
  }

  @Test
  void theInstantIsInclusive() {
    assertThat(fleet("explain", scenario, "m1", "--now", "2026-02-15T23:59:59.999999Z").out())
        .contains("now it is LOCKED (ALL-12)");
    assertThat(fleet("explain", scenario, "m1", "--now", "2026-02-16T00:00:00Z").out())
        .contains("now it is RETAINED (ALL-12)");
    assertThat(fleet("explain", scenario, "m1", "--now", "2026-02-16T00:00:00.000001Z").out())
        .contains("now it is RETAINED (ALL-12)");
  }

  @Test
  void withoutAnInstantItIsTheClocksNowAndTheFilesUntilEndsNothing() {
    // The clock stands at 2026-03-01: its hold of 21 February keeps it until 10 March.
    assertThat(fleet("explain", scenario, "m1").out())
        .contains("the hold audit is in force until 2026-03-10T00:00:00Z (ALL-10)")
        .contains("now it is RETAINED (ALL-12)");
  }

  @Test
  void aHoldThatHasEndedIsNotInForceThoughNothingHappenedSince() {
    String held =
        file(
            directory,
            "held.json",
            """
            {"instances":[{"id":"c1","product":"redis","billing":"PAY_AS_YOU_GO"}],
             "events":[{"at":"2026-01-01T00:00:00Z","instance":"c1","type":"HOLD",
                        "until":"2026-01-05T00:00:00Z"}]}
            """);

    assertThat(fleet("explain", held, "c1", "--now", "2026-01-04T23:59:59.999999Z").out())
        .contains("is in force until 2026-01-05T00:00:00Z");
    assertThat(fleet("explain", held, "c1", "--now", "2026-01-05T00:00:00Z").out())
        .doesNotContain("in force");
  }

  @Test
  @Tag("SCN-11")
  void knowsWhatARebuildHasCreated() {
    assertThat(fleet("explain", scenario, "m3", "--now", "2026-02-17T00:00:00Z").out())
        .contains("now it is RUNNING (ALL-12)")
        .contains("at 2026-04-01T00:00:00Z it goes from RUNNING to LOCKED (MDB-01)");
    assertUnusable(fleet("explain", scenario, "m3", "--now", "2026-02-16T00:00:00Z"), "m3");
  }

  @Test
  @Tag("SCN-04")
  void whatIsNotThereIsOneLineAndStatus2() {
    assertUnusable(fleet("explain", scenario, "m9", "--now", "2026-02-16T00:00:00Z"), "m9");
    assertUnusable(fleet("explain", scenario, "m1", "--now", "2025-12-31T23:59:59Z"), "m1");
    assertThat(fleet("explain", scenario, "m1", "--now", "2026-01-01T00:00:00Z").out())
        .contains("now it is RUNNING (ALL-12)");
    assertThat(fleet("explain", scenario, "m1", "--now", "yesterday").status()).isEqualTo(2);
    assertThat(fleet("explain", scenario).status()).isEqualTo(2);
  }

  @Test
  @Tag("SCN-03")
  void whatCannotBeRuledSaysWhy() {
    Run run = fleet("explain", scenario, "m2");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            """
            m2: architecture is missing: expected one of STANDALONE, REPLICA_SET, SHARDED (SCN-03)
            m2: disk is "TAPE": expected one of ESSD, LOCAL (SCN-03)
            """);
  }

  @Test
  @Tag("ALL-04")
  void ofWhatIsPurgedItTellsTheEnd() {
    String gone =
        file(
            directory,
            "gone.json",
            """
            {"instances":[{"id":"c1","product":"redis","billing":"PAY_AS_YOU_GO"}],
             "events":[{"at":"2026-01-01T00:00:00Z","instance":"c1","type":"RELEASE"}]}
            """);
    assertThat(fleet("explain", gone, "c1").out())
        .contains("now it is PURGED (ALL-12)")
        .doesNotContain("if nobody does anything", "permitted now");
  }

  private static void assertUnusable(Run run, String id) {
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("fleet: there is no instance \"" + id + "\" at ")
        .hasLineCount(1);
  }

  /** It was dated a second before the first thing in the file. */
  @Test
  void beforeEverythingInTheFileARefusalIsDatedByTheInstantThatIsAskedAbout() {
    String old =
        file(
            directory,
            "old.json",
            """
            {"instances":[{"id":"r1","product":"redis","billing":"SUBSCRIPTION",
              "expiresAt":"2026-02-01T00:00:00Z"}],
             "events":[{"at":"2026-01-20T00:00:00Z","instance":"r1","type":"HOLD"}]}
            """);
    Run run = fleet("explain", old, "r1", "--now", "2025-01-12T00:00:00Z");

    assertThat(run.out())
        .contains(
            "SETTLE of scenario/scenario/redis/r1 (RUNNING) at 2025-01-12T00:00:00Z is refused: ")
        .doesNotContain("2026-01-19T23:59:59Z");
    Run later = fleet("explain", old, "r1", "--now", "2026-01-25T00:00:00Z");
    assertThat(later.out()).contains(" at 2026-01-25T00:00:00Z is refused: ");
  }
}
