package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.fleet;
import static dev.reprieve.fleet.Run.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command on the samples, as the README shows it. */
class TimelineSamplesTest {
  private static String sample(String name) {
    return Path.of(System.getProperty("reprieve.root"), "examples/fleet/samples", name).toString();
  }

  @Test
  @Tag("TL-01")
  @Tag("TF-01")
  void thePrepaidExampleRunsOnAfterItsEnd() {
    Run run = fleet("timeline", sample("kvstore-prepaid.json"), "--json");

    assertThat(run.lines())
        .containsExactly(
            json(
                """
                {"address":"alicloud_kvstore_instance.default","id":"r-synthetic00000002",
                 "product":"redis","profile":"TAIR_INTERNATIONAL","billing":"SUBSCRIPTION",
                 "state":"RUNNING","timeline":[
                  {"at":"2026-03-15T16:00:00Z","from":"RUNNING","to":"RUNNING","rule":"RED-01"},
                  {"at":"2026-03-30T16:00:00Z","from":"RUNNING","to":"LOCKED","rule":"RED-01"},
                  {"at":"2026-04-14T16:00:00Z","from":"LOCKED","to":"RETAINED","rule":"RED-01"},
                  {"at":"2026-04-21T16:00:00Z","from":"RETAINED","to":"PURGED","rule":"RED-01"}]}
                """),
            json("{\"summary\":{\"governed\":1,\"unknown\":0,\"unsupported\":{}}}"));
  }

  @Test
  @Tag("TL-02")
  @Tag("TL-03")
  @Tag("TF-06")
  @Tag("TF-08")
  @Tag("TF-10")
  void aThousandInstancesKeepTheRulesOfALine() {
    Run run = fleet("timeline", sample("fleet.json"), "--facts", sample("facts.jsonl"), "--json");
    List<JsonNode> lines = run.lines();
    JsonNode summary = lines.get(lines.size() - 1).get("summary");
    List<JsonNode> instances = lines.subList(0, lines.size() - 1);

    assertThat(run.status()).isZero();
    assertThat(instances).hasSize(1_000);
    assertThat(summary.get("governed").asInt()).isEqualTo(1_000);
    assertThat(summary.get("unknown").asLong())
        .isEqualTo(instances.stream().filter(line -> line.has("unknown")).count());
    assertThat(summary.get("unsupported"))
        .isEqualTo(json("{\"alicloud_vpc\":4,\"alicloud_vswitch\":4}"));
    assertThat(summary.get("unmatchedFacts")).isEqualTo(json("[\"r-nowhere1\",\"dds-nowhere2\"]"));
    assertThat(instances)
        .allSatisfy(
            line -> {
              assertThat(line.get("profile").asText()).isNotEmpty();
              assertThat(line.get("state").asText()).isNotEqualTo("PURGED");
              assertThat(line.has("from"))
                  .isEqualTo(!line.findValues("after").isEmpty() && line.has("unknown"));
              if (line.has("conflict")) {
                assertThat(line.toString()).doesNotContain("PURGED", "purgeDue");
              }
              if (line.has("ifArrears")) {
                assertThat(line.get("billing").asText()).isNotEqualTo("SUBSCRIPTION");
                assertThat(line.get("timeline")).isEmpty();
              }
            });
  }
}
