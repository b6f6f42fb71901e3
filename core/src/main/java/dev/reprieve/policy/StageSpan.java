package dev.reprieve.policy;

import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a stage of a profile another span. */
final class StageSpan {
  private final RetentionPolicy policy;
  private final String profileName;
  private final InstanceState stage;
  private final Duration span;
  private final boolean mayShorten;
  private boolean found;

  StageSpan(
      RetentionPolicy policy,
      String profileName,
      InstanceState stage,
      Duration span,
      boolean mayShorten) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("a span of " + span + ": expected a positive one");
    }
    this.policy = policy;
    this.profileName = profileName;
    this.stage = stage;
    this.span = span;
    this.mayShorten = mayShorten;
  }

  RetentionPolicy applied(int newVersion) {
    if (newVersion == policy.version()) {
      throw new IllegalArgumentException(
          policy + ": another content needs another version (ALL-08)");
    }
    RetentionPolicyBuilder changed = RetentionPolicyBuilder.like(policy, newVersion);
    for (Profile profile : policy.profiles().values()) {
      boolean meant = profile.name().equals(profileName);
      changed.profile(
          profile.name(),
          profile.tables().stream()
              .map(table -> meant ? changed(table) : table)
              .toArray(RetentionTable[]::new));
    }
    if (!found) {
      throw new IllegalArgumentException(
          policy + " has no stage " + stage + " with an end in a profile " + profileName);
    }
    return changed.build();
  }

  private RetentionTable changed(RetentionTable table) {
    return new RetentionTable(
        table.name(), table.when(), released(table.handling()), stages(table));
  }

  private List<Stage> stages(RetentionTable table) {
    int index = table.indexOf(stage);
    @Nullable Stage following = index < 0 ? null : table.after(index);
    if (following == null) {
      return table.stages();
    }
    Duration before = following.after().minus(table.stages().get(index).after());
    check(before, "table \"" + table.name() + "\"");
    Duration shift = span.minus(before);
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < table.stages().size(); i++) {
      Stage old = table.stages().get(i);
      stages.add(
          i <= index
              ? old
              : new Stage(
                  old.after().plus(shift),
                  old.moreThan(),
                  old.state(),
                  old.noEndRule(),
                  old.rule()));
    }
    return stages;
  }

  private Handling released(Handling handling) {
    if (stage != InstanceState.RETAINED) {
      return handling;
    }
    List<Release> releases = new ArrayList<>();
    for (Release release : handling.releases()) {
      Duration kept = release.kept();
      if (kept == null) {
        releases.add(release);
        continue;
      }
      check(kept, "manual release");
      releases.add(
          new Release(
              release.billing(),
              release.outcome(),
              span,
              release.moreThan(),
              release.rule(),
              release.endRule()));
    }
    return new Handling(
        handling.entering(),
        handling.permissions(),
        releases,
        handling.purge(),
        handling.arrearsRule(),
        handling.noReleaseRule());
  }

  private void check(Duration before, String where) {
    found = true;
    if (!mayShorten && span.compareTo(before) < 0) {
      throw new IllegalArgumentException(
          where
              + ": "
              + stage
              + " lasts "
              + before
              + ", and "
              + span
              + " would shorten it; say shortened(...) if that is meant");
    }
  }
}
