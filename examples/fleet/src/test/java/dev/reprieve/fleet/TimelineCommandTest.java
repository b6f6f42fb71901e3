package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.data;
import static dev.reprieve.fleet.Run.fleet;
import static dev.reprieve.fleet.Run.json;
import static dev.reprieve.fleet.Run.managed;
import static dev.reprieve.fleet.Run.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the timeline says of Terraform files: every expected line is written by hand. */
class TimelineCommandTest {
  private static final String KVSTORE = "alicloud_kvstore_instance";
  private static final String TAIR = "alicloud_redis_tair_instance";
  private static final String MONGODB = "alicloud_mongodb_instance";
  private static final String SHARDING = "alicloud_mongodb_sharding_instance";
  private static final String KSYUN = "ksyun_instance";
  private static final String PREPAID =
      "{\"id\":\"r-1\",\"payment_type\":\"PrePaid\",\"end_time\":\"2026-02-01T16:00Z\","
          + "\"status\":\"Normal\"}";
  private static final String POSTPAID =
      "{\"id\":\"r-2\",\"payment_type\":\"PostPaid\",\"end_time\":\"\",\"status\":\"Normal\"}";

  @TempDir private Path directory;

  private Run timeline(String content, String... options) {
    List<String> args = new ArrayList<>(List.of("timeline", "--json"));
    args.add(Run.file(directory, "state.json", content));
    args.addAll(List.of(options));
    return fleet(args.toArray(String[]::new));
  }

  private JsonNode line(String content, String... options) {
    Run run = timeline(content, options);
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(2);
    return run.lines().get(0);
  }

  private JsonNode factsLine(String values, String type, String facts, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--facts");
    all.add(Run.file(directory, "facts.jsonl", facts));
    return line(state(managed(type, values)), all.toArray(String[]::new));
  }

  // What a line is.

  @Test
  @Tag("TL-01")
  @Tag("TL-02")
  @Tag("TF-01")
  @Tag("TF-10")
  void aSubscriptionBeforeItsExpiryShowsTheExpiryAndEveryStage() {
    Run run = timeline(state(managed(KVSTORE, PREPAID)), "--now", "2026-02-01T15:59:59.999999Z");

    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            json(
                """
                {"address":"alicloud_kvstore_instance.x","id":"r-1","product":"redis",
                 "profile":"TAIR_INTERNATIONAL","billing":"SUBSCRIPTION","state":"RUNNING",
                 "timeline":[
                  {"at":"2026-02-01T16:00:00Z","from":"RUNNING","to":"RUNNING","rule":"RED-01"},
                  {"at":"2026-02-16T16:00:00Z","from":"RUNNING","to":"LOCKED","rule":"RED-01"},
                  {"at":"2026-03-03T16:00:00Z","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                  {"at":"2026-03-10T16:00:00Z","from":"RETAINED","to":"PURGED","rule":"RED-01"}]}
                """),
            json("{\"summary\":{\"governed\":1,\"unknown\":0,\"unsupported\":{}}}"));
  }

  @Test
  @Tag("TL-01")
  void whatIsDueAtNowHasHappened() {
    JsonNode line = line(state(managed(KVSTORE, PREPAID)), "--now", "2026-02-01T16:00:00Z");

    assertThat(line.get("state").asText()).isEqualTo("RUNNING");
    assertThat(line.get("timeline"))
        .isEqualTo(
            json(
                """
                [{"at":"2026-02-16T16:00:00Z","from":"RUNNING","to":"LOCKED","rule":"RED-01"},
                 {"at":"2026-03-03T16:00:00Z","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                 {"at":"2026-03-10T16:00:00Z","from":"RETAINED","to":"PURGED","rule":"RED-01"}]
                """));
  }

  @Test
  @Tag("TL-01")
  void nowIsTheClocksWhereNobodySaysIt() {
    String inactive = PREPAID.replace("Normal", "Inactive");

    assertThat(line(state(managed(KVSTORE, inactive))).get("timeline").get(0).get("at").asText())
        .isEqualTo("2026-03-03T16:00:00Z");
  }

  @Test
  @Tag("TL-01")
  void linesComeInTheFilesOrderAndTheRootModuleFirst() {
    String content =
        "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{\"resources\":["
            + managed(KVSTORE, PREPAID)
            + "],\"child_modules\":[{\"address\":\"module.m\",\"child_modules\":[{\"resources\":["
            + managed(TAIR, POSTPAID.replace("r-2", "r-3").replace("PostPaid", "PayAsYouGo"))
            + "]}],\"resources\":["
            + managed(KVSTORE, POSTPAID)
            + "]}]}}}";

    assertThat(timeline(content).lines().subList(0, 3))
        .extracting(line -> line.get("id").asText())
        .containsExactly("r-1", "r-3", "r-2");
  }

  @Test
  @Tag("TL-02")
  @Tag("TF-03")
  void theSummaryCountsGovernedUnknownAndUnsupportedButNoDataSource() {
    Run run =
        timeline(
            state(
                managed("alicloud_vpc", "{\"id\":\"v-1\"}"),
                managed(KVSTORE, "{\"id\":\"r-1\",\"payment_type\":\"PrePaid\"}"),
                managed("alicloud_vpc", "{\"id\":\"v-2\"}"),
                managed("ksyun_eip", "{\"id\":\"e-1\"}"),
                data("alicloud_kvstore_instances"),
                data("alicloud_zones")));

    assertThat(run.lines().get(1))
        .isEqualTo(
            json(
                """
                {"summary":{"governed":1,"unknown":1,
                 "unsupported":{"alicloud_vpc":2,"ksyun_eip":1}}}
                """));
  }

  @Test
  @Tag("TL-03")
  void whatHasNoEndShowsWhatArrearsWouldStart() {
    JsonNode line = line(state(managed(KVSTORE, POSTPAID)));

    assertThat(line.get("state").asText()).isEqualTo("RUNNING");
    assertThat(line.get("timeline")).isEmpty();
    assertThat(line.get("ifArrears"))
        .isEqualTo(
            json(
                """
                [{"after":"PT0S","from":"RUNNING","to":"RUNNING","rule":"RED-01"},
                 {"after":"P15D","from":"RUNNING","to":"LOCKED","rule":"RED-01"},
                 {"after":"P30D","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                 {"after":"P37D","from":"RETAINED","to":"PURGED","rule":"RED-01"}]
                """));
  }

  @Test
  @Tag("TL-04")
  void unknownAndConflictFailOnlyUnderStrict() {
    String unknown = state(managed(KVSTORE, "{\"id\":\"r-1\",\"payment_type\":\"PrePaid\"}"));
    String conflict = state(managed(KVSTORE, POSTPAID.replace("Normal", "Inactive")));

    assertThat(timeline(unknown).status()).isZero();
    assertThat(timeline(unknown, "--strict").status()).isEqualTo(1);
    assertThat(timeline(conflict).status()).isZero();
    assertThat(timeline(conflict, "--strict").status()).isEqualTo(1);
    assertThat(timeline(state(managed(KVSTORE, POSTPAID)), "--strict").status()).isZero();
  }

  // Products.

  @Test
  @Tag("TF-11")
  @Tag("TF-10")
  void mongoDbTakesItsEndAndCreationFromTheDataSourceWhereverItStands() {
    String resource =
        managed(
            MONGODB,
            """
            {"id":"dds-1","instance_charge_type":"PrePaid","storage_type":"cloud_essd1",
             "replication_factor":3,"backup_retention_policy_on_cluster_deletion":0,
             "tde_status":"disabled"}
            """);
    String source =
        data(
            "alicloud_mongodb_instances",
            """
            {"id":"dds-1","charge_type":"PREPAID","creation_time":"2025-02-01T16:00Z",
             "expiration_time":"2026-02-20T16:00Z","lock_mode":"LockByExpiration",
             "region_id":"cn-beijing"}
            """);
    JsonNode expected =
        json(
            """
            {"address":"alicloud_mongodb_instance.x","id":"dds-1","product":"mongodb",
             "profile":"MONGODB_SEED","billing":"SUBSCRIPTION","region":"cn-beijing",
             "createdAt":"2025-02-01T16:00:00Z","state":"LOCKED","timeline":[
              {"at":"2026-03-07T16:00:00Z","from":"LOCKED","to":"RETAINED","rule":"MDB-02"},
              {"at":"2026-03-14T16:00:00Z","from":"RETAINED","to":"PURGED","rule":"MDB-05"}]}
            """);

    assertThat(line(state(resource, source))).isEqualTo(expected);
    assertThat(line(state(source, resource))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "cloud_essd1, 0, 3, MDB-05, P22D",
    "cloud_auto,  0, 1, MDB-05, P22D",
    "local_ssd,   2, 3, MDB-03, P22D",
    "local_ssd,   ,  1, MDB-03, P22D",
  })
  @Tag("TF-06")
  void mongoDbWithoutAnEndIsCountedFromIt(
      String storage, Integer policy, int nodes, String rule, String after) {
    JsonNode line =
        line(
            state(
                managed(
                    MONGODB,
                    "{\"id\":\"d\",\"instance_charge_type\":\"PrePaid\",\"storage_type\":\""
                        + storage
                        + "\",\"replication_factor\":"
                        + nodes
                        + ",\"backup_retention_policy_on_cluster_deletion\":"
                        + policy
                        + "}")));

    assertThat(line.get("unknown")).isEqualTo(json("[\"expiration_time\"]"));
    assertThat(line.get("from").asText()).isEqualTo("EXPIRY");
    assertThat(line.get("timeline").get(0).get("after").asText()).isEqualTo("PT0S");
    assertThat(line.get("timeline").get(0).get("to").asText()).isEqualTo("LOCKED");
    assertThat(line.get("timeline").get(2))
        .isEqualTo(
            json(
                "{\"after\":\""
                    + after
                    + "\",\"from\":\"RETAINED\",\"to\":\"PURGED\",\"rule\":\""
                    + rule
                    + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Tag("TF-06")
  void aPolicyThatKeepsBackupsEndsInTheBin(int policy) {
    JsonNode line =
        line(
            state(
                managed(
                    SHARDING,
                    "{\"id\":\"d\",\"instance_charge_type\":\"PrePaid\","
                        + "\"storage_type\":\"cloud_essd2\","
                        + "\"backup_retention_policy_on_cluster_deletion\":"
                        + policy
                        + "}")));

    assertThat(line.get("timeline")).hasSize(2);
    assertThat(line.get("timeline").get(0))
        .isEqualTo(
            json(
                "{\"after\":\"PT0S\",\"from\":\"RUNNING\",\"to\":\"LOCKED\",\"rule\":\"MDB-01\"}"));
    assertThat(line.get("timeline").get(1).get("after").asText()).isEqualTo("P15D");
    assertThat(line.get("timeline").get(1).get("to").asText()).isEqualTo("RETAINED");
  }

  @Test
  @Tag("TL-03")
  void aShardedClusterOnLocalDisksHasNoBin() {
    JsonNode line =
        line(
            state(
                managed(
                    SHARDING,
                    "{\"id\":\"d\",\"instance_charge_type\":\"PostPaid\","
                        + "\"storage_type\":\"local_ssd\"}")));

    assertThat(line.get("ifArrears"))
        .isEqualTo(
            json(
                """
                [{"after":"PT0S","from":"RUNNING","to":"LOCKED","rule":"MDB-01"},
                 {"after":"P15D","from":"LOCKED","to":"PURGED","rule":"MDB-04"}]
                """));
  }

  @Test
  @Tag("TF-11")
  void ksyunJoinsByInstanceIdAndTakesItsEndFromTheFacts() {
    String resource =
        managed(
            KSYUN,
            "{\"id\":\"k-1\",\"charge_type\":\"Monthly\",\"instance_type\":\"N3.2B\","
                + "\"instance_status\":\"active\"}");
    String source =
        data(
            "ksyun_instances",
            "{\"instance_id\":\"k-1\",\"creation_date\":\"2025-05-05T05:05:05Z\","
                + "\"instance_state\":[{\"name\":\"active\"}]}");

    assertThat(line(state(source, resource)))
        .isEqualTo(
            json(
                """
                {"address":"ksyun_instance.x","id":"k-1","product":"kec","profile":"KEC",
                 "billing":"SUBSCRIPTION","createdAt":"2025-05-05T05:05:05Z","state":"RUNNING",
                 "timeline":[
                  {"after":"PT0S","from":"RUNNING","to":"LOCKED","rule":"KEC-01"},
                  {"after":"P7D","from":"LOCKED","to":"PURGED","rule":"KEC-01"}],
                 "unknown":["expiresAt"],"from":"EXPIRY"}
                """));
    String facts = Run.file(directory, "f", "{\"id\":\"k-1\",\"expiresAt\":\"2026-03-02T00:00Z\"}");
    assertThat(line(state(source, resource), "--facts", facts).get("timeline"))
        .isEqualTo(
            json(
                """
                [{"at":"2026-03-02T00:00:00Z","from":"RUNNING","to":"LOCKED","rule":"KEC-01"},
                 {"at":"2026-03-09T00:00:00Z","from":"LOCKED","to":"PURGED","rule":"KEC-01"}]
                """));
  }

  // What is not known.

  @Test
  @Tag("TF-06")
  @Tag("TF-10")
  void tairHasNoEndInItsResource() {
    assertThat(
            line(
                state(
                    managed(
                        TAIR,
                        """
                        {"id":"t-1","payment_type":"Subscription","status":"Normal",
                         "region_id":"cn-hangzhou","create_time":"2025-01-01T00:00:00Z"}
                        """))))
        .isEqualTo(
            json(
                """
                {"address":"alicloud_redis_tair_instance.x","id":"t-1","product":"redis",
                 "profile":"TAIR_INTERNATIONAL","billing":"SUBSCRIPTION","region":"cn-hangzhou",
                 "createdAt":"2025-01-01T00:00:00Z","state":"RUNNING","timeline":[
                  {"after":"PT0S","from":"RUNNING","to":"RUNNING","rule":"RED-01"},
                  {"after":"P15D","from":"RUNNING","to":"LOCKED","rule":"RED-01"},
                  {"after":"P30D","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                  {"after":"P37D","from":"RETAINED","to":"PURGED","rule":"RED-01"}],
                 "unknown":["end_time"],"from":"EXPIRY"}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "alicloud_kvstore_instance | {'id':'a'} | payment_type",
        "alicloud_kvstore_instance | {'id':'a','payment_type':'Barter'} | payment_type",
        "ksyun_instance | {'id':'a','charge_type':null} | charge_type",
        "alicloud_mongodb_instance | {'id':'a','instance_charge_type':'PostPaid',"
            + "'storage_type':'cloud_essd1','replication_factor':3}"
            + " | backup_retention_policy_on_cluster_deletion",
        "alicloud_mongodb_instance | {'id':'a','instance_charge_type':'PostPaid',"
            + "'storage_type':'cloud_essd1','backup_retention_policy_on_cluster_deletion':7,"
            + "'replication_factor':3} | backup_retention_policy_on_cluster_deletion",
        "alicloud_mongodb_instance | {'id':'a','instance_charge_type':'PostPaid',"
            + "'backup_retention_policy_on_cluster_deletion':0,'replication_factor':3}"
            + " | storage_type",
      })
  @Tag("TF-02")
  void whatLacksARulingAttributeSaysSoAndNothingIsGuessed(
      String type, String values, String lacking) {
    JsonNode line = line(state(managed(type, values.replace('\'', '"'))));

    assertThat(line.get("unknown")).isEqualTo(json("[\"" + lacking + "\"]"));
    assertThat(line.get("state").isNull()).isTrue();
    assertThat(line.get("timeline")).isEmpty();
    assertThat(line.has("ifArrears")).isFalse();
  }

  @Test
  @Tag("TF-01")
  @Tag("TF-02")
  void anEndThatIsNoInstantIsAFindingAndUnknown() {
    JsonNode line = line(state(managed(KVSTORE, PREPAID.replace("16:00Z", "16:00"))));

    assertThat(line.get("unknown")).isEqualTo(json("[\"end_time\"]"));
    assertThat(line.get("findings").get(0).asText()).startsWith("end_time is \"2026-02-01T16:00\"");
  }

  // Observed and computed.

  @ParameterizedTest
  @CsvSource({
    // PrePaid, expired 2026-02-01T16:00Z: locked from 02-16, retained from 03-03, due on 03-10.
    "Normal,        2026-02-10T00:00:00Z, ,         RUNNING",
    "Transforming,  2026-02-10T00:00:00Z, ,         RUNNING",
    "CleaningUpExpiredData, 2026-02-10T00:00:00Z, , RUNNING",
    "Normal,        2026-02-16T16:00:00Z, RUNNING,  LOCKED",
    "Inactive,      2026-02-10T00:00:00Z, LOCKED,   RUNNING",
    "Inactive,      2026-02-16T16:00:00Z, ,         LOCKED",
    "Inactive,      2026-03-05T00:00:00Z, LOCKED,   RETAINED",
    "Released,      2026-03-05T00:00:00Z, ,         RETAINED",
    "Released,      2026-03-01T00:00:00Z, RETAINED, LOCKED",
    "Normal,        2026-05-01T00:00:00Z, RUNNING,  RETAINED",
  })
  @Tag("TF-08")
  void statusAgainstRules(String status, String now, String observed, String computed) {
    JsonNode line = line(state(managed(KVSTORE, PREPAID.replace("Normal", status))), "--now", now);

    assertThat(line.get("state").asText()).isEqualTo(computed);
    if (observed == null) {
      assertThat(line.has("conflict")).isFalse();
      assertThat(line.get("timeline").findValuesAsText("to")).contains("PURGED");
    } else {
      assertThat(line.get("conflict"))
          .isEqualTo(json("{\"observed\":\"" + observed + "\",\"computed\":\"" + computed + "\"}"));
      assertThat(line.toString()).doesNotContain("PURGED", "purgeDue");
    }
  }

  @Test
  @Tag("TF-08")
  void aPurgeThatIsDueOfWhatIsStillThereIsNeverCalledDone() {
    JsonNode line =
        line(
            state(managed(KVSTORE, PREPAID.replace("Normal", "Released"))),
            "--now",
            "2026-03-10T16:00:00Z");

    assertThat(line.get("state").asText()).isEqualTo("RETAINED");
    assertThat(line.get("timeline")).isEmpty();
    assertThat(line.get("purgeDue").asText()).isEqualTo("2026-03-10T16:00:00Z");
    assertThat(line.toString()).doesNotContain("PURGED");
  }

  @ParameterizedTest
  @CsvSource({
    "Unlock,            2026-01-31T00:00:00Z, ,         ",
    "Unlock,            2026-02-02T00:00:00Z, RUNNING,  ",
    "LockByExpiration,  2026-02-02T00:00:00Z, ,         ",
    "LockByExpiration,  2026-01-31T00:00:00Z, LOCKED,   ",
    "Released,          2026-02-17T00:00:00Z, ,         ",
    "ManualLock,        2026-02-02T00:00:00Z, ,         ManualLock",
    "LockByRestoration, 2026-01-31T00:00:00Z, ,         LockByRestoration",
    "LockByDiskQuota,   2026-02-17T00:00:00Z, ,         LockByDiskQuota",
  })
  @Tag("TF-08")
  void lockModeAgainstRules(String mode, String now, String observed, String others) {
    JsonNode line =
        line(
            state(
                managed(
                    MONGODB,
                    "{\"id\":\"d\",\"instance_charge_type\":\"PrePaid\",\"replication_factor\":3,"
                        + "\"storage_type\":\"local_ssd\"}"),
                data(
                    "alicloud_mongodb_instances",
                    "{\"id\":\"d\",\"expiration_time\":\"2026-02-01T00:00Z\",\"lock_mode\":\""
                        + mode
                        + "\"}")),
            "--now",
            now);

    assertThat(line.path("conflict").path("observed").asText(null)).isEqualTo(observed);
    assertThat(line.path("lockedByOthers").asText(null)).isEqualTo(others);
  }

  @Test
  @Tag("TF-08")
  void recyclingIsRetained() {
    String recycling = "{\"id\":\"k\",\"charge_type\":\"Daily\",\"instance_status\":\"recycling\"}";

    assertThat(line(state(managed(KSYUN, recycling))).get("conflict"))
        .isEqualTo(json("{\"observed\":\"RETAINED\",\"computed\":\"RUNNING\"}"));
    JsonNode released =
        factsLine(recycling, KSYUN, "{\"id\":\"k\",\"releasedAt\":\"2026-02-28T23:00:00Z\"}");
    assertThat(released.has("conflict")).isFalse();
    assertThat(released.get("state").asText()).isEqualTo("RETAINED");
    assertThat(released.get("timeline"))
        .isEqualTo(
            json(
                "[{\"at\":\"2026-03-01T01:00:00Z\",\"from\":\"RETAINED\",\"to\":\"PURGED\","
                    + "\"rule\":\"KEC-04\"}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "\"true\""})
  @Tag("TF-09")
  void autoRenewalIsAssumedToFail(String on) {
    String renewing = PREPAID.replace("{", "{\"auto_renew\":" + on + ",");

    assertThat(line(state(managed(KVSTORE, renewing))).get("assumes").asText())
        .isEqualTo("AUTO_RENEW_FAILS");
    assertThat(line(state(managed(KVSTORE, PREPAID))).has("assumes")).isFalse();
  }

  // Facts.

  @Test
  @Tag("TF-07")
  void arrearsCountFromTheInstantThatBillingKnows() {
    JsonNode line =
        factsLine(
            POSTPAID.replace("Normal", "Inactive"),
            KVSTORE,
            "{\"id\":\"r-2\",\"arrearsSince\":\"2026-02-10T00:00:00Z\",\"state\":\"LOCKED\"}");

    assertThat(line)
        .isEqualTo(
            json(
                """
                {"address":"alicloud_kvstore_instance.x","id":"r-2","product":"redis",
                 "profile":"TAIR_INTERNATIONAL","billing":"PAY_AS_YOU_GO","state":"LOCKED",
                 "timeline":[
                  {"at":"2026-03-12T00:00:00Z","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                  {"at":"2026-03-19T00:00:00Z","from":"RETAINED","to":"PURGED","rule":"RED-01"}]}
                """));
  }

  @Test
  @Tag("TF-07")
  void csvIsReadByItsHeader() {
    String facts =
        Run.file(
            directory,
            "facts.csv",
            "\uFEFFstate,id,releasedAt,arrearsSince,expiresAt\r\n"
                + "RETAINED,r-2,2026-02-27T00:00:00Z,,\r\n"
                + ",\"r-9\",,,2026-01-01T00:00:00Z\r\n");
    Run run =
        timeline(state(managed(KVSTORE, POSTPAID.replace("Normal", "Released"))), "--facts", facts);

    assertThat(run.lines().get(0).get("state").asText()).isEqualTo("RETAINED");
    assertThat(run.lines().get(0).get("timeline"))
        .isEqualTo(
            json(
                "[{\"at\":\"2026-03-06T00:00:00Z\",\"from\":\"RETAINED\",\"to\":\"PURGED\","
                    + "\"rule\":\"RED-05\"}]"));
    assertThat(run.lines().get(0).has("ifArrears")).isFalse();
    assertThat(run.lines().get(1).get("summary").get("unmatchedFacts"))
        .isEqualTo(json("[\"r-9\"]"));
    assertThat(run.err()).contains("r-9").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A later end is taken, an earlier one is not, and both are said.
        "PrePaid | 'expiresAt':'2026-06-01T00:00:00Z' | expiresAt is 2026-06-01T00:00:00Z"
            + " | 2026-06-01T00:00:00Z",
        "PrePaid | 'expiresAt':'2025-06-01T00:00:00Z' | expiresAt is 2025-06-01T00:00:00Z"
            + " | 2026-05-01T00:00:00Z",
        "PrePaid | 'arrearsSince':'2026-02-01T00:00:00Z' | arrearsSince is not used"
            + " | 2026-05-01T00:00:00Z",
        "PrePaid | 'releasedAt':'2026-02-01T00:00:00Z' | NOT_PERMITTED_FOR_BILLING_MODE"
            + " | 2026-05-01T00:00:00Z",
        "PrePaid | 'state':'LOCKED' | state is LOCKED, the file says RUNNING"
            + " | 2026-05-01T00:00:00Z",
        "PrePaid | 'state':'PURGED' | still holds it | 2026-05-01T00:00:00Z",
        "PrePaid | 'expiresAt':'soon' | expiresAt is \"soon\" | 2026-05-01T00:00:00Z",
        "PostPaid | 'expiresAt':'2026-06-01T00:00:00Z' | expiresAt is not used | ",
        "PostPaid | 'arrearsSince':'2026-06-01T00:00:00Z' | lies ahead | ",
      })
  @Tag("TF-07")
  void aContradictionIsAFinding(String paying, String fact, String finding, String firstStep) {
    JsonNode line =
        factsLine(
            "{\"id\":\"r\",\"payment_type\":\""
                + paying
                + "\",\"end_time\":\"2026-05-01T00:00:00Z\",\"status\":\"Normal\"}",
            KVSTORE,
            ("{'id':'r'," + fact + "}").replace('\'', '"'));

    assertThat(line.get("findings")).hasSize(1);
    assertThat(line.get("findings").get(0).asText()).contains(finding);
    assertThat(line.get("timeline").path(0).path("at").asText(null)).isEqualTo(firstStep);
  }

  @Test
  @Tag("TF-07")
  void theSameIdTwiceIsAFindingUnlessItSaysTheSame() {
    String one = "{\"id\":\"r-2\",\"arrearsSince\":\"2026-02-28T00:00:00Z\"}\n";
    String other = "{\"id\":\"r-2\",\"arrearsSince\":\"2026-02-27T00:00:00Z\"}\n";

    assertThat(factsLine(POSTPAID, KVSTORE, one + one).has("findings")).isFalse();
    JsonNode twice = factsLine(POSTPAID, KVSTORE, one + other);
    assertThat(twice.get("findings").get(0).asText()).contains("twice");
    assertThat(twice.get("timeline").get(0).get("at").asText()).isEqualTo("2026-03-15T00:00:00Z");
  }

  @Test
  @Tag("TF-07")
  @Tag("TF-08")
  void aReleaseThatIsFinalIsDueAndNeverCalledDone() {
    JsonNode line =
        factsLine(
            "{\"id\":\"k\",\"charge_type\":\"HourlyInstantSettlement\"}",
            KSYUN,
            "{\"id\":\"k\",\"releasedAt\":\"2026-02-28T23:00:00Z\"}");

    assertThat(line.get("state").asText()).isEqualTo("RUNNING");
    assertThat(line.get("purgeDue").asText()).isEqualTo("2026-02-28T23:00:00Z");
    assertThat(line.get("timeline")).isEmpty();
  }

  // Scenario files.

  @Test
  @Tag("TL-01")
  void theInstancesOfAScenarioFileAreLaidOutToo() {
    Run run =
        timeline(
            """
            {"events": [], "instances": [
              {"id": "bad", "product": "mongodb", "billing": "PAY_AS_YOU_GO",
               "attributes": {"disk": "LOCAL"}},
              {"id": "m1", "product": "mongodb", "billing": "SUBSCRIPTION",
               "profile": "MONGODB_INTERNATIONAL_2025",
               "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-03-02T00:00:00Z",
               "attributes": {"disk": "LOCAL", "architecture": "SHARDED"}}]}
            """);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0).get("error").asText()).isEqualTo("MISSING_ATTRIBUTE");
    assertThat(run.lines().get(0).get("attribute").asText()).isEqualTo("architecture");
    assertThat(run.lines().get(1))
        .isEqualTo(
            json(
                """
                {"address":"m1","id":"m1","product":"mongodb",
                 "profile":"MONGODB_INTERNATIONAL_2025","billing":"SUBSCRIPTION",
                 "createdAt":"2026-01-01T00:00:00Z","state":"RUNNING","timeline":[
                  {"at":"2026-03-02T00:00:00Z","from":"RUNNING","to":"RUNNING","rule":"MDB-16"},
                  {"at":"2026-03-17T00:00:00Z","from":"RUNNING","to":"LOCKED","rule":"MDB-16"},
                  {"at":"2026-04-01T00:00:00Z","from":"LOCKED","to":"PURGED","rule":"MDB-04"}]}
                """));
  }

  // What the events of a scenario file have to do with it.

  @Test
  @Tag("TL-01")
  void theEventsOfAScenarioAreLeftOutAndThatIsSaidOnce() {
    String renewal =
        "{\"at\":\"2026-01-20T00:00:00Z\",\"instance\":\"r1\",\"type\":\"RENEW\","
            + "\"until\":\"2026-06-01T00:00:00Z\"}";
    String[] now = {"--now", "2026-01-15T00:00:00Z"};

    Run none = timeline(scenario(""), now);
    Run one = timeline(scenario(renewal), now);
    Run two = timeline(scenario(renewal + "," + renewal.replace("-06-", "-07-")), now);

    String file = directory.resolve("state.json").toString();
    assertThat(none.err()).isEmpty();
    assertThat(one.err())
        .isEqualTo(
            "fleet: " + file + " has 1 event, which timeline leaves out: simulate follows it\n");
    assertThat(two.err())
        .isEqualTo(
            "fleet: " + file + " has 2 events, which timeline leaves out: simulate follows them\n");
    assertThat(one.out()).isEqualTo(none.out()).contains("2026-02-01T00:00:00Z");
    assertThat(two).returns(0, Run::status).returns(none.out(), Run::out);
  }

  private static String scenario(String events) {
    return "{\"instances\":[{\"id\":\"r1\",\"product\":\"redis\",\"billing\":\"SUBSCRIPTION\","
        + "\"expiresAt\":\"2026-02-01T00:00:00Z\"}],\"events\":["
        + events
        + "]}";
  }
}
