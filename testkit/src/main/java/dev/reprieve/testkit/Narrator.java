package dev.reprieve.testkit;

import dev.reprieve.Reprieve;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.Refusal;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.simulation.SimulationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what a simulation tells. */
final class Narrator implements SimulationListener {
  /** The operations that a line offers (SCN-10). */
  private static final Set<Operation> OFFERED =
      Set.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY);

  private final List<Line> lines = new ArrayList<>();
  private @Nullable Reprieve engine;

  /** The engine that knows what is offered and what comes next. */
  void asking(Reprieve asked) {
    this.engine = asked;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void onDecision(Decision decision) {
    if (decision.cause().equals(Cause.REGISTRATION) || engine == null) {
      return;
    }
    Instance after = decision.after();
    boolean purge = decision.to() == InstanceState.PURGING;
    RetentionPolicy policy = purge ? null : engine.policies().ruling(after);
    lines.add(
        new Line(
            decision.at(),
            after.key().id(),
            decision.cause().name(),
            decision.from(),
            purge ? InstanceState.PURGED : decision.to(),
            decision.rule(),
            decision.effects().stream().map(effect -> effect.type().name()).toList(),
            policy == null ? List.of() : offered(engine, policy, decision),
            policy == null ? null : engine.interpreter().next(policy, after),
            null,
            decision));
  }

  private static List<String> offered(Reprieve engine, RetentionPolicy policy, Decision decision) {
    return engine.interpreter().offers(policy, decision.after(), decision.at()).permitted().stream()
        .filter(OFFERED::contains)
        .map(Operation::name)
        .toList();
  }

  @Override
  public void onRefusal(String instance, Event event, Refusal refusal) {
    lines.add(
        new Line(
            event.at(),
            instance,
            event.operation().name(),
            null,
            null,
            refusal.rule(),
            List.of(),
            List.of(),
            null,
            refusal,
            null));
  }
}
