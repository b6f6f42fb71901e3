package dev.reprieve.model;

import dev.reprieve.internal.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation was not permitted. A refusal changes nothing, but for the hold that a late
 * payment sets.
 *
 * @param code the typed reason
 * @param operation what was asked
 * @param rule the rule that refuses it
 * @param message what happened, to which instance, and what would have to be true; on one line, and
 *     without the rule, which stands beside it
 * @param permittedFrom for what only time can cure: the instant after which it is permitted, or
 *     null
 * @param missed the change of state that a late event missed: at its own instant it would have been
 *     permitted (ALL-07 d); null where the event was not late
 * @param advice what the rules recommend beside it, such as {@code NO_FEES_UPON_SHUTDOWN}
 */
public record Refusal(
    RefusalCode code,
    Operation operation,
    String rule,
    String message,
    @Nullable Instant permittedFrom,
    @Nullable Passage missed,
    List<Advice> advice) {
  /** Copies the advice, and shows the message in a form that forges no line. */
  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(advice, "advice");
    message = Printable.text(message);
    advice = List.copyOf(advice);
  }

  /** A refusal with neither date, missed passage nor advice. */
  public static Refusal of(RefusalCode code, Operation operation, String rule, String message) {
    return new Refusal(code, operation, rule, message, null, null, List.of());
  }

  /** Whether the event came too late for a change of state that it would have prevented. */
  public boolean late() {
    return missed != null;
  }

  /** The same refusal, marked late. */
  public Refusal missing(Passage passage) {
    Objects.requireNonNull(passage, "passage");
    return new Refusal(code, operation, rule, message, permittedFrom, passage, advice);
  }

  /** The same refusal with advice beside it. */
  public Refusal advising(List<Advice> given) {
    Objects.requireNonNull(given, "given");
    return new Refusal(code, operation, rule, message, permittedFrom, missed, given);
  }
}
