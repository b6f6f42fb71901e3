package dev.reprieve.effect;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Effect;
import dev.reprieve.model.Instance;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An effect that is to be done, and what it was decided on (SAF-14).
 *
 * <p>A worker may lose its lease without knowing it, and come late with what another has done since
 * or what was undone. A handler refuses it so: keep, beside the resource and by the instance's key,
 * the greatest {@link #fence} that was acted on, compare and set it in one step, and answer {@link
 * EffectResult#failed} to a smaller one without acting. Work that was begun under a smaller one and
 * is still going on is ended, or called off, before a greater one is acted on. And where the
 * provider names incarnations, act only on the one whose name is {@link #identity}.
 *
 * @param effect what, with its idempotency key
 * @param instance the snapshot as it stands now
 * @param attempt counted from 1; never part of the idempotency key
 * @param token what the handler gave when it last answered that it is working, or null
 * @param earlierFacts what the effects before it of the same decision answered
 * @param fence greater for every later call for the same instance
 */
public record EffectRequest(
    Effect effect,
    Instance instance,
    int attempt,
    @Nullable String token,
    Map<String, String> earlierFacts,
    long fence) {
  /** Copies the facts. */
  public EffectRequest {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(earlierFacts, "earlierFacts");
    earlierFacts = Ordered.copyOf(earlierFacts);
  }

  /** The version of the instance by whose decision the effect was ordered. */
  public long version() {
    return effect.key().version();
  }

  /** The incarnation that was decided on, or null where the host never named one. */
  public @Nullable String identity() {
    return instance.identity();
  }
}
