package dev.reprieve.effect;

import dev.reprieve.model.Effect;
import dev.reprieve.model.Instance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An effect that is to be done.
 *
 * @param effect what, with its idempotency key
 * @param instance the snapshot as it stands now, whose version is the fence: refuse what is older
 *     than what you have seen
 * @param attempt counted from 1; never part of the idempotency key
 * @param token what the handler gave when it last answered that it is working, or null
 * @param earlierFacts what the effects before it of the same decision answered
 */
public record EffectRequest(
    Effect effect,
    Instance instance,
    int attempt,
    @Nullable String token,
    Map<String, String> earlierFacts) {
  /** Copies the facts. */
  public EffectRequest {
    earlierFacts = Map.copyOf(earlierFacts);
  }
}
