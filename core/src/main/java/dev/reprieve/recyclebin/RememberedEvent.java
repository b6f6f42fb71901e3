package dev.reprieve.recyclebin;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import java.util.Objects;

/**
 * An event with an id, and what was answered to it (ALL-05). Kept as long as the instance and 30
 * days beyond.
 *
 * @param key the instance
 * @param id the event's id
 * @param event the event, to tell a repetition from other content under the same id
 * @param answer the first answer
 */
public record RememberedEvent(InstanceKey key, String id, Event event, Answer answer) {
  /** Refuses nulls. */
  public RememberedEvent {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(answer, "answer");
  }
}
