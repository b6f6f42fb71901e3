package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.reprieve.model.InstanceState;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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
  private static final Set<String> COLUMNS =
      Set.of("id", "expiresAt", "arrearsSince", "releasedAt", "state");

  private static final ObjectReader JSON = new JsonMapper().readerFor(JsonNode.class);

  private static final ObjectReader CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build()
          .readerFor(JsonNode.class)
          .with(CsvSchema.emptySchema().withHeader());

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
    Set<String> unread = new TreeSet<>();
    InputStream rewindable = in.markSupported() ? in : new BufferedInputStream(in);
    int first = firstCharacter(rewindable);
    if (first < 0) {
      return unread;
    }
    boolean json = first == '{' || first == '[';
    long row = 0;
    try (MappingIterator<JsonNode> rows = (json ? JSON : CSV).readValues(keptOpen(rewindable))) {
      while (rows.hasNextValue()) {
        row++;
        JsonNode node = rows.nextValue();
        if (!node.isObject()) {
          throw new UnusableFileException("row " + row + " is not an object");
        }
        node.fieldNames()
            .forEachRemaining(
                name -> {
                  if (!COLUMNS.contains(name)) {
                    unread.add(name);
                  }
                });
        each.accept(facts(node, row));
      }
    } catch (JsonEOFException cutOff) {
      throw new UnusableFileException("it is cut off after row " + row);
    } catch (StreamConstraintsException beyond) {
      throw new UnusableFileException("row " + (row + 1) + " is longer or deeper than facts are");
    } catch (CharConversionException noText) {
      throw new UnusableFileException("row " + (row + 1) + " is not text in UTF-8");
    } catch (JsonProcessingException broken) {
      throw new UnusableFileException(
          "row " + (row + 1) + " is not " + (json ? "JSON" : "CSV with the header's columns"));
    }
    return unread;
  }

  private static Facts facts(JsonNode row, long number) throws UnusableFileException {
    List<String> findings = new ArrayList<>();
    String id = text(row, "id");
    if (id == null) {
      throw new UnusableFileException("row " + number + " has no id");
    }
    return new Facts(
        id,
        instant(row, "expiresAt", findings),
        instant(row, "arrearsSince", findings),
        instant(row, "releasedAt", findings),
        state(row, findings),
        findings);
  }

  private static @Nullable String text(JsonNode row, String column) {
    JsonNode value = row.get(column);
    return value == null || value.isNull() || value.isContainerNode() || value.asText().isBlank()
        ? null
        : value.asText().strip();
  }

  private static @Nullable Instant instant(JsonNode row, String column, List<String> findings) {
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

  private static @Nullable InstanceState state(JsonNode row, List<String> findings) {
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

  private static InputStream keptOpen(InputStream in) {
    return new java.io.FilterInputStream(in) {
      @Override
      public void close() {
        // The stream is the caller's.
      }
    };
  }
}
