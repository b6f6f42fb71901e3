package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.reprieve.model.InstanceState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what billing knows (TF-07): JSON objects, one a line, or CSV with a header line; the first
 * character tells them apart. Columns: {@code id}, and any of {@code expiresAt}, {@code
 * arrearsSince}, {@code releasedAt}, {@code state}. Null and blank mean "not known" (SAF-13).
 *
 * <p>Stateless and thread-safe.
 */
public final class FactsReader {
  private static final CsvFactory CSV =
      CsvFactory.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .streamReadConstraints(JsonInput.BOUNDS)
          .build();

  private FactsReader() {}

  /**
   * Reads a file row by row; the stream is left open.
   *
   * @param each is given each row
   * @return the names of columns that are not read, sorted
   * @throws UnusableFileException if it is neither, is cut off, or a row has no {@code id}
   * @throws IOException if the stream cannot be read
   */
  public static Set<String> read(InputStream in, Consumer<Facts> each)
      throws UnusableFileException, IOException {
    InputStream rewindable = in.markSupported() ? in : new BufferedInputStream(in);
    int first = firstCharacter(rewindable);
    if (first < 0) {
      return Set.of();
    }
    boolean json = first == '{' || first == '[';
    try (JsonParser parser = JsonInput.parser(json ? JsonInput.FACTORY : CSV, rewindable)) {
      FactRows rows = json ? FactRows.ofJson(parser) : FactRows.ofCsv(parser);
      Map<String, String> row = rows.next();
      while (row != null) {
        each.accept(facts(row, rows.row()));
        row = rows.next();
      }
      return rows.unread();
    }
  }

  private static Facts facts(Map<String, String> row, String place) throws UnusableFileException {
    List<String> findings = new ArrayList<>();
    String id = text(row, "id");
    if (id == null) {
      throw new UnusableFileException(place + " has no id");
    }
    return new Facts(
        id,
        instant(row, "expiresAt", findings),
        instant(row, "arrearsSince", findings),
        instant(row, "releasedAt", findings),
        state(row, findings),
        findings);
  }

  private static @Nullable String text(Map<String, String> row, String column) {
    String text = row.get(column);
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static @Nullable Instant instant(
      Map<String, String> row, String column, List<String> findings) {
    String text = text(row, column);
    if (text == null) {
      return null;
    }
    Instant instant = Instants.parse(text);
    if (instant == null) {
      findings.add("facts: " + column + " is \"" + text + "\": expected " + Instants.EXPECTED);
    }
    return instant;
  }

  private static @Nullable InstanceState state(Map<String, String> row, List<String> findings) {
    String text = text(row, "state");
    if (text == null) {
      return null;
    }
    for (InstanceState state : InstanceState.values()) {
      if (state.name().equals(text.toUpperCase(Locale.ROOT))) {
        return state;
      }
    }
    findings.add("facts: state \"" + text + "\" is not one that the library knows");
    return null;
  }

  /** The first character that is no white space and no byte order mark, or -1. */
  private static int firstCharacter(InputStream in) throws IOException {
    in.mark(LOOK_AHEAD);
    int read = 0;
    int next = in.read();
    while (next >= 0 && read++ < LOOK_AHEAD - 1 && (next <= ' ' || next > 0x7e)) {
      next = in.read();
    }
    in.reset();
    return next;
  }

  private static final int LOOK_AHEAD = 4096;
}
