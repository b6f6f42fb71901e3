package dev.reprieve.benchmarks.expiry;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of the key-expiry store and its peers, row by row: {@code java -cp benchmarks.jar
 * dev.reprieve.benchmarks.expiry.KeyExpiryFigures get 1}. Each contender runs in processes of its
 * own, one after the other and in turns, with the same flags; a figure is the median of them.
 */
public final class KeyExpiryFigures {
  private static final List<String> EXTENDING =
      List.of("reprieve", "reprieve-ticker", "caffeine", "cache2k", "expiringmap");
  private static final List<String> FLUSHING =
      List.of("reprieve", "caffeine-direct", "cache2k", "guava", "ehcache", "chm");
  private static final List<String> LATENCIES =
      List.of("reprieve", "caffeine", "cache2k", "guava", "ehcache", "chm");
  private static final List<String> STEADY = List.of("reprieve", "caffeine-direct", "cache2k");
  private static final List<String> ROWS =
      List.of("get", "put", "putdep", "extend", "bytes", "flush", "latency", "steady");
  private static final List<String> PUTTING =
      List.of(
          "chm",
          "chm-clock",
          "reprieve",
          "reprieve-ms",
          "caffeine",
          "cache2k",
          "guava",
          "ehcache",
          "expiringmap");

  private static final List<String> FAILED = List.of("failed");

  private KeyExpiryFigures() {}

  /**
   * Prints a row.
   *
   * @param arguments the row and its number (threads, or percent), and maybe keys, as the README
   *     says
   * @throws IOException if a process cannot be started
   */
  public static void main(String[] arguments) throws IOException {
    List<String> given = new ArrayList<>(Arrays.asList(arguments));
    String heap = System.getProperty("heap", "3g");
    String only = System.getProperty("only", "");
    String row = given.isEmpty() ? "help" : given.get(0);
    int number = given.size() > 1 ? number(row, given.get(1)) : scale(row);
    int keys = given.size() > 2 ? Integer.parseInt(given.get(2)) : 1_000_000;
    int rounds = Integer.getInteger("rounds", 5);
    if (!ROWS.contains(row)) {
      System.err.println(
          "get|put|putdep|extend THREADS [KEYS], bytes 1 [KEYS], flush|latency PERCENT [KEYS], steady 1"
              + " [KEYS]; -Donly=NAME,NAME -Dprocesses=N -Drounds=N -Dheap=3g");
      System.exit(2);
      return;
    }
    List<String> names = contenders(row);
    List<String> columns = columns(row);
    if (!only.isEmpty()) {
      names = List.of(only.split(",", -1));
    }
    Map<String, List<List<String>>> runs = new LinkedHashMap<>();
    names.forEach(name -> runs.put(name, new ArrayList<>()));
    for (int process = 0; process < Integer.getInteger("processes", 1); process++) {
      for (Map.Entry<String, List<List<String>>> each : runs.entrySet()) {
        each.getValue().add(run(heap, row, each.getKey(), keys, number, rounds));
      }
    }
    Map<String, List<String>> figures = new LinkedHashMap<>();
    runs.forEach((name, each) -> figures.put(name, medians(each)));
    print(row + " " + String.join(" ", given.subList(1, given.size())), columns, figures);
  }

  /** Who takes part in a row. */
  static List<String> contenders(String row) {
    return switch (row) {
      case "put", "putdep" -> PUTTING;
      case "extend" -> EXTENDING;
      case "flush" -> FLUSHING;
      case "latency" -> LATENCIES;
      case "steady" -> STEADY;
      default -> Peers.ALL;
    };
  }

  private static List<String> columns(String row) {
    return switch (row) {
      case "bytes" -> List.of("bytes an entry");
      case "flush" -> List.of("CPU ms", "CPU ns an expired key");
      case "latency" ->
          List.of(
              "get p99.9 us idle",
              "get p99.9 us in a flush",
              "longest put us idle",
              "longest put us in a flush",
              "gets in flushes");
      case "steady" -> List.of("CPU ns an entry");
      default -> List.of("thread CPU ns", "process CPU ns");
    };
  }

  /** A row's number, as {@link Load} takes it. */
  static int number(String row, String given) {
    return (int) (Double.parseDouble(given) * scale(row));
  }

  /** Shares are given in percent and passed in tenths of that. */
  private static int scale(String row) {
    return row.equals("flush") || row.equals("latency") ? 10 : 1;
  }

  private static List<String> run(
      String heap, String row, String name, int keys, int number, int rounds) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home")
                        + File.separator
                        + "bin"
                        + File.separator
                        + "java",
                    "-Xms" + heap,
                    "-Xmx" + heap,
                    "-XX:+UseG1GC",
                    "-XX:+AlwaysPreTouch",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Load.class.getName(),
                    row,
                    name,
                    Integer.toString(keys),
                    Integer.toString(number),
                    Integer.toString(rounds)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> figures = FAILED;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("FIGURES ")) {
          figures = List.of(line.substring("FIGURES ".length()).split(" ", -1));
        }
      }
    }
    return figures;
  }

  /** Column by column; a process that failed is not hidden by others that did not. */
  private static List<String> medians(List<List<String>> runs) {
    for (List<String> each : runs) {
      if (each.equals(FAILED)) {
        return FAILED;
      }
    }
    List<String> medians = new ArrayList<>();
    for (int column = 0; column < runs.get(0).size(); column++) {
      int at = column;
      medians.add(
          runs.stream()
              .map(each -> each.get(at))
              .sorted(Comparator.comparingDouble(Double::parseDouble))
              .skip(runs.size() / 2)
              .findFirst()
              .orElseThrow());
    }
    return medians;
  }

  private static void print(String title, List<String> columns, Map<String, List<String>> figures) {
    StringBuilder out = new StringBuilder();
    out.append("| ").append(title.trim()).append(" |");
    columns.forEach(column -> out.append(' ').append(column).append(" |"));
    figures.keySet().forEach(name -> out.append("x of ").append(name).append(" |"));
    out.append("\n|---|").append("---|".repeat(columns.size() + figures.size())).append('\n');
    figures.forEach(
        (name, mine) -> {
          out.append("| ").append(name).append(" |");
          mine.forEach(figure -> out.append(' ').append(figure).append(" |"));
          // The first figure of each other contender over this one's: more than 1 is better than
          // it.
          figures.forEach(
              (other, theirs) -> {
                int deciding =
                    Math.min(mine.size(), theirs.size()) > 1 && title.startsWith("flush") ? 1 : 0;
                out.append(' ')
                    .append(ratio(theirs.get(deciding), mine.get(deciding)))
                    .append(" |");
              });
          out.append('\n');
        });
    System.out.println(out);
  }

  private static String ratio(String theirs, String mine) {
    try {
      return String.format(
          Locale.ROOT, "%.2f", Double.parseDouble(theirs) / Double.parseDouble(mine));
    } catch (NumberFormatException failed) {
      return "-";
    }
  }
}
