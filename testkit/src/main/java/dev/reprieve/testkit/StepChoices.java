package dev.reprieve.testkit;

import dev.reprieve.model.Operation;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the {@link Step steps} of a random history are chosen from: every operation that may be
 * asked of an instance under a policy, sound or not, and pauses that hit the boundaries of its
 * tables. It makes nothing random itself, so that any generator can draw from it and shrink:
 *
 * <pre>{@code
 * StepChoices choices = StepChoices.of(policy, Duration.ofDays(7), Duration.ofDays(15));
 * Arbitrary<Step> steps =
 *     Combinators.combine(
 *             Arbitraries.of(choices.operations()),
 *             Arbitraries.of(choices.pauses()),
 *             Arbitraries.integers().between(0, StepChoices.VARIANTS - 1))
 *         .as(Step::new);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class StepChoices {
  /** How many variants of a step differ. */
  public static final int VARIANTS = 20;

  /** Asked of every instance, also where its policy refuses it. */
  private static final List<Operation> ALWAYS =
      List.of(
          Operation.RENEW,
          Operation.SETTLE,
          Operation.ARREARS,
          Operation.RELEASE,
          Operation.REBUILD,
          Operation.RESTORE,
          Operation.DESTROY,
          Operation.HOLD,
          Operation.UNHOLD,
          Operation.PROTECT,
          Operation.UNPROTECT);

  /** Asked where the policy knows them; so is what a third party's policy has of its own. */
  private static final Set<Operation> WHERE_KNOWN =
      Set.of(Operation.START, Operation.STOP, Operation.CHANGE_BACKUP_RETENTION);

  private static final Duration LEAST = Duration.ofNanos(1000);

  private final List<Operation> operations;
  private final List<Duration> pauses;

  private StepChoices(List<Operation> operations, List<Duration> pauses) {
    this.operations = List.copyOf(operations);
    this.pauses = List.copyOf(pauses);
  }

  /**
   * The choices under a policy.
   *
   * @param spans those of its tables, and what else is of interest; a pause is one of them, a
   *     microsecond less or more, or none at all
   * @throws IllegalArgumentException if a span is not longer than a microsecond
   */
  public static StepChoices of(RetentionPolicy policy, Duration... spans) {
    List<Operation> operations = new ArrayList<>(ALWAYS);
    Set<String> own = new TreeSet<>();
    for (Operation operation : policy.operations()) {
      if (WHERE_KNOWN.contains(operation) || operation.name().contains(":")) {
        own.add(operation.name());
      }
    }
    // By name: the same seed draws the same history in every process.
    own.stream().map(Operation::new).forEach(operations::add);
    List<Duration> pauses = new ArrayList<>();
    // As often as each span: things that happen at one instant are a boundary, too.
    pauses.addAll(List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    for (Duration span : spans) {
      if (span.compareTo(LEAST) <= 0) {
        throw new IllegalArgumentException("no pause can be shorter than " + span);
      }
      pauses.addAll(List.of(span.minus(LEAST), span, span.plus(LEAST)));
    }
    return new StepChoices(operations, pauses);
  }

  /** The same, with operations that are to come up more often. */
  public StepChoices andOften(Operation... more) {
    List<Operation> all = new ArrayList<>(operations);
    all.addAll(List.of(more));
    return new StepChoices(all, pauses);
  }

  /** What may be asked; one that comes up more often is in it more often. */
  public List<Operation> operations() {
    return operations;
  }

  /** How long after the step before it a step may come. */
  public List<Duration> pauses() {
    return pauses;
  }
}
