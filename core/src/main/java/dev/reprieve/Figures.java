package dev.reprieve;

import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.Interpreter;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.UnruledInstanceException;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what a host should see (SAF-16). */
final class Figures {
  /** No product keeps anything for longer; what says so was written under a wrong clock. */
  private static final Duration PLAUSIBLE = Duration.ofDays(36_525);

  private final RecycleBinRepository bin;
  private final Interpreter interpreter;
  private final Rulings policies;
  private final Sweeper sweeper;
  private final Courier courier;
  private final Safeguards safeguards;

  Figures(
      RecycleBinRepository bin,
      Interpreter interpreter,
      Rulings policies,
      Sweeper sweeper,
      Courier courier,
      Safeguards safeguards) {
    this.bin = bin;
    this.interpreter = interpreter;
    this.policies = policies;
    this.sweeper = sweeper;
    this.courier = courier;
    this.safeguards = safeguards;
  }

  Gauges gauges() {
    Instant now = bin.now();
    Instant oldest = null;
    long implausible = 0;
    long notRestorable = 0;
    Iterator<Instance> living = Rows.living(bin).iterator();
    while (living.hasNext()) {
      Instance instance = living.next();
      oldest = earlier(oldest, interpreter.dueAt(instance), now);
      implausible += isImplausible(instance, now) ? 1 : 0;
      notRestorable += isKeptForNothing(instance, now) ? 1 : 0;
    }
    return new Gauges(
        oldest, declined(), implausible, courier.redelivered(), notRestorable, sweeper.early());
  }

  /** How many rows are due and wait, by what they wait for. */
  Map<WaitingFor, Long> declined() {
    Map<WaitingFor, Long> declined = new EnumMap<>(WaitingFor.class);
    for (SetAside aside : bin.setAside()) {
      declined.merge(aside.waitingFor(), 1L, Long::sum);
    }
    return declined;
  }

  private static @Nullable Instant earlier(
      @Nullable Instant oldest, @Nullable Instant due, Instant now) {
    if (due == null || due.isAfter(now)) {
      return oldest;
    }
    return oldest == null || due.isBefore(oldest) ? due : oldest;
  }

  private boolean isImplausible(Instance instance, Instant now) {
    Deadline deadline = instance.deadline();
    boolean cannotBe =
        deadline != null
            && (deadline.at().isBefore(instance.since())
                || Duration.between(now, deadline.at()).compareTo(PLAUSIBLE) > 0);
    return cannotBe || isAhead(instance.since(), now) || isAhead(instance.recordedAt(), now);
  }

  /**
   * Nothing happens before it is recorded: a clock ahead of its time wrote it, and was put back.
   */
  private boolean isAhead(Instant written, Instant now) {
    return Duration.between(now, written).compareTo(safeguards.clockLimit()) > 0;
  }

  private boolean isKeptForNothing(Instance instance, Instant now) {
    RetentionPolicy policy = policies.ruling(instance);
    if (instance.state() != InstanceState.RETAINED || policy == null) {
      return false;
    }
    try {
      Set<Operation> permitted = interpreter.offers(policy, instance, now).permitted();
      return !permitted.contains(Operation.REBUILD) && !permitted.contains(Operation.RESTORE);
    } catch (UnruledInstanceException unruled) {
      return true;
    }
  }
}
