package dev.reprieve.policy;

import dev.reprieve.model.Deadline;
import dev.reprieve.model.Event;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import dev.reprieve.model.Refusal;
import dev.reprieve.model.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may be asked of a purge that somebody wants later: later, within the limit, and why. */
final class Snooze {
  static final String RULE = "SAF-10";

  private Snooze() {}

  /** Whether there is a purge ahead that could be moved. */
  static boolean isPossible(Instance instance) {
    Deadline deadline = instance.deadline();
    return instance.state() != InstanceState.PURGING && deadline != null && deadline.purges();
  }

  /** Why a purge that is ahead is not moved as the event asks, or null. */
  static @Nullable Refusal refusal(Duration limit, Instance instance, Event event) {
    Deadline deadline = instance.deadline();
    Instant until = event.until();
    String why = event.why();
    if (deadline == null || until == null || why == null || why.isBlank()) {
      return invalid(instance, event, "it needs an instant (until) and a reason (why)");
    }
    Instant before = instance.purgeNotBefore();
    Instant planned = before != null && before.isAfter(deadline.at()) ? before : deadline.at();
    if (!until.isAfter(planned) || !until.isAfter(event.at())) {
      return invalid(
          instance,
          event,
          until
              + " is not after "
              + planned
              + " and the event: a purge is moved later, never nearer");
    }
    Instant last = Microseconds.after(deadline.at(), limit);
    return until.isAfter(last)
        ? invalid(
            instance,
            event,
            until + " is after " + last + ", which is as far as a purge of then may be moved")
        : null;
  }

  private static Refusal invalid(Instance instance, Event event, String why) {
    return Refusal.of(
        RefusalCode.INVALID_ARGUMENT,
        event.operation(),
        RULE,
        event.operation() + " of " + instance.key() + " is refused: " + why);
  }
}
