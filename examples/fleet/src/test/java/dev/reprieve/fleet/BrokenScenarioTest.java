package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static dev.reprieve.fleet.Run.fleet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a broken scenario: the place and what was expected, and nothing of the file. */
@Tag("SCN-01")
class BrokenScenarioTest {
  @TempDir Path directory;

  @Test
  void theSentenceNamesThePlaceAndQuotesNothing() {
    says("{\"instances\": tr0ub4dor}", "it is not JSON at line 1, column ", "expected ");
    says(
        "{\"instances\":[{\"id\":\"a\",\"attributes\":{\"password\":\"x\" tr0ub4dor}}]}",
        "it is not JSON at line 1, column ",
        ": expected a key in quotes and its value, or the end of the object");
    says(
        "{\"instances\":[\n  {\"id\":\"a\"} tr0ub4dor]}",
        "it is not JSON at line 2, column ",
        ": expected a value, or the end of the array");
    says(
        "{\"instances\":[{\"tr0ub4dor\":1,\n\"tr0ub4dor\":2}]}",
        "a key stands twice in one object, at line 2, column ");
    says("{\"instances\":[{\"id\":\"tr0ub4dor", "it is cut off: it ends at line 1, column ");
    says("{} {\"tr0ub4dor\":1}", "it goes on after its end, at line 1, column 4");
  }

  @Test
  void aValueOfAnotherKindIsNamedByItsKind() {
    says("{\"instances\":[{\"id\":[\"tr0ub4dor\"]}]}", "instances[0]: \"id\" is an array");
    says(
        "{\"instances\":[{\"id\":\"a\",\"attributes\":\"tr0ub4dor\"}]}",
        "instances[0]: \"attributes\" is a text, expected an object");
    says(
        "{\"events\":[{\"at\":\"2026-01-01T00:00:00Z\",\"instance\":\"a\",\"type\":\"HOLD\","
            + "\"confirm\":{\"a\":\"tr0ub4dor\"}}]}",
        "events[0]: \"confirm\" is an object, expected true or false");
  }

  @Test
  @Tag("TF-05")
  void whatIsOfNoEncodingIsNoText() {
    // The first four bytes say 32 bits a character, in an order that there is not.
    says("\0{\0\0", "it is not text in UTF-8, before line 1, column 1");
    Run facts =
        fleet(
            "timeline",
            file(directory, "state", Run.state()),
            "--facts",
            file(directory, "facts", "\0\0a\0"));
    assertThat(facts.status()).isEqualTo(2);
    assertThat(facts.err()).contains("it is not text in UTF-8, before line 1, column 1");
  }

  private void says(String scenario, String... parts) {
    for (String command : new String[] {"simulate", "timeline", "validate"}) {
      Run run = fleet(command, file(directory, "scenario", scenario));
      assertThat(run.status()).as(command).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).startsWith("fleet: ").doesNotContain("tr0ub4dor");
      if (command.equals("simulate")) {
        assertThat(run.err()).contains(parts);
      }
    }
  }
}
