package dev.reprieve.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.reprieve.policy.AttributeProblem;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints one JSON object a line (TL-01, TL-02). Not thread-safe. */
final class JsonLines implements TimelinePrinter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Writer out;
  private final JsonGenerator json;

  JsonLines(Writer out) throws IOException {
    this.out = out;
    this.json =
        FACTORY
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .setRootValueSeparator(null);
  }

  @Override
  public void print(TimelineLine line) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", line.address());
    json.writeStringField("id", line.id());
    json.writeStringField("product", line.product());
    json.writeStringField("profile", line.profile());
    json.writeStringField("billing", line.billing() == null ? null : line.billing().name());
    writeIfKnown("region", line.region());
    writeIfKnown("createdAt", line.createdAt());
    json.writeStringField("state", line.state() == null ? null : line.state().name());
    writeSteps("timeline", line.timeline());
    if (!line.unknown().isEmpty()) {
      writeTexts("unknown", line.unknown());
    }
    if (line.relative()) {
      json.writeStringField("from", "EXPIRY");
    }
    List<TimelineLine.Step> ifArrears = line.ifArrears();
    if (ifArrears != null) {
      writeSteps("ifArrears", ifArrears);
    }
    writeIfKnown("purgeDue", line.purgeDue());
    TimelineLine.Conflict conflict = line.conflict();
    if (conflict != null) {
      json.writeObjectFieldStart("conflict");
      json.writeStringField("observed", conflict.observed().name());
      json.writeStringField("computed", conflict.computed().name());
      json.writeEndObject();
    }
    if (line.assumesAutoRenewalFails()) {
      json.writeStringField("assumes", "AUTO_RENEW_FAILS");
    }
    writeIfKnown("lockedByOthers", line.lockedByOthers());
    if (!line.findings().isEmpty()) {
      writeTexts("findings", line.findings());
    }
    json.writeEndObject();
    endLine();
  }

  @Override
  public void print(@Nullable String id, AttributeProblem problem) throws IOException {
    json.writeStartObject();
    json.writeStringField("instance", id);
    json.writeStringField("error", problem.code().name());
    json.writeStringField("attribute", problem.attribute());
    json.writeStringField("message", problem.message());
    json.writeEndObject();
    endLine();
  }

  @Override
  public void finish(Summary summary) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("governed", summary.governed());
    json.writeNumberField("unknown", summary.unknown());
    json.writeObjectFieldStart("unsupported");
    for (Map.Entry<String, Integer> type : summary.unsupported().entrySet()) {
      json.writeNumberField(type.getKey(), type.getValue());
    }
    json.writeEndObject();
    if (!summary.unmatchedFacts().isEmpty()) {
      writeTexts("unmatchedFacts", summary.unmatchedFacts());
    }
    json.writeEndObject();
    json.writeEndObject();
    endLine();
  }

  private void writeSteps(String name, List<TimelineLine.Step> steps) throws IOException {
    json.writeArrayFieldStart(name);
    for (TimelineLine.Step step : steps) {
      json.writeStartObject();
      writeIfKnown("at", step.at());
      Duration after = step.after();
      if (after != null) {
        json.writeStringField("after", text(after));
      }
      json.writeStringField("from", step.from().name());
      json.writeStringField("to", step.to().name());
      json.writeStringField("rule", step.rule());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Whole days as people count them, such as P15D. */
  static String text(Duration span) {
    boolean wholeDays = !span.isZero() && span.equals(Duration.ofDays(span.toDays()));
    return wholeDays ? "P" + span.toDays() + "D" : span.toString();
  }

  private void writeTexts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void writeIfKnown(String name, @Nullable Object value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }

  private void endLine() throws IOException {
    json.flush();
    out.write('\n');
  }
}
