package dev.reprieve.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.reprieve.Reprieve;
import dev.reprieve.fleet.progress.Interruption;
import dev.reprieve.fleet.progress.Progress;
import dev.reprieve.kec.KecAttributes;
import dev.reprieve.model.Advice;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.RetentionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints what happens in a simulation, one JSON object a line (SPEC 10). */
final class LinePrinter extends Followed {
  /** The operations that a line offers (SCN-10). */
  private static final Set<Operation> OFFERED =
      Set.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY);

  private final JsonGenerator json;
  private @Nullable Reprieve engine;

  /**
   * A printer.
   *
   * @param work is told how many events have been taken
   * @param interruption may end the simulation between two events
   */
  LinePrinter(Writer out, Progress.Work work, Interruption interruption) throws IOException {
    super(work, interruption);
    this.json =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(out)
            .setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  /** The engine that knows what is offered and what comes next. */
  void asking(Reprieve asked) {
    this.engine = asked;
  }

  void print(@Nullable String instance, AttributeProblem problem) throws IOException {
    json.writeStartObject();
    json.writeStringField("instance", instance);
    json.writeStringField("error", problem.code().name());
    json.writeStringField("attribute", problem.attribute());
    json.writeStringField("message", problem.message());
    endLine();
  }

  @Override
  public void onDecision(Decision decision) {
    if (decision.cause().equals(Cause.REGISTRATION)) {
      return;
    }
    try {
      begin(decision.at(), decision.after().key().id(), decision.cause().name());
      boolean purge = decision.to() == InstanceState.PURGING;
      InstanceState from = decision.from();
      json.writeStringField("from", from == null ? null : from.name());
      json.writeStringField("to", purge ? InstanceState.PURGED.name() : decision.to().name());
      json.writeStringField("rule", decision.rule());
      json.writeArrayFieldStart("effects");
      for (Effect effect : decision.effects()) {
        json.writeString(effect.type().name());
      }
      json.writeEndArray();
      offers(decision.after(), decision.at(), purge);
      notCarried(decision);
      advice(decision.advice());
      endLine();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void onRefusal(String instance, Event event, Refusal refusal) {
    try {
      begin(event.at(), instance, event.operation().name());
      json.writeStringField("refused", refusal.code().name());
      json.writeStringField("rule", refusal.rule());
      json.writeStringField("message", refusal.message());
      if (refusal.permittedFrom() != null) {
        json.writeStringField("permittedAfter", refusal.permittedFrom().toString());
      }
      advice(refusal.advice());
      endLine();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void begin(Instant at, String instance, String cause) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", at.toString());
    json.writeStringField("instance", instance);
    json.writeStringField("cause", cause);
  }

  private void offers(Instance instance, Instant at, boolean purge) throws IOException {
    RetentionPolicy policy = engine == null || purge ? null : engine.policies().ruling(instance);
    json.writeArrayFieldStart("operations");
    if (policy != null && engine != null) {
      for (Operation offered : engine.interpreter().offers(policy, instance, at).permitted()) {
        if (OFFERED.contains(offered)) {
          json.writeString(offered.name());
        }
      }
    }
    json.writeEndArray();
    NextStep next =
        policy == null || engine == null ? null : engine.interpreter().next(policy, instance);
    if (next == null) {
      json.writeNullField("next");
    } else {
      json.writeObjectFieldStart("next");
      json.writeStringField("at", next.at().toString());
      json.writeStringField("to", next.to().name());
      json.writeEndObject();
    }
  }

  /** What a rebuild leaves to be configured (RED-07), what a restore has lost (KEC-07). */
  private void notCarried(Decision decision) throws IOException {
    if (decision.cause().equals(Cause.of(Operation.REBUILD)) && decision.from() == null) {
      RetentionPolicy policy = engine == null ? null : engine.policies().ruling(decision.after());
      if (policy != null && policy.loses(Operation.REBUILD)) {
        json.writeArrayFieldStart("toConfigure");
        for (String name : decision.notCarried().keySet().stream().sorted().toList()) {
          json.writeString(name);
        }
        json.writeEndArray();
      }
    } else if (decision.cause().equals(Cause.of(Operation.RESTORE))) {
      String lost = decision.notCarried().get(KecAttributes.ASSOCIATIONS.name());
      json.writeArrayFieldStart("lost");
      for (String association : lost == null ? List.<String>of() : parse(lost)) {
        json.writeString(association);
      }
      json.writeEndArray();
    }
  }

  private static List<String> parse(String associations) {
    return KecAttributes.ASSOCIATIONS.parse(associations);
  }

  private void advice(List<Advice> given) throws IOException {
    if (!given.isEmpty()) {
      json.writeArrayFieldStart("advice");
      for (Advice advice : given) {
        json.writeString(advice.name());
      }
      json.writeEndArray();
    }
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
