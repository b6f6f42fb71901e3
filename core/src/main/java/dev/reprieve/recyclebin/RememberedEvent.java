package dev.reprieve.recyclebin;

import dev.reprieve.model.Answer;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;

/**
 * An event with an id, and what was answered to it (ALL-05). Kept as long as the instance and 30
 * days beyond.
 *
 * @param key the instance
 * @param id the event's id
 * @param event the event, to tell a repetition from other content under the same id
 * @param answer the first answer
 */
public record RememberedEvent(InstanceKey key, String id, Event event, Answer answer) {}
