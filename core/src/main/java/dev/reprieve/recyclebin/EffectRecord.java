package dev.reprieve.recyclebin;

import dev.reprieve.model.Effect;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An effect as the store keeps it.
 *
 * @param effect what was ordered
 * @param status how far it has come
 * @param attempts how often it was handed out
 * @param failures how many attempts failed since it last went well or was retried by hand
 * @param notBefore not handed out before this instant: the next attempt, the next look, or the end
 *     of the lease
 * @param claim the number of the latest claim: what answers with an older one is ignored
 * @param token the handler's own, while it is working; else null
 * @param reason what the last failure said, or null
 * @param facts what the handler answered when it was done
 */
public record EffectRecord(
    Effect effect,
    EffectStatus status,
    int attempts,
    int failures,
    Instant notBefore,
    long claim,
    @Nullable String token,
    @Nullable String reason,
    Map<String, String> facts) {
  /** Copies the facts. */
  public EffectRecord {
    facts = Map.copyOf(facts);
  }

  /** A fresh one. */
  public static EffectRecord ordered(Effect effect) {
    return new EffectRecord(
        effect, EffectStatus.WAITING, 0, 0, effect.orderedAt(), 0, null, null, Map.of());
  }

  /** Handed out under a new claim. */
  public EffectRecord claimed(Instant leaseUntil) {
    return new EffectRecord(
        effect,
        EffectStatus.CLAIMED,
        attempts + 1,
        failures,
        leaseUntil,
        claim + 1,
        token,
        reason,
        facts);
  }

  /** Confirmed. */
  public EffectRecord done(Map<String, String> answered) {
    return new EffectRecord(
        effect, EffectStatus.DONE, attempts, 0, notBefore, claim, null, null, answered);
  }

  /** Under way. */
  public EffectRecord working(Instant lookAgainAt, String handlersToken) {
    return new EffectRecord(
        effect, EffectStatus.WORKING, attempts, 0, lookAgainAt, claim, handlersToken, null, facts);
  }

  /** To be tried again. */
  public EffectRecord again(Instant at, int failedSoFar, @Nullable String why) {
    return new EffectRecord(
        effect, EffectStatus.WAITING, attempts, failedSoFar, at, claim, null, why, facts);
  }

  /** Put back without having been tried. */
  public EffectRecord withheld(Instant lookAgainAt, String why) {
    return new EffectRecord(
        effect,
        EffectStatus.WAITING,
        attempts - 1,
        failures,
        lookAgainAt,
        claim,
        token,
        why,
        facts);
  }

  /** Whether a worker has it under a lease that still runs, or the host is at it. */
  public boolean isUnderWay(Instant now) {
    return status == EffectStatus.WORKING
        || (status == EffectStatus.CLAIMED && notBefore.isAfter(now));
  }

  /** Taken back. */
  public EffectRecord dropped() {
    return new EffectRecord(
        effect, EffectStatus.DROPPED, attempts, failures, notBefore, claim, null, reason, facts);
  }

  /** Given up until an operator retries it. */
  public EffectRecord givenUp(int failedSoFar, String why) {
    return new EffectRecord(
        effect, EffectStatus.GIVEN_UP, attempts, failedSoFar, notBefore, claim, null, why, facts);
  }
}
