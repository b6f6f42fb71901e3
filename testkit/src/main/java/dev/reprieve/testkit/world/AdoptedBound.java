package dev.reprieve.testkit.world;

import dev.reprieve.Adoption;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceState;
import dev.reprieve.policy.Release;
import dev.reprieve.policy.RetentionTable;
import dev.reprieve.policy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reckons what is ahead of an instance that was there before (ADO-02): the later of what the rules
 * give and the stage's full span from the adoption, unless it was said that it may come sooner.
 */
final class AdoptedBound {
  private final RetentionTable table;
  private final Adoption adoption;
  private final Instance row;
  private final Moment judged;

  AdoptedBound(RetentionTable table, Adoption adoption, Instance row, Moment judged) {
    this.table = table;
    this.adoption = adoption;
    this.row = row;
    this.judged = judged;
  }

  /** Whether it runs as far as we are concerned: somebody else's lock is none of ours. */
  static boolean runs(Adoption adoption) {
    return adoption.state().isLive()
        || (adoption.state() == InstanceState.LOCKED && adoption.lockedByOthers() != null);
  }

  /** Since when it is in arrears, as far as anybody knows. */
  static @Nullable Instant arrears(Adoption adoption, Instant recorded) {
    if (adoption.arrearsSince() != null
        || adoption.state() != InstanceState.LOCKED
        || adoption.lockedByOthers() != null
        || adoption.registration().billing().isSubscription()) {
      return adoption.arrearsSince();
    }
    return adoption.since() == null ? recorded : adoption.since();
  }

  /** For what runs in arrears: the first stage in which it does not. */
  @Nullable Bound unpaid(Instant since) {
    for (Stage stage : table.stages()) {
      if (stage.state() != InstanceState.RUNNING) {
        Instant at = since.plus(stage.after());
        return new Bound(at, at, stage.moreThan(), stage.state(), false);
      }
    }
    return null;
  }

  /** For what is locked or in the bin: the end of its stage. */
  @Nullable Bound ending() {
    Instant released = adoption.releasedAt();
    if (adoption.state() == InstanceState.RETAINED && released != null) {
      return released(released);
    }
    List<Stage> stages = table.stages();
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).state() == adoption.state()) {
        return i + 1 < stages.size() ? after(stages.get(i), stages.get(i + 1)) : null;
      }
    }
    Instant since = adoption.since();
    return adoption.state() == InstanceState.RETAINED
        ? released(since == null ? row.recordedAt() : since)
        : null;
  }

  private Bound after(Stage stage, Stage following) {
    Duration span = following.after().minus(stage.after());
    Instant since = adoption.since();
    Instant t = row.expiresAt() != null ? row.expiresAt() : row.arrearsSince();
    Instant byRules = row.recordedAt().plus(span);
    if (since != null) {
      byRules = since.plus(span);
    } else if (t != null) {
      byRules = t.plus(following.after());
    }
    return later(byRules, span, following.moreThan(), following.state());
  }

  private @Nullable Bound released(Instant at) {
    Release release = table.handling().release(row.billing());
    Duration kept = release == null ? null : release.kept();
    return release == null || kept == null
        ? null
        : later(at.plus(kept), kept, release.moreThan(), InstanceState.PURGED);
  }

  private Bound later(Instant byRules, Duration span, boolean moreThan, InstanceState to) {
    Instant full = row.recordedAt().plus(span);
    if (adoption.purgeMayComeSooner() || byRules.isAfter(full)) {
      return new Bound(byRules, byRules, moreThan, to, false);
    }
    return new Bound(full, judged.trulyOf(row.recordedAt()).plus(span), moreThan, to, false);
  }
}
