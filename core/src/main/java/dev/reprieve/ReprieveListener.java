package dev.reprieve;

import dev.reprieve.effect.EffectRequest;
import dev.reprieve.effect.EffectResult;
import dev.reprieve.guard.Action;
import dev.reprieve.guard.Principal;
import dev.reprieve.guard.Resource;
import dev.reprieve.model.Decision;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.Refusal;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.GuardState;

/**
 * Hears what an engine did.
 *
 * <p><strong>Threads.</strong> Called in the thread that called the engine, after the commit and
 * under no lock; several threads may call at once. <strong>Exceptions.</strong> One that is thrown
 * is logged and harms neither the engine nor the other listeners. <strong>Re-entrancy.</strong> A
 * listener may call the engine.
 */
public interface ReprieveListener {
  /** A step was committed. */
  default void onDecision(Decision decision) {}

  /** An event was refused. */
  default void onRefusal(InstanceKey key, Event event, Refusal refusal) {}

  /** A handler answered. */
  default void onEffect(EffectRequest request, EffectResult result) {}

  /**
   * A row that is due was set aside, since it could not be handled or a safeguard declined it, the
   * floor under the population for one; it holds up no other. Said each time that it is looked at.
   */
  default void onSetAside(InstanceKey key, String reason) {}

  /** The breaker has stopped something: nothing more of it happens until an operator has looked. */
  default void onTrip(GuardState.Trip trip) {}

  /** The trails were anchored: keep it where nobody who can write to the store can (SAF-07). */
  default void onAnchor(AuditAnchor anchor) {}

  /** Somebody asked what it may not; whether the resource exists was not looked at (KEY-11). */
  default void onDenied(Principal principal, Action action, Resource resource) {}
}
