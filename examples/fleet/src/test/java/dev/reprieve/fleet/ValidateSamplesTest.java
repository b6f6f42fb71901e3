package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.fleet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The vendor's three examples as a state holds them. The provider writes deprecated copies and
 * defaults into every state, and each of them is a warning (RED-11).
 */
@Tag("RED-11")
class ValidateSamplesTest {
  private static final List<String> COPIES =
      List.of(
          "WARNING instance_name RED-11",
          "WARNING availability_zone RED-11",
          "WARNING instance_charge_type RED-11",
          "WARNING enable_public RED-11",
          "WARNING node_type RED-11");

  private static final List<String> DEFAULTS_ON_POSTPAID =
      List.of("WARNING auto_renew_period RED-11", "WARNING order_type RED-11");

  @Test
  void basicUsage() {
    assertThat(findings("kvstore-basic.json")).containsExactlyElementsOf(join(DEFAULTS_ON_POSTPAID, COPIES));
  }

  @Test
  void aPrePaidInstance() {
    assertThat(findings("kvstore-prepaid.json")).containsExactlyElementsOf(COPIES);
  }

  @Test
  @Tag("RED-12")
  void aPrivateConnectionStringHasAWindowOfTwoHours() {
    assertThat(findings("kvstore-private-connection.json"))
        .containsExactlyElementsOf(
            join(
                DEFAULTS_ON_POSTPAID,
                join(List.of("WARNING maintain_end_time RED-12"), COPIES)));
  }

  private static List<String> findings(String name) {
    Path sample = Path.of(System.getProperty("reprieve.root"), "examples/fleet/samples", name);
    Run run = fleet("validate", sample.toString(), "--json");
    assertThat(run.status()).isZero();
    return run.lines().stream()
        .filter(line -> line.has("severity"))
        .map(
            line ->
                line.get("severity").asText()
                    + " "
                    + line.get("attribute").asText()
                    + " "
                    + line.get("rule").asText())
        .toList();
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
