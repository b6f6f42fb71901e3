package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static dev.reprieve.fleet.Run.fleet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where the command line itself cannot be used. */
class CommandLineTest {
  @TempDir Path directory;

  /** The library that reads the command line took it for a file of arguments, and showed them. */
  @Test
  @Tag("TF-04")
  void anArgumentThatBeginsWithAnAtSignIsTheNameOfAFile() {
    String state = "@" + file(directory, "state.json", "{\"password\": \"Sesame-2026\"}");

    Run run = fleet("validate", state);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("fleet: there is no file " + state + "\n");
  }

  @Test
  void aCommandThatDoesNotExistIsNamedBesideThoseThatDo() {
    Run run = fleet("timelime", "state.json");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "fleet: there is no command \"timelime\", expected one of"
                + " [timeline, simulate, explain, validate, policies] (try fleet --help)\n");
  }

  /** As a shell gives it of a variable that is not set. */
  @Test
  void anEmptyNameIsNeitherADirectoryNorEveryPolicy() {
    for (String command : new String[] {"timeline", "simulate", "validate"}) {
      assertThat(fleet(command, ""))
          .as(command)
          .isEqualTo(new Run(2, "", "fleet: the name of the file is empty\n"));
    }
    assertThat(fleet("policies", ""))
        .isEqualTo(
            new Run(
                2, "", "fleet: there is no policy \"\", expected one of [kec, mongodb, redis]\n"));
  }

  /** The list of commands had three summaries that ended in the middle of a sentence. */
  @Test
  void theListOfCommandsShowsEachSummaryWhole() {
    String help = fleet("--help").out().replaceAll("\\s+", " ");

    assertThat(help)
        .contains(
            "timeline Says what happens to each instance if nobody does anything."
                + " simulate Runs the engine over a scenario file in virtual time and prints each"
                + " thing that happens, one JSON object a line."
                + " explain Runs the engine over a scenario file up to an instant and says why one"
                + " instance is where it is, what comes next, and what is permitted: one sentence a"
                + " line, each with its rule."
                + " validate Checks each alicloud_kvstore_instance of a Terraform state, or each"
                + " instance of a scenario file, against every rule at once. No finding shows a"
                + " secret."
                + " policies ");
  }

  /** The version is the build's: a snapshot says that it is one. */
  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom =
        Files.readString(Path.of(System.getProperty("reprieve.root"), "examples/fleet/pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();

    assertThat(fleet("--version")).isEqualTo(new Run(0, "fleet " + version.group(1) + "\n", ""));
  }

  @Test
  void everyCommandHasTheVersion() {
    assertThat(fleet("timeline", "--version")).isEqualTo(fleet("--version"));
  }
}
