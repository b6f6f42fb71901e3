package dev.reprieve.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.reprieve.redis.specification.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints findings, one a line, for people or as JSON. Not thread-safe. */
final class FindingPrinter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final PrintWriter out;
  private final @Nullable JsonGenerator json;

  FindingPrinter(PrintWriter out, boolean asJson) throws IOException {
    this.out = out;
    this.json =
        asJson
            ? FACTORY
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setRootValueSeparator(null)
            : null;
  }

  /**
   * Prints one finding.
   *
   * @param address Terraform's, or a scenario's id
   */
  void print(String address, @Nullable String id, Finding finding) throws IOException {
    if (json == null) {
      out.println(
          Terminal.safe(
              finding.severity()
                  + ": "
                  + address
                  + ": "
                  + finding.message()
                  + " ("
                  + finding.rule()
                  + ")"));
      return;
    }
    json.writeStartObject();
    json.writeStringField("address", address);
    json.writeStringField("id", id);
    json.writeStringField("severity", finding.severity().name());
    json.writeStringField("attribute", finding.attribute());
    json.writeStringField("rule", finding.rule());
    json.writeStringField("message", finding.message());
    json.writeEndObject();
    endLine(json);
  }

  /** Prints the last line. */
  void finish(int checked, int errors, int warnings) throws IOException {
    if (json == null) {
      out.println(
          "%s, %s, %s."
              .formatted(
                  count(checked, "instance checked", "instances checked"),
                  count(errors, "error", "errors"),
                  count(warnings, "warning", "warnings")));
    } else {
      json.writeStartObject();
      json.writeObjectFieldStart("summary");
      json.writeNumberField("checked", checked);
      json.writeNumberField("errors", errors);
      json.writeNumberField("warnings", warnings);
      json.writeEndObject();
      json.writeEndObject();
      endLine(json);
    }
    out.flush();
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private void endLine(JsonGenerator generator) throws IOException {
    generator.flush();
    out.write('\n');
  }
}
