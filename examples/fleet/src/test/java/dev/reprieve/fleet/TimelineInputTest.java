package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.fleet;
import static dev.reprieve.fleet.Run.managed;
import static dev.reprieve.fleet.Run.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used, what is hostile, and what must not come out. */
class TimelineInputTest {
  private static final String GOOD =
      state(
          managed(
              "alicloud_kvstore_instance",
              "{\"id\":\"r-1\",\"payment_type\":\"PrePaid\","
                  + "\"end_time\":\"2026-04-01T16:00Z\",\"status\":\"Normal\"}"));

  @TempDir private Path directory;

  private Run timeline(String content, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "timeline";
    args[1] = Run.file(directory, "state.json", content);
    System.arraycopy(options, 0, args, 2, options.length);
    return fleet(args);
  }

  private static void assertUnusable(Run run, String... fragments) {
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fleet: ").hasLineCount(1);
    assertThat(List.of(fragments)).allSatisfy(part -> assertThat(run.err()).contains(part));
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   \n",
        "[]",
        "null",
        "\"text\"",
        "12",
        "<xml/>",
        "{}",
        "{\"values\"",
        "{\"version\":3,\"resources\":[]}",
        "{\"version\":4,\"serial\":1}",
        "{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":[]}",
        "{\"values\":{}} {\"values\":{}}",
        "{\"values\":{}} rubbish",
        "{\"values\":{\"root_module\":{\"resources\":[{]}}}",
        "{\"unknown\":1,\"instances\":[]}",
      })
  @Tag("TF-05")
  void rubbishGetsOneLineAndStatusTwo(String content) {
    assertUnusable(timeline(content), "state.json");
  }

  @Property
  @net.jqwik.api.Tag("TF-05")
  void aFileThatIsCutOffAnywhereIsRefused(@ForAll @IntRange(max = 10_000) int place)
      throws Exception {
    String cut = GOOD.substring(0, place % GOOD.length());
    Path file = java.nio.file.Files.createTempFile("cut", ".json");
    try {
      assertUnusable(fleet("timeline", Run.file(file.getParent(), file.getFileName() + "", cut)));
    } finally {
      java.nio.file.Files.delete(file);
    }
  }

  @Test
  @Tag("TF-05")
  void aCutOffFileSaysWhere() {
    assertUnusable(timeline(GOOD.substring(0, 200)), "cut off", "line 1");
  }

  @Test
  @Tag("TF-05")
  void aStateWithNothingInItIsFine() {
    assertThat(timeline("{\"format_version\":\"1.0\"}", "--json"))
        .isEqualTo(
            new Run(0, "{\"summary\":{\"governed\":0,\"unknown\":0,\"unsupported\":{}}}\n", ""));
  }

  @Test
  @Tag("TF-05")
  void whatIsNestedTooDeepGetsOneLine() {
    assertUnusable(timeline("{\"values\":" + "[".repeat(100_000)), "deeper");
    assertUnusable(
        timeline(
            "{\"values\":{\"root_module\":"
                + "{\"child_modules\":[".repeat(100_000)
                + "]}".repeat(100_000)
                + "}}"),
        "deeper");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":[],\"payment_type\":{},\"end_time\":7,\"status\":false,\"config\":\"x\"}",
        "{\"id\":{\"a\":1},\"security_ips\":{},\"tags\":[],\"backup_period\":3,\"port\":\"x\"}",
        "[]",
        "null",
        "3",
      })
  @Tag("TF-02")
  void attributesOfTheWrongTypeAreAsMissingOnes(String values) {
    Run run = timeline(state(managed("alicloud_kvstore_instance", values)), "--json");

    assertThat(run.status()).isZero();
    assertThat(run.lines().get(0).get("unknown").get(0).asText()).isEqualTo("payment_type");
  }

  @Test
  void aMissingFileADirectoryAndAWrongOptionSayWhatTheyAre() {
    assertUnusable(fleet("timeline", directory.resolve("none").toString()), "none");
    assertUnusable(fleet("timeline", directory.toString()), "directory");
    assertUnusable(timeline(GOOD, "--now", "tomorrow"), "--now", "--help");
    assertUnusable(timeline(GOOD, "--now", "2026-02-30T00:00Z"), "--now");
    assertUnusable(timeline(GOOD, "--frobnicate"), "--frobnicate");
    assertUnusable(fleet("timeline"), "FILE");
    assertUnusable(fleet(), "command");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"expiresAt\":\"2026-01-01T00:00:00Z\"}",
        "{\"id\":\"r-1\"",
        "{\"id\":\"r-1\"} hunter2",
        "[1]",
        "id,expiresAt\nr-1,2026-01-01T00:00Z,too,many",
        "name\nx",
      })
  @Tag("TF-07")
  void factsThatCannotBeUsedGetOneLine(String facts) {
    Run run = timeline(GOOD, "--facts", Run.file(directory, "facts", facts));

    assertUnusable(run, "facts", "row");
    assertThat(run.err()).doesNotContain("hunter2");
  }

  @Test
  @Tag("TF-07")
  void noFactsAndColumnsThatNobodyReadsAreFine() {
    assertThat(timeline(GOOD, "--facts", Run.file(directory, "f", "")).err()).isEmpty();
    Run run = timeline(GOOD, "--facts", Run.file(directory, "f", "id,expireAt\nr-1,2026-01-01\n"));

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("expireAt").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--strict"})
  @Tag("TF-04")
  void noSecretEverComesOut(String option) {
    String secret = "Hunter2!Hunter2";
    String values =
        """
        {"password":"S","kms_encrypted_password":"S","encryption_key":"S","account_password":"S",
         "instance_password":"S","cloud_disk_encryption_key":"S","user_data":"S",
         "kms_encryption_context":{"a":"S"},"config":{"requirepass":"S","masterauth":"S"},
         "tags":{"db_password":"S"},"db_instance_name":"S","name":"S","id":"r-1"
        """
            .replace("\"S\"", "\"" + secret + "\"");
    String marked = "},\"sensitive_values\":{\"db_instance_name\":true,\"name\":true}}";
    for (String type :
        new String[] {
          "alicloud_kvstore_instance", "alicloud_mongodb_instance", "ksyun_instance", "alicloud_vpc"
        }) {
      String resource = managed(type, values + "}");
      Run run = timeline(state(resource.substring(0, resource.length() - 2) + marked), option);
      assertThat(run.out() + run.err()).doesNotContain(secret);
      Run broken = timeline(state(managed(type, values + "," + secret)), option);
      assertUnusable(broken);
      assertThat(broken.err()).doesNotContain(secret);
    }
  }

  @Test
  @Tag("TL-04")
  void theTableIsForPeopleAndWithin100Columns() {
    Run run =
        timeline(
            state(
                managed(
                    "alicloud_kvstore_instance",
                    "{\"id\":\"r-1\",\"payment_type\":\"PrePaid\","
                        + "\"end_time\":\"2026-02-20T16:00Z\",\"status\":\"Inactive\"}"),
                managed(
                    "alicloud_redis_tair_instance",
                    "{\"id\":\"t-1\",\"payment_type\":\"Subscription\"}"),
                managed("alicloud_vpc", "{}")));

    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "What happens if nobody does anything. Times are UTC, to the minute.",
            "",
            "ADDRESS                             STATE NOW   LOCKED            RETAINED          PURGED",
            "alicloud_kvstore_instance.x         RUNNING     2026-03-07 16:00  2026-03-22 16:00  -",
            "    CONFLICT: seen as LOCKED, by the rules RUNNING; no purge is named",
            "alicloud_redis_tair_instance.x      RUNNING     expiry + 15 d     expiry + 30 d"
                + "     expiry + 37 d",
            "    UNKNOWN: end_time",
            "    runs on after its expiry",
            "",
            "2 governed, 1 with something unknown, 1 in conflict.",
            "Not governed by any policy:",
            "  alicloud_vpc: 1");
  }

  @Test
  @Tag("TL-04")
  void aHostileAddressBreaksNeitherTableNorLine() {
    String hostile = "x[\\\"\\u001b[2J\\u0007\\n\\u009b31m\\u202e@|red a|@%n" + "\\\"]";
    String content =
        GOOD.replace(
            "\"address\":\"alicloud_kvstore_instance.x\"", "\"address\":\"" + hostile + "\"");
    Run table = timeline(content);
    Run lines = timeline(content, "--json");

    assertThat(table.out()).contains("x[\"\\u001B[2J\\u0007\\u000A\\u009B31m\\u202E@|red a|@%n\"]");
    assertThat(table.out().replace("\n", "")).doesNotContainPattern("[\\p{Cntrl}\\u009b\\u202e]");
    assertThat(lines.out().lines()).hasSize(2);
    assertThat(lines.lines().get(0).get("address").asText())
        .isEqualTo("x[\"\u001b[2J\u0007\n\u009b31m\u202e@|red a|@%n\"]");
  }

  @Test
  @Tag("TL-04")
  void noLineOfTheTableIsLongerThan100Columns() {
    String name =
        new Random(7)
            .ints(2_000, 'a', 'z')
            .collect(
                StringBuilder::new,
                (text, letter) -> text.append((char) letter),
                StringBuilder::append)
            .toString();
    Run run = timeline(GOOD.replace("kvstore_instance.x", "kvstore_instance." + name));

    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(run.out().replaceAll("\\s", "")).contains(name);
  }

  @Test
  void helpAndVersionAreFine() {
    assertThat(fleet("--help").status()).isZero();
    assertThat(fleet("--help").out()).contains("timeline", "simulate");
    assertThat(fleet("timeline", "--help").out()).contains("--facts", "--now", "--strict");
    assertThat(fleet("--version").out()).startsWith("fleet ");
  }
}
