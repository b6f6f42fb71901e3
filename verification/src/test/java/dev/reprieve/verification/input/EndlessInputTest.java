package dev.reprieve.verification.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are deeper and longer than memory: one clear line and exit status 2, or, where what is
 * endless is of no use, it is passed over. All in one process of 256 MB, so that what a file leaves
 * behind breaks the next.
 */
class EndlessInputTest {
  private static final int DEEP = 100_000;
  private static final int MANY = 1_000_000;
  private static final int LONG = 100_000_000;

  private static final String SHOWN = "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{";
  private static final String KVSTORE =
      SHOWN
          + "\"resources\":[{\"address\":\"a\",\"mode\":\"managed\","
          + "\"type\":\"alicloud_kvstore_instance\",\"values\":{\"id\":\"r\",\"capacity\":1,";
  private static final String KVSTORE_END = "}}]}}}";

  /** Of a file of which something is endless. */
  private static final String BEYOND =
      ".*: something in it is longer or deeper than any Terraform file has it, before line 1,"
          + " column \\d+";

  @TempDir Path directory;

  private final List<String> commands = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private int files;

  @Test
  @Tag("TF-05")
  void aState() throws IOException {
    state(2, BEYOND, "{\"outputs\":", DEEP, "[", "]");
    state(2, BEYOND, SHOWN + "\"child_modules\":[", DEEP, "{\"child_modules\":[", "");
    state(2, BEYOND, KVSTORE + "\"tags\":", DEEP, "{\"a\":", KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"unread\":", DEEP, "[", KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"end_time\":\"", LONG / 10, "0123456789", "\"" + KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"", LONG / 10, "0123456789", "\":1" + KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"port\":", MANY, "7", KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"port\":", LONG / 10, "1234567890", KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"tags\":{\"a\":1", MANY, ",\"k#\":1", "}" + KVSTORE_END);
    state(2, BEYOND, KVSTORE + "\"security_ips\":[\"a\"", MANY, ",\"i#\"", "]" + KVSTORE_END);
    timeline(2, BEYOND, SHOWN + "\"resources\":[{}", MANY, ",{\"type\":\"t#\"}", "]}}}");
    state(2, BEYOND, "{\"version\":4,\"resources\":[{\"instances\":[", DEEP, "[", "");
    run();
  }

  @Test
  @Tag("TF-05")
  void whatIsOfNoUseIsPassedOver() throws IOException {
    state(0, "", SHOWN + "\"child_modules\":[{}", MANY, ",{\"address\":\"m#\"}", "]}}}");
    state(0, "", SHOWN + "\"resources\":[{}", MANY, ",{\"type\":\"t\"}", "]}}}");
    timeline(0, "", KVSTORE + "\"unread\":\"", LONG / 10, "0123456789", "\"" + KVSTORE_END);
    timeline(0, "", KVSTORE + "\"unread\":{\"a\":1", MANY, ",\"k#\":1", "}" + KVSTORE_END);
    state(
        0,
        "",
        "{\"version\":4,\"resources\":[{\"type\":\"t\",\"instances\":[{}",
        MANY,
        ",{\"index_key\":#}",
        "]}]}");
    run();
  }

  @Test
  @Tag("TF-05")
  @Tag("TF-07")
  void facts() throws IOException {
    String beyond = ".*: row 2 is longer or deeper than facts are";
    String first = "{\"id\":\"a\"}\n";
    facts(2, beyond, first + "{\"a\":", DEEP, "[", "}");
    facts(2, beyond, first + "{\"id\":\"", LONG / 10, "0123456789", "\"}");
    facts(2, beyond, first + "{\"id\":", MANY, "7", "}");
    facts(2, beyond, first + "{\"id\":\"b\"", MANY, ",\"k#\":1", "}");
    facts(2, ".*: row 1 is longer or deeper than facts are", "id", MANY, ",k#", "\na\n");
    facts(2, beyond, "id\na\n", LONG / 10, "0123456789", "\n");
    facts(2, beyond, "id\na\n\"", LONG / 10, "0123456789", "");
    facts(2, ".*: row 2 has more cells than the header has columns", "id\na\nb", MANY, ",c", "");
    facts(0, ".*: ids that match nothing: a, b0, .*\\.\\.\\.", first, 100_000, row("b#"), "");
    run();
  }

  @Test
  @Tag("TF-05")
  @Tag("SCN-01")
  void aScenario() throws IOException {
    String beyond = BEYOND.replace("any Terraform file", "any scenario");
    String instance = "{\"instances\":[{\"id\":\"a\",\"attributes\":{";
    String event = "{\"events\":[{\"instance\":\"a\",\"overrides\":{";
    scenario(2, beyond, instance + "\"a\":", DEEP, "[", "");
    scenario(2, beyond, instance + "\"a\":\"", LONG / 10, "0123456789", "\"}}]}");
    scenario(2, beyond, "{\"instances\":[{\"id\":\"", LONG / 10, "0123456789", "\"}]}");
    scenario(2, beyond, "{\"instances\":[{\"id\":", MANY, "7", "}]}");
    scenario(2, beyond, instance + "\"a\":1", MANY, ",\"k#\":1", "}}]}");
    scenario(2, beyond, event + "\"a\":1", MANY, ",\"k#\":1", "}}]}");
    simulate(
        2,
        ".*: unknown key \"0123456789.*\\.\\.\\.\", expected instances, events or until",
        "{\"",
        5_000,
        "0123456789",
        "\":1}");
    scenario(2, ".*: instances\\[0\\]: expected an object", "{\"instances\":[1", MANY, ",1", "]}");
    scenario(1, "", "{\"instances\":[{}", 10_000, ",{\"id\":\"i#\"}", "]}");
    run();
  }

  private void state(int status, String said, String head, int times, String unit, String tail)
      throws IOException {
    String file = timeline(status, said, head, times, unit, tail);
    expect(status, said, "validate " + file);
  }

  private String timeline(int status, String said, String head, int times, String unit, String tail)
      throws IOException {
    String file = write(head, times, unit, tail);
    expect(status, said, "timeline --json --now 2026-03-01T00:00Z " + file);
    return file;
  }

  private static String row(String id) {
    return "{\"id\":\"" + id + "\"}\n";
  }

  private String write(String head, int times, String unit, String tail) throws IOException {
    Path file = directory.resolve("file" + files++);
    return EndlessFile.write(file, head, times, unit, tail).toString();
  }

  private void expect(int status, String said, String command) {
    commands.add(command);
    expected.add(status + "\t" + (said.isEmpty() ? "" : "fleet: " + said + "\\\\n"));
  }

  /** Runs what has been collected. */
  private void run() throws IOException {
    CommandFork fork = CommandFork.run(directory, "256m", Commands.class, commands);
    assertThat(fork.err()).isEmpty();
    List<String> answers = Files.readAllLines(fork.out());
    assertThat(answers).hasSameSizeAs(expected);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).as(commands.get(i)).matches(expected.get(i));
      assertThat(answers.get(i)).as(commands.get(i)).hasSizeLessThan(1_100);
    }
  }

  private void facts(int status, String said, String head, int times, String unit, String tail)
      throws IOException {
    String state = directory.resolve("state").toString();
    Files.writeString(directory.resolve("state"), SHOWN + "}}}");
    String file = write(head, times, unit, tail);
    expect(status, said, "timeline --json " + state + " --facts " + file);
  }

  private void scenario(int status, String said, String head, int times, String unit, String tail)
      throws IOException {
    String file = simulate(status, said, head, times, unit, tail);
    expect(status, said, "timeline --json " + file);
    expect(status, said, "validate " + file);
  }

  private String simulate(int status, String said, String head, int times, String unit, String tail)
      throws IOException {
    String file = write(head, times, unit, tail);
    expect(status, said, "simulate " + file);
    return file;
  }
}
