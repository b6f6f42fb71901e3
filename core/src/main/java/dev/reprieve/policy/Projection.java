package dev.reprieve.policy;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The whole remaining timeline of an instance, without running anything (ALL-12): what happens if
 * nobody does anything. It asks the same {@link Interpreter} that decides in earnest.
 *
 * @param state the state as of the instant that was asked about
 * @param reached the snapshot as of that instant
 * @param steps the transitions still ahead, in order
 */
public record Projection(InstanceState state, Instance reached, List<Step> steps) {
  /** More steps than any table has stages: a table cannot make us loop. */
  private static final int LIMIT = 32;

  /** Copies the steps. */
  public Projection {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reached, "reached");
    Objects.requireNonNull(steps, "steps");
    steps = List.copyOf(steps);
  }

  /**
   * One transition that is still ahead.
   *
   * @param at when
   * @param cause why
   * @param from the state before
   * @param to the state after; {@code PURGED} for a purge
   * @param rule the rule that sets it
   * @param effects the names of the effects, in order
   * @param permitted the operations that some argument would make permitted in it
   */
  public record Step(
      Instant at,
      Cause cause,
      InstanceState from,
      InstanceState to,
      String rule,
      List<String> effects,
      Set<Operation> permitted) {
    /** Copies the collections. */
    public Step {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(effects, "effects");
      Objects.requireNonNull(permitted, "permitted");
      effects = List.copyOf(effects);
      permitted = Ordered.copyOf(permitted);
    }
  }

  /**
   * Looks ahead of an instance in earnest: what is overdue is carried out at {@code now}, and every
   * promised span lasts from there (ALL-14).
   *
   * @throws UnruledInstanceException if no table rules the instance
   */
  public static Projection of(
      Interpreter interpreter, RetentionPolicy policy, Instance instance, Instant now) {
    Objects.requireNonNull(interpreter, "interpreter");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(now, "now");
    return look(interpreter, policy, instance, now, false);
  }

  /**
   * Looks ahead as a simulation does: every deadline is carried out at the very instant it is due.
   *
   * @param now what is due at or before it has happened and is no step any more
   * @throws UnruledInstanceException if no table rules the instance
   */
  public static Projection whatIf(
      Interpreter interpreter, RetentionPolicy policy, Instance instance, Instant now) {
    Objects.requireNonNull(interpreter, "interpreter");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(now, "now");
    return look(interpreter, policy, instance, now, true);
  }

  /**
   * The stages that a start of count would set off, as spans from it: for what lacks only that
   * instant (TF-06, TL-03).
   *
   * @param cause {@link Cause#EXPIRY}, or arrears
   * @throws UnruledInstanceException if no table rules the instance
   */
  public static List<RelativeStep> from(
      Interpreter interpreter, RetentionPolicy policy, Instance instance, Cause cause) {
    Objects.requireNonNull(interpreter, "interpreter");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(cause, "cause");
    Instant start = instance.recordedAt();
    boolean expiry = cause.equals(Cause.EXPIRY);
    Instance begun =
        instance.toBuilder().expiresAt(expiry ? start : null).arrearsSince(null).build();
    List<Step> steps = new ArrayList<>();
    if (expiry) {
      begun = interpreter.begin(policy, begun);
    } else {
      Verdict verdict =
          interpreter.judge(
              policy, begun, Event.of(Operation.ARREARS, start), start, IdsInUse.NONE);
      if (!(verdict instanceof Verdict.Accepted accepted)) {
        return List.of();
      }
      steps.add(step(interpreter, policy, accepted.own(), start));
      begun = accepted.own().after();
    }
    walk(withoutMargin(interpreter), policy, begun, Instant.MIN, steps);
    return steps.stream()
        .map(
            step ->
                new RelativeStep(
                    Duration.between(start, step.at()), step.from(), step.to(), step.rule()))
        .toList();
  }

  /**
   * One transition, counted from a start that is not known.
   *
   * @param after how long after the start
   * @param from the state before
   * @param to the state after
   * @param rule the rule that sets it
   */
  public record RelativeStep(Duration after, InstanceState from, InstanceState to, String rule) {
    /** Refuses nulls. */
    public RelativeStep {
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(rule, "rule");
    }
  }

  private static Projection look(
      Interpreter interpreter,
      RetentionPolicy policy,
      Instance instance,
      Instant now,
      boolean whatIf) {
    Interpreter nominal = withoutMargin(interpreter);
    Instance reached = instance;
    InstanceState state = instance.state();
    while (true) {
      Instant due = nominal.dueAt(reached);
      if (due == null || due.isAfter(now)) {
        break;
      }
      if (!whatIf && reached.deadline() != null && reached.deadline().purges()) {
        // Data that is still there is never said to be purged; the purge is due (ALL-12).
        break;
      }
      Decision passed = passed(nominal, policy, reached, whatIf ? due : now);
      reached = passed.after();
      state = shown(passed.to());
    }
    List<Step> steps = new ArrayList<>();
    if (state != InstanceState.PURGED) {
      walk(nominal, policy, reached, whatIf ? Instant.MIN : now, steps);
    }
    return new Projection(state, reached, steps);
  }

  /** A timeline names the deadlines; a purge's margin is no stage, and a notice no transition. */
  private static Interpreter withoutMargin(Interpreter interpreter) {
    return new Interpreter(interpreter.settings().withPurgeMargin(Duration.ZERO).withNotices());
  }

  private static void walk(
      Interpreter interpreter,
      RetentionPolicy policy,
      Instance instance,
      Instant notBefore,
      List<Step> steps) {
    Instance current = instance;
    while (steps.size() < LIMIT) {
      Instant due = interpreter.dueAt(current);
      if (due == null) {
        return;
      }
      Instant at = due.isBefore(notBefore) ? notBefore : due;
      Decision passed = passed(interpreter, policy, current, at);
      if (!passed.cause().equals(Cause.AUTO_RENEWAL)) {
        steps.add(step(interpreter, policy, passed, Microseconds.down(at)));
      }
      current = passed.after();
    }
  }

  private static Decision passed(
      Interpreter interpreter, RetentionPolicy policy, Instance instance, Instant at) {
    Decision passed = interpreter.pass(policy, instance, at);
    if (passed == null) {
      throw new IllegalStateException(instance + " is due at " + at + " and does not pass");
    }
    return passed;
  }

  private static Step step(
      Interpreter interpreter, RetentionPolicy policy, Decision passed, Instant at) {
    InstanceState from = passed.from() == null ? passed.to() : passed.from();
    return new Step(
        at,
        passed.cause(),
        from,
        shown(passed.to()),
        passed.rule(),
        passed.effects().stream().map(Effect::type).map(Object::toString).toList(),
        passed.to() == InstanceState.PURGING
            ? Set.of()
            : interpreter.offers(policy, passed.after(), at).permitted());
  }

  private static InstanceState shown(InstanceState state) {
    return state == InstanceState.PURGING ? InstanceState.PURGED : state;
  }
}
