package dev.reprieve;

import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import java.util.Objects;

/**
 * One of several things that are asked together (KEC-08).
 *
 * @param key the instance
 * @param event what is asked of it
 */
public record BatchAsk(InstanceKey key, Event event) {
  /** Refuses nulls. */
  public BatchAsk {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(event, "event");
  }
}
