package dev.reprieve.recyclebin;

import dev.reprieve.internal.Ordered;
import dev.reprieve.model.Effect;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
 * @param undone whether the step that ordered it was undone while it was under way: it is not tried
 *     again (SAF-11)
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
    Map<String, String> facts,
    boolean undone) {
  /** Copies the facts. */
  public EffectRecord {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(notBefore, "notBefore");
    Objects.requireNonNull(facts, "facts");
    facts = Ordered.copyOf(facts);
  }

  /** A fresh one. */
  public static EffectRecord ordered(Effect effect) {
    Objects.requireNonNull(effect, "effect");
    return new EffectRecord(
        effect, EffectStatus.WAITING, 0, 0, effect.orderedAt(), 0, null, null, Map.of(), false);
  }

  /** Handed out under a new claim. */
  public EffectRecord claimed(Instant leaseUntil) {
    Objects.requireNonNull(leaseUntil, "leaseUntil");
    return new EffectRecord(
        effect,
        EffectStatus.CLAIMED,
        attempts + 1,
        failures,
        leaseUntil,
        claim + 1,
        token,
        reason,
        facts,
        undone);
  }

  /** Confirmed. */
  public EffectRecord done(Map<String, String> answered) {
    Objects.requireNonNull(answered, "answered");
    return new EffectRecord(
        effect, EffectStatus.DONE, attempts, 0, notBefore, claim, null, null, answered, undone);
  }

  /** Under way. */
  public EffectRecord working(Instant lookAgainAt, String handlersToken) {
    Objects.requireNonNull(lookAgainAt, "lookAgainAt");
    Objects.requireNonNull(handlersToken, "handlersToken");
    return new EffectRecord(
        effect,
        EffectStatus.WORKING,
        attempts,
        0,
        lookAgainAt,
        takenUp(),
        handlersToken,
        null,
        facts,
        undone);
  }

  /** To be tried again. */
  public EffectRecord again(Instant at, int failedSoFar, @Nullable String why) {
    Objects.requireNonNull(at, "at");
    return new EffectRecord(
        effect,
        EffectStatus.WAITING,
        attempts,
        failedSoFar,
        at,
        takenUp(),
        null,
        why,
        facts,
        undone);
  }

  /**
   * The claim goes up when what was given up is taken up: nobody drops it by what he saw before.
   */
  private long takenUp() {
    return status == EffectStatus.GIVEN_UP ? claim + 1 : claim;
  }

  /** Put back without having been tried. */
  public EffectRecord withheld(Instant lookAgainAt, String why) {
    Objects.requireNonNull(lookAgainAt, "lookAgainAt");
    Objects.requireNonNull(why, "why");
    return new EffectRecord(
        effect,
        EffectStatus.WAITING,
        attempts - 1,
        failures,
        lookAgainAt,
        claim,
        token,
        why,
        facts,
        undone);
  }

  /** The same, and not before this instant, if it would be handed out earlier. */
  public EffectRecord notBefore(Instant at) {
    Objects.requireNonNull(at, "at");
    return notBefore.isBefore(at)
        ? new EffectRecord(
            effect, status, attempts, failures, at, claim, token, reason, facts, undone)
        : this;
  }

  /** Whether a worker has it under a lease that still runs, or the host is at it. */
  public boolean isUnderWay(Instant now) {
    Objects.requireNonNull(now, "now");
    return status == EffectStatus.WORKING
        || (status == EffectStatus.CLAIMED && notBefore.isAfter(now));
  }

  /**
   * Under way for a step that was undone meanwhile (SAF-11). The claim goes up, so that nobody
   * writes an answer to it without having seen this; the worker's own answer still counts.
   */
  public EffectRecord asUndone() {
    return new EffectRecord(
        effect, status, attempts, failures, notBefore, claim + 1, token, reason, facts, true);
  }

  /** Whether it is what was claimed, though its step may have been undone since. */
  public boolean isStill(EffectRecord claimed) {
    Objects.requireNonNull(claimed, "claimed");
    return claim == claimed.claim || (undone && !claimed.undone && claim == claimed.claim + 1);
  }

  /** Under a lease that has run out. */
  public EffectRecord expiredAt(Instant now) {
    Objects.requireNonNull(now, "now");
    return new EffectRecord(
        effect, status, attempts, failures, now, claim, token, reason, facts, undone);
  }

  /** Taken back. */
  public EffectRecord dropped() {
    return new EffectRecord(
        effect,
        EffectStatus.DROPPED,
        attempts,
        failures,
        notBefore,
        claim,
        null,
        reason,
        facts,
        undone);
  }

  /** Given up until an operator retries it. */
  public EffectRecord givenUp(int failedSoFar, String why) {
    Objects.requireNonNull(why, "why");
    return new EffectRecord(
        effect,
        EffectStatus.GIVEN_UP,
        attempts,
        failedSoFar,
        notBefore,
        claim,
        null,
        why,
        facts,
        undone);
  }
}
