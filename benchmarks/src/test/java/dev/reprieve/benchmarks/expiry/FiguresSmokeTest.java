package dev.reprieve.benchmarks.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row that the README says how to get runs with few keys, and each contender in it. */
class FiguresSmokeTest {
  private static final String KEYS = "3000";
  private static final Pattern COMMAND = Pattern.compile("\\$F ([a-z]+) (\\d+)");

  /** A row and its number, as the README gives them. */
  record Row(String name, String number) {}

  @ParameterizedTest
  @MethodSource("rows")
  void everyContenderOfARowGivesFigures(Row row) throws Exception {
    for (String contender : KeyExpiryFigures.contenders(row.name())) {
      String number = Integer.toString(KeyExpiryFigures.number(row.name(), row.number()));
      String printed = printed(() -> Load.run(row.name(), contender, KEYS, number, "1"));
      assertThat(printed).as("%s of %s", row, contender).startsWith("FIGURES ");
    }
  }

  static Set<Row> rows() throws IOException {
    Set<Row> rows = new LinkedHashSet<>();
    Matcher commands =
        COMMAND.matcher(
            Files.readString(
                Path.of(System.getProperty("reprieve.root")).resolve("benchmarks/README.md")));
    while (commands.find()) {
      rows.add(new Row(commands.group(1), commands.group(2)));
    }
    return rows;
  }

  @Test
  void theReadmeHasACommandForEachKindOfRow() throws IOException {
    assertThat(rows())
        .extracting(Row::name)
        .contains("get", "put", "putdep", "extend", "bytes", "flush", "latency", "steady");
  }

  @Test
  void aRowIsATableOfProcessesOfTheirOwn() throws Exception {
    System.setProperty("heap", "64m");
    System.setProperty("only", "chm,reprieve");
    System.setProperty("rounds", "1");
    try {
      String table = printed(() -> KeyExpiryFigures.main(new String[] {"flush", "10", KEYS}));
      List<String> lines = table.strip().lines().toList();
      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).startsWith("| flush 10 " + KEYS + " | CPU ms |");
      assertThat(lines.get(2)).matches("\\| chm \\|( [0-9.]+ \\|){4}");
      assertThat(lines.get(3)).matches("\\| reprieve \\|( [0-9.]+ \\|){4}");
    } finally {
      for (String property : List.of("heap", "only", "rounds")) {
        System.clearProperty(property);
      }
    }
  }

  /**
   * A contender's clock is the benchmark's, and its flush leaves nothing: else its row is wrong.
   */
  @Test
  void everyContenderOfAFlushWithAClockLosesWhatIsDueAndKeepsTheRest() {
    for (String contender : KeyExpiryFigures.contenders("flush")) {
      FakeTime time = new FakeTime();
      try (Peer peer = Peers.of(contender, time, 0)) {
        if (contender.equals("chm")) {
          assertThatCode(peer::flush).doesNotThrowAnyException();
          continue;
        }
        peer.put("early", 60_000L);
        if (peer.hasOneLifetime()) {
          time.advance(43_200_000);
        }
        peer.put("late", 172_800_000L);
        time.advance(peer.hasOneLifetime() ? 43_200_000 : 60_000);
        peer.flush();
        assertThat(peer.size()).as(contender).isEqualTo(1);
        assertThat(peer.get("early")).as(contender).isNull();
        assertThat(peer.get("late")).as(contender).isEqualTo(172_800_000L);
      }
    }
  }

  /** What is run with its output to a text. */
  private interface Run {
    void run() throws Exception;
  }

  private static String printed(Run run) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      run.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
