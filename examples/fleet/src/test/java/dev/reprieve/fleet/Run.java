package dev.reprieve.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of the command: its exit status and what it printed. */
record Run(int status, String out, String err) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Runs the command with a clock that stands at 2026-03-01. */
  static Run fleet(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Fleet.commandLine(() -> Instant.parse("2026-03-01T00:00:00Z"))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Run(status, out.toString(), err.toString());
  }

  /** Writes a file and gives its path. */
  static String file(Path directory, String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content).toString();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The JSON lines that were printed, each as one text without spaces. */
  List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.lines().toList()) {
      lines.add(json(line));
    }
    return lines;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** A state file with these resources in its root module. */
  static String state(String... resources) {
    return "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{\"resources\":["
        + String.join(",", resources)
        + "]}}}";
  }

  /** A managed resource named {@code x}. */
  static String managed(String type, String values) {
    return "{\"address\":\""
        + type
        + ".x\",\"mode\":\"managed\",\"type\":\""
        + type
        + "\",\"name\":\"x\",\"values\":"
        + values
        + "}";
  }

  /** A data source named {@code x} with these instances. */
  static String data(String type, String... instances) {
    return "{\"address\":\"data."
        + type
        + ".x\",\"mode\":\"data\",\"type\":\""
        + type
        + "\",\"name\":\"x\",\"values\":{\"id\":\"1\",\"instances\":["
        + String.join(",", instances)
        + "]}}";
  }
}
