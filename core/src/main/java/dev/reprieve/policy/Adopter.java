package dev.reprieve.policy;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Deadline;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Microseconds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sets the clock of an instance that exists already (ADO-02). What would destroy something comes at
 * the later of what the rules give and the stage's full span from the adoption.
 */
final class Adopter {
  private final RetentionTable table;
  private final Instance observed;
  private final @Nullable Instant since;
  private final @Nullable Instant releasedAt;
  private final boolean mayComeSooner;
  private final Instant from;

  /**
   * @param from the adoption, from which a full span is counted
   */
  Adopter(
      RetentionTable table,
      Instance observed,
      @Nullable Instant since,
      @Nullable Instant releasedAt,
      boolean mayComeSooner,
      Instant from) {
    this.table = table;
    this.observed = observed;
    this.since = since;
    this.releasedAt = releasedAt;
    this.mayComeSooner = mayComeSooner;
    this.from = from;
  }

  Instance adopt(Transition term) {
    if (observed.state().isLive() || isLockedByOthersOnly()) {
      return observed.arrearsSince() == null
          ? term.withTerm(observed)
          : observed.toBuilder().deadline(unpaidWhileLive()).build();
    }
    return observed.toBuilder()
        .deadline(
            observed.state() == InstanceState.RETAINED && releasedAt != null
                ? afterRelease(releasedAt)
                : endOfStage())
        .build();
  }

  /**
   * A lock that is not ours is no stage of not paying: the clock is that of an instance that runs
   * (ADO-03).
   */
  private boolean isLockedByOthersOnly() {
    return observed.state() == InstanceState.LOCKED && observed.lockedByOthers() != null;
  }

  /** What still runs in arrears: the first stage that is not running comes when its day comes. */
  private @Nullable Deadline unpaidWhileLive() {
    Instant t = observed.arrearsSince();
    for (Stage stage : table.stages()) {
      if (t != null && stage.state() != InstanceState.RUNNING) {
        return deadline(
            Microseconds.after(t, stage.after()), stage.moreThan(), stage.state(), stage.rule());
      }
    }
    return null;
  }

  private @Nullable Deadline endOfStage() {
    int index = table.indexOf(observed.state());
    Stage following = index < 0 ? null : table.after(index);
    if (index < 0) {
      return observed.state() == InstanceState.RETAINED
          ? afterRelease(since == null ? observed.recordedAt() : since)
          : null;
    }
    if (following == null) {
      return null;
    }
    Stage stage = table.stages().get(index);
    Duration span = following.after().minus(stage.after());
    return deadline(
        later(byTheRules(stage, span), span),
        following.moreThan(),
        following.state(),
        following.rule());
  }

  private Instant byTheRules(Stage stage, Duration span) {
    if (since != null) {
      return Microseconds.after(since, span);
    }
    Instant t = observed.expiresAt() != null ? observed.expiresAt() : observed.arrearsSince();
    return t == null
        ? Microseconds.after(observed.recordedAt(), span)
        : Microseconds.after(t, stage.after().plus(span));
  }

  private @Nullable Deadline afterRelease(Instant released) {
    Release release = table.handling().release(observed.billing());
    Duration kept = release == null ? null : release.kept();
    return release == null || kept == null
        ? null
        : deadline(
            later(Microseconds.after(released, kept), kept),
            release.moreThan(),
            InstanceState.PURGED,
            release.endRule());
  }

  private Instant later(Instant byTheRules, Duration span) {
    Instant fromAdoption = Microseconds.after(from, span);
    if (!mayComeSooner) {
      return byTheRules.isAfter(fromAdoption) ? byTheRules : fromAdoption;
    }
    // A deadline before its stage began cannot be, and nothing is ever purged by one (SAF-13).
    return byTheRules.isBefore(observed.since()) ? observed.since() : byTheRules;
  }

  private static Deadline deadline(Instant at, boolean moreThan, InstanceState to, String rule) {
    return new Deadline(at, moreThan, Cause.DEADLINE, to, rule);
  }
}
