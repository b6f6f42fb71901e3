package dev.reprieve.recyclebin;

import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked by one principal and needs a second one (SAF-20).
 *
 * @param id names it: a digest of what is asked
 * @param act why it needs one
 * @param key of which instance, or null where it is of none
 * @param event what is asked of it, or null where it is no event
 * @param subject what is asked otherwise: a plan's digest, or what is changed
 * @param by who asked
 * @param why the reason given, or null
 * @param at when
 */
public record PendingAsk(
    String id,
    SecondLook act,
    @Nullable InstanceKey key,
    @Nullable Event event,
    String subject,
    String by,
    @Nullable String why,
    Instant at) {
  /** Refuses nulls. */
  public PendingAsk {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(act, "act");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(at, "at");
  }
}
