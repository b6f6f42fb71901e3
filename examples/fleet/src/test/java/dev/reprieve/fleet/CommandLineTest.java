package dev.reprieve.fleet;

import static dev.reprieve.fleet.Run.file;
import static dev.reprieve.fleet.Run.fleet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
