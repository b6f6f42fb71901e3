package dev.reprieve.recyclebin;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was said of an owner under an id, and what came of it (ALL-05). Kept as long as the owner
 * has an instance that is not gone, and 30 days beyond.
 *
 * @param owner the owner
 * @param id the event's id
 * @param event the event, to tell a repetition from other content under the same id
 * @param kind what came of it
 * @param refusal why not, or null
 */
public record RememberedMessage(
    OwnerKey owner, String id, Event event, Answer.Kind kind, @Nullable Refusal refusal) {
  /** Refuses nulls. */
  public RememberedMessage {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(kind, "kind");
  }
}
