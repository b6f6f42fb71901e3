package dev.reprieve.verification.properties;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.NextStep;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulatedEvent;
import dev.reprieve.simulation.Simulation;
import dev.reprieve.simulation.SimulationListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that happened to a fleet in a simulation, by instance. */
final class Trace implements SimulationListener {
  /**
   * Something that happened.
   *
   * @param decision what was decided, or null for a refusal
   * @param next what was shown to come next
   * @param event the refused event, or null
   * @param refusal why, or null
   */
  record Step(
      @Nullable Decision decision,
      @Nullable NextStep next,
      @Nullable Event event,
      @Nullable Refusal refusal) {
    Decision decided() {
      if (decision == null) {
        throw new IllegalStateException("refused: " + refusal);
      }
      return decision;
    }

    boolean byTime() {
      return decision != null
          && (decision.cause().equals(Cause.DEADLINE) || decision.cause().equals(Cause.EXPIRY));
    }

    @Override
    public String toString() {
      return decision == null
          ? event + " refused " + (refusal == null ? "" : refusal.code())
          : decision.at()
              + " "
              + decision.cause()
              + " "
              + decision.from()
              + " to "
              + decision.to()
              + " "
              + decision.rule()
              + " "
              + decision.effects().stream().map(effect -> effect.type().name()).toList()
              + " next "
              + next;
    }
  }

  private final Map<String, List<Step>> steps = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final PolicyRegistry policies;
  private final Simulation simulation;

  private Trace(PolicyRegistry policies) {
    this.policies = policies;
    this.simulation = new Simulation(policies, this);
  }

  static Trace of(History history, PolicyRegistry policies) {
    return of(history, history.events(), policies, null);
  }

  static Trace of(
      History history,
      List<SimulatedEvent> events,
      PolicyRegistry policies,
      @Nullable Instant until) {
    Trace trace = new Trace(policies);
    history.fleet().forEach(trace.simulation::add);
    trace.simulation.run(events, until);
    return trace;
  }

  /** By instance, in the order of time; what was refused too. */
  Map<String, List<Step>> steps() {
    return steps;
  }

  /** What was decided, by instance. */
  Map<String, List<Step>> decided() {
    Map<String, List<Step>> decided = new LinkedHashMap<>();
    steps.forEach(
        (id, all) ->
            decided.put(id, all.stream().filter(step -> step.decision() != null).toList()));
    return decided;
  }

  /** Everything as text, to be compared. */
  List<String> lines() {
    return lines;
  }

  Simulation simulation() {
    return simulation;
  }

  @Override
  public void onDecision(Decision decision) {
    Instance after = decision.after();
    RetentionPolicy policy = policies.ruling(after);
    boolean over = after.state() == InstanceState.PURGING || after.state().isTerminal();
    NextStep next =
        policy == null || over ? null : simulation.engine().interpreter().next(policy, after);
    add(after.key().id(), new Step(decision, next, null, null));
  }

  @Override
  public void onRefusal(String instance, Event event, Refusal refusal) {
    add(instance, new Step(null, null, event, refusal));
  }

  private void add(String id, Step step) {
    steps.computeIfAbsent(id, any -> new ArrayList<>()).add(step);
    lines.add(id + " " + step);
  }
}
