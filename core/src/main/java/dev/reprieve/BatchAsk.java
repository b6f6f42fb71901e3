package dev.reprieve;

import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;

/**
 * One of several things that are asked together (KEC-08).
 *
 * @param key the instance
 * @param event what is asked of it
 */
public record BatchAsk(InstanceKey key, Event event) {}
