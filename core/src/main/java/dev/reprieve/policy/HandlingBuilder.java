package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down a {@link Handling}, line by line. Each line begins with {@code permits}, {@code
 * entering}, {@code onRelease} or {@code purging}; {@link #to} and {@link #doing} add to the
 * permissions of the line before. Not thread-safe.
 */
public final class HandlingBuilder {
  private final Map<InstanceState, List<EffectType>> entering = new EnumMap<>(InstanceState.class);
  private final List<Permission> permissions = new ArrayList<>();
  private final List<Release> releases = new ArrayList<>();
  private final List<PurgeStep> purge = new ArrayList<>();
  private @Nullable String arrearsRule;
  private @Nullable String noReleaseRule;
  private int lastLine;

  HandlingBuilder() {}

  HandlingBuilder(Handling from) {
    entering.putAll(from.entering());
    permissions.addAll(from.permissions());
    releases.addAll(from.releases());
    purge.addAll(from.purge());
    arrearsRule = from.arrearsRule();
    noReleaseRule = from.noReleaseRule();
    lastLine = permissions.size();
  }

  /** What must happen, in this order, when an instance enters the state. */
  public HandlingBuilder entering(InstanceState state, EffectType... effects) {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(effects, "effects");
    entering.put(state, List.of(effects));
    return this;
  }

  /**
   * Operations that a state permits, and the rule that says so. Where renewing, settling,
   * rebuilding and destroying lead is known; every other operation must be told by {@link #to}.
   */
  public HandlingBuilder permits(InstanceState in, String rule, Operation... operations) {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(operations, "operations");
    lastLine = permissions.size();
    for (Operation operation : operations) {
      permissions.add(
          new Permission(in, operation, knownTarget(in, operation), knownEffects(operation), rule));
    }
    return this;
  }

  /** Where the operations of the line before lead. */
  public HandlingBuilder to(Target target) {
    Objects.requireNonNull(target, "target");
    for (int i = lastLine; i < permissions.size(); i++) {
      Permission line = permissions.get(i);
      permissions.set(
          i, new Permission(line.in(), line.operation(), target, line.effects(), line.rule()));
    }
    return this;
  }

  /** What must happen, in this order, at the operations of the line before. */
  public HandlingBuilder doing(EffectType... effects) {
    Objects.requireNonNull(effects, "effects");
    for (int i = lastLine; i < permissions.size(); i++) {
      Permission line = permissions.get(i);
      permissions.set(
          i, new Permission(line.in(), line.operation(), line.to(), List.of(effects), line.rule()));
    }
    return this;
  }

  /**
   * A manual release puts the instance into the bin, which keeps it for a span.
   *
   * @param rule the rule of the release
   * @param endRule the rule that sets the span
   */
  public HandlingBuilder onRelease(
      String rule, Duration kept, String endRule, BillingMode... billing) {
    Objects.requireNonNull(kept, "kept");
    Objects.requireNonNull(billing, "billing");
    releases.add(
        new Release(Set.of(billing), Release.Outcome.RETAINED, kept, false, rule, endRule));
    return this;
  }

  /** As {@link #onRelease}, but what has been kept for exactly the span is still kept (KEC-04). */
  public HandlingBuilder onReleaseForMoreThan(
      String rule, Duration kept, String endRule, BillingMode... billing) {
    Objects.requireNonNull(kept, "kept");
    Objects.requireNonNull(billing, "billing");
    releases.add(new Release(Set.of(billing), Release.Outcome.RETAINED, kept, true, rule, endRule));
    return this;
  }

  /** A manual release puts the instance into the bin, which keeps it with no end. */
  public HandlingBuilder onReleaseWithoutEnd(String rule, BillingMode... billing) {
    Objects.requireNonNull(billing, "billing");
    releases.add(new Release(Set.of(billing), Release.Outcome.RETAINED, null, false, rule, rule));
    return this;
  }

  /** A manual release is final: the instance is purged at once (ALL-17). */
  public HandlingBuilder onFinalRelease(String rule, BillingMode... billing) {
    Objects.requireNonNull(billing, "billing");
    releases.add(new Release(Set.of(billing), Release.Outcome.PURGED, null, false, rule, rule));
    return this;
  }

  /** There is no manual release, and the rule that says so. */
  public HandlingBuilder neverReleased(String rule) {
    Objects.requireNonNull(rule, "rule");
    this.noReleaseRule = rule;
    return this;
  }

  /** What a purge does, before the rest, to what does not lie in the bin yet. */
  public HandlingBuilder purgingFirstUnlessRetained(EffectType... effects) {
    Objects.requireNonNull(effects, "effects");
    for (EffectType effect : effects) {
      purge.add(new PurgeStep(effect, true));
    }
    return this;
  }

  /** What a purge does, in this order. */
  public HandlingBuilder purging(EffectType... effects) {
    Objects.requireNonNull(effects, "effects");
    for (EffectType effect : effects) {
      purge.add(new PurgeStep(effect, false));
    }
    return this;
  }

  /** Arrears are recorded and told, and no stage follows from them. */
  public HandlingBuilder arrearsAreOnlyRecorded(String rule) {
    Objects.requireNonNull(rule, "rule");
    this.arrearsRule = rule;
    return this;
  }

  /** The handling. It is checked when a policy is built of it. */
  public Handling build() {
    return new Handling(entering, permissions, releases, purge, arrearsRule, noReleaseRule);
  }

  private static @Nullable Target knownTarget(InstanceState in, Operation operation) {
    if (operation.equals(Operation.RENEW) || operation.equals(Operation.SETTLE)) {
      return in == InstanceState.LOCKED ? Target.STATE_BEFORE_LOCK : Target.SAME_STATE;
    }
    if (operation.equals(Operation.REBUILD)) {
      return Target.SAME_STATE;
    }
    return operation.equals(Operation.DESTROY) ? Target.PURGED : null;
  }

  private static List<EffectType> knownEffects(Operation operation) {
    return operation.equals(Operation.REBUILD) ? List.of(EffectType.CREATE_INSTANCE) : List.of();
  }
}
