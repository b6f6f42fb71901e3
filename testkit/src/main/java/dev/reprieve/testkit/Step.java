package dev.reprieve.testkit;

import dev.reprieve.model.Event;
import dev.reprieve.model.Operation;
import dev.reprieve.policy.AttributeChange;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a random history, for property tests: plain values that any generator can make and
 * shrink.
 *
 * @param operation what is asked
 * @param after how long after the step before it; not negative
 * @param variant chooses among arguments, sound ones and unsound ones; not negative
 */
public record Step(Operation operation, Duration after, int variant) {
  private static final List<Duration> TERMS =
      List.of(
          Duration.ofDays(30),
          Duration.ofDays(365),
          Duration.ofNanos(1000),
          Duration.ZERO,
          Duration.ofDays(-1));
  private static final List<Duration> HOLDS =
      List.of(Duration.ofDays(3), Duration.ofDays(40), Duration.ofNanos(1000), Duration.ZERO);

  /**
   * @throws IllegalArgumentException if the pause or the variant is negative
   */
  public Step {
    if (after.isNegative() || variant < 0) {
      throw new IllegalArgumentException("a step goes back or has no variant: " + after);
    }
  }

  /**
   * The event that the step asks.
   *
   * @param policy the policy whose operations have arguments
   * @param at the instant of the event
   * @param ordinal the place of the step in its history, for ids that differ
   */
  public Event event(RetentionPolicy policy, Instant at, int ordinal) {
    Event.Builder event = Event.builder(operation, at);
    if (operation.equals(Operation.RENEW) || operation.equals(Operation.CHANGE_BILLING_MODE)) {
      event.until(at.plus(TERMS.get(variant % TERMS.size())));
    } else if (operation.equals(Operation.REBUILD)) {
      event.newId(variant % 4 == 3 ? Life.ID : "rebuilt-" + ordinal);
      event.until(at.plus(TERMS.get(0)));
    } else if (operation.equals(Operation.RELEASE)) {
      event.confirm(variant % 2 == 1);
    } else if (operation.equals(Operation.HOLD)) {
      event.name(variant % 2 == 0 ? null : "second").until(holdEnd(at));
    } else if (operation.equals(Operation.UNHOLD)) {
      event.name(variant % 2 == 0 ? null : "second");
    } else {
      for (AttributeChange change : policy.changes()) {
        List<String> choices = change.key().choices();
        if (change.operation().equals(operation) && !choices.isEmpty()) {
          event.value(choices.get(variant % choices.size()));
        }
      }
    }
    return event.build();
  }

  private @Nullable Instant holdEnd(Instant at) {
    int choice = variant % (HOLDS.size() + 1);
    return choice == HOLDS.size() ? null : at.plus(HOLDS.get(choice));
  }
}
