package dev.reprieve;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Offers;
import dev.reprieve.policy.Projection;
import dev.reprieve.recyclebin.EffectRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a read tells of an instance, true at {@code now} whether or not a sweep has come by
 * (ALL-12).
 *
 * @param instance the recorded snapshot
 * @param state the state at {@code now}; never {@code PURGED} of data that is still there
 * @param purgeDueSince since when a purge is due and not begun, or null
 * @param offers what is permitted now, and why the rest is not
 * @param timeline what is still ahead if nobody does anything
 * @param openEffects what has been ordered and is not confirmed
 * @param now the instant at which this was true
 */
public record InstanceView(
    Instance instance,
    InstanceState state,
    @Nullable Instant purgeDueSince,
    Offers offers,
    List<Projection.Step> timeline,
    List<EffectRecord> openEffects,
    Instant now) {
  /** Copies the lists. */
  public InstanceView {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(offers, "offers");
    Objects.requireNonNull(timeline, "timeline");
    Objects.requireNonNull(openEffects, "openEffects");
    Objects.requireNonNull(now, "now");
    timeline = List.copyOf(timeline);
    openEffects = List.copyOf(openEffects);
  }
}
