package dev.reprieve.terraform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a facts file, one after the other: of each the cells that are read, and none that has
 * no value. Not thread-safe.
 */
abstract class FactRows {
  private static final Set<String> COLUMNS =
      Set.of("id", "expiresAt", "arrearsSince", "releasedAt", "state");

  /** More columns than facts have. */
  private static final int MOST_COLUMNS = 1_000;

  private static final int LONGEST_NAME = 100;

  final JsonParser parser;
  private final String format;
  private final TreeSet<String> unread = new TreeSet<>();
  private long number;

  private FactRows(JsonParser parser, String format) {
    this.parser = parser;
    this.format = format;
  }

  /** JSON objects, one after the other or in an array. */
  static FactRows ofJson(JsonParser parser) {
    return new OfJson(parser);
  }

  /** CSV whose first line names the columns. */
  static FactRows ofCsv(JsonParser parser) {
    return new OfCsv(parser);
  }

  /** The next row's cells by column, or null where there is none. */
  final @Nullable Map<String, String> next() throws IOException, UnusableFileException {
    number++;
    try {
      return read();
    } catch (JsonEOFException cutOff) {
      throw new UnusableFileException("it is cut off after row " + (number - 1));
    } catch (StreamConstraintsException beyond) {
      throw new UnusableFileException(row() + " is longer or deeper than facts are");
    } catch (CharConversionException noText) {
      throw new UnusableFileException(row() + " is not text in UTF-8");
    } catch (JsonProcessingException broken) {
      throw new UnusableFileException(row() + " is not " + format);
    }
  }

  abstract @Nullable Map<String, String> read() throws IOException, UnusableFileException;

  /** The row that was read last, as people count. */
  final String row() {
    return "row " + number;
  }

  /** The names of columns that are not read, sorted; a long one is cut. */
  Set<String> unread() {
    return unread;
  }

  final boolean isRead(String column) throws IOException {
    if (COLUMNS.contains(column)) {
      return true;
    }
    boolean cut = column.length() > LONGEST_NAME;
    unread.add(cut ? column.substring(0, LONGEST_NAME) + "..." : column);
    if (unread.size() > MOST_COLUMNS) {
      throw new StreamConstraintsException("too many columns", parser.currentLocation());
    }
    return false;
  }

  private static final class OfJson extends FactRows {
    private boolean begun;
    private boolean inArray;

    OfJson(JsonParser parser) {
      super(parser, "JSON");
    }

    @Override
    @Nullable Map<String, String> read() throws IOException, UnusableFileException {
      JsonToken token = parser.nextToken();
      if (!begun) {
        begun = true;
        inArray = token == JsonToken.START_ARRAY;
        token = inArray ? parser.nextToken() : token;
      }
      if (inArray && token == JsonToken.END_ARRAY) {
        if (parser.nextToken() != null) {
          throw new UnusableFileException(
              "it goes on after its end, at " + JsonInput.place(parser.currentTokenLocation()));
        }
        return null;
      }
      if (token == null) {
        return null;
      }
      if (token != JsonToken.START_OBJECT) {
        throw new UnusableFileException(row() + " is not an object");
      }
      Map<String, String> cells = new HashMap<>();
      Set<String> seen = new HashSet<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String column = parser.currentName();
        JsonToken value = parser.nextToken();
        boolean read = isRead(column);
        if (read && !seen.add(column)) {
          throw new UnusableFileException(row() + " has the key \"" + column + "\" twice");
        }
        if (read && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          cells.put(column, parser.getText());
        } else {
          cells.remove(column);
          parser.skipChildren();
        }
      }
      return cells;
    }
  }

  private static final class OfCsv extends FactRows {
    private @Nullable List<String> header;

    OfCsv(JsonParser parser) {
      super(parser, "CSV");
    }

    @Override
    @Nullable Map<String, String> read() throws IOException, UnusableFileException {
      List<String> columns = header;
      if (columns == null) {
        columns = row(Integer.MAX_VALUE);
        header = columns == null ? List.of() : columns;
        check(header);
      }
      List<String> row = columns == null ? null : row(columns.size());
      if (columns == null || row == null) {
        return null;
      }
      Map<String, String> cells = new HashMap<>();
      for (int i = 0; i < row.size(); i++) {
        if (isRead(columns.get(i).strip())) {
          cells.put(columns.get(i).strip(), row.get(i));
        }
      }
      return cells;
    }

    /** Which of two columns of one name counts, nobody can know, nor whose facts there are. */
    private static void check(List<String> header) throws UnusableFileException {
      Set<String> seen = new HashSet<>();
      for (String column : header) {
        String name = column.strip();
        if (COLUMNS.contains(name) && !seen.add(name)) {
          throw new UnusableFileException("its header row names the column \"" + name + "\" twice");
        }
      }
      if (!seen.contains("id")) {
        throw new UnusableFileException("its header row names no column \"id\"");
      }
    }

    /** A line's cells; blank ones may be more than there are columns. */
    private @Nullable List<String> row(int columns) throws IOException, UnusableFileException {
      if (parser.nextToken() == null) {
        return null;
      }
      List<String> cells = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String cell = parser.getText();
        if (cells.size() > MOST_COLUMNS) {
          throw new StreamConstraintsException("too many columns", parser.currentLocation());
        }
        if (cells.size() < columns) {
          cells.add(cell);
        } else if (!cell.isBlank()) {
          throw new UnusableFileException(row() + " has more cells than the header has columns");
        }
      }
      return cells;
    }
  }
}
