package dev.reprieve.verification.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprieve.fleet.input.UnusableInputException;
import dev.reprieve.fleet.scenario.Scenario;
import dev.reprieve.fleet.scenario.ScenarioInstance;
import dev.reprieve.fleet.scenario.ScenarioReader;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.AttributeProblem;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.Simulation;
import dev.reprieve.simulation.SimulationListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a case in this process, on policies of the caller's choice, and only up to the first line
 * that is not as expected: for tests that run every case many times. {@link ConformanceTest} runs
 * the command itself.
 */
public final class InProcess implements SimulationListener {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What a line offers (SCN-10). */
  private static final Set<Operation> OFFERED =
      Set.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY);

  private final List<JsonNode> expected;
  private final boolean exact;
  private final Consumer<Decision> heard;
  private @Nullable Simulation simulation;
  private int lines;
  private @Nullable String difference;

  private InProcess(ConformanceCase one, Consumer<Decision> heard) {
    this.expected = one.lines();
    this.exact = one.exact();
    this.heard = heard;
  }

  /**
   * Reads and runs a case.
   *
   * @return what first differs from the expectation, or null
   */
  public static @Nullable String difference(ConformanceCase one, PolicyRegistry policies) {
    return difference(one, policies, decision -> {});
  }

  /** As {@link #difference(ConformanceCase, PolicyRegistry)}; every decision is heard. */
  public static @Nullable String difference(
      ConformanceCase one, PolicyRegistry policies, Consumer<Decision> heard) {
    InProcess run = new InProcess(one, heard);
    int exit;
    try {
      Scenario scenario = new ScenarioReader(policies).read(new ByteArrayInputStream(one.input()));
      exit = run.run(scenario, policies) ? 1 : 0;
    } catch (UnusableInputException unusable) {
      exit = 2;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (RuntimeException thrown) {
      return "thrown: " + thrown;
    }
    if (run.difference == null && exit != one.exit()) {
      return "exit status " + exit;
    }
    if (run.difference == null && run.lines != one.lines().size()) {
      return "only " + run.lines + " lines";
    }
    return run.difference;
  }

  private boolean run(Scenario scenario, PolicyRegistry policies) {
    Simulation fresh = new Simulation(policies, this);
    simulation = fresh;
    boolean faulty = false;
    for (ScenarioInstance instance : scenario.instances()) {
      for (AttributeProblem problem : instance.problems()) {
        ObjectNode line = JSON.objectNode();
        line.put("instance", instance.id());
        line.put("error", problem.code().name());
        line.put("attribute", problem.attribute());
        compare(line);
        faulty = true;
      }
      if (instance.registration() != null) {
        fresh.add(instance.registration());
      } else if (instance.id() != null) {
        fresh.reserve(instance.id());
      }
    }
    if (difference == null) {
      fresh.run(scenario.events(), scenario.until());
    }
    return faulty;
  }

  @Override
  public boolean cancelled() {
    return difference != null;
  }

  @Override
  public void onDecision(Decision decision) {
    if (decision.cause().equals(Cause.REGISTRATION) || difference != null) {
      return;
    }
    heard.accept(decision);
    try {
      compare(line(decision));
    } catch (RuntimeException thrown) {
      difference = "thrown: " + thrown;
    }
  }

  @Override
  public void onRefusal(String instance, Event event, Refusal refusal) {
    if (difference == null) {
      ObjectNode line = begin(event.at(), instance, event.operation().name());
      line.put("refused", refusal.code().name());
      line.put("rule", refusal.rule());
      compare(line);
    }
  }

  private void compare(ObjectNode actual) {
    int index = lines++;
    if (difference != null) {
      return;
    }
    if (index >= expected.size()) {
      difference = "line " + (index + 1) + " too much: " + actual;
      return;
    }
    JsonNode line = expected.get(index);
    String field =
        exact ? Lines.difference(line, actual) : Lines.differenceWhereGiven(line, actual);
    if (field != null) {
      difference = field + " of line " + (index + 1) + ": " + actual;
    }
  }

  private ObjectNode line(Decision decision) {
    boolean purge = decision.to() == InstanceState.PURGING;
    InstanceState from = decision.from();
    ObjectNode line = begin(decision.at(), decision.after().key().id(), decision.cause().name());
    line.put("from", from == null ? null : from.name());
    line.put("to", purge ? InstanceState.PURGED.name() : decision.to().name());
    line.put("rule", decision.rule());
    ArrayNode effects = line.putArray("effects");
    decision.effects().forEach(effect -> effects.add(effect.type().name()));
    ArrayNode operations = line.putArray("operations");
    line.putNull("next");
    Simulation running = simulation;
    RetentionPolicy policy =
        running == null ? null : running.engine().policies().ruling(decision.after());
    if (running == null || policy == null) {
      return line;
    }
    if (!purge) {
      running
          .engine()
          .interpreter()
          .offers(policy, decision.after(), decision.at())
          .permitted()
          .stream()
          .filter(OFFERED::contains)
          .forEach(operation -> operations.add(operation.name()));
      NextStep next = running.engine().interpreter().next(policy, decision.after());
      if (next != null) {
        line.putObject("next").put("at", next.at().toString()).put("to", next.to().name());
      }
    }
    if (from == null && policy.loses(Operation.REBUILD)) {
      ArrayNode lost = line.putArray("toConfigure");
      decision.notCarried().keySet().stream().sorted().forEach(lost::add);
    }
    return line;
  }

  private static ObjectNode begin(Instant at, String instance, String cause) {
    return JSON.objectNode().put("at", at.toString()).put("instance", instance).put("cause", cause);
  }
}
