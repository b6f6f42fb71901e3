package dev.reprieve.policy;

import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a product does with an instance in each state, whatever the days are: the effects of
 * entering it, the operations that it permits, manual release and the order of a purge. Several
 * tables of a policy may share one. Immutable.
 *
 * @param entering the effects of entering {@code LOCKED} and {@code RETAINED}
 * @param permissions the operations that each state permits
 * @param releases what a manual release does; empty where there is none
 * @param purge what a purge does, in this order
 * @param arrearsRule the rule for arrears where no stage follows from them, or null where one does
 * @param noReleaseRule the rule that there is no manual release, or null where there is one
 */
public record Handling(
    Map<InstanceState, List<EffectType>> entering,
    List<Permission> permissions,
    List<Release> releases,
    List<PurgeStep> purge,
    @Nullable String arrearsRule,
    @Nullable String noReleaseRule) {
  /** Copies the collections. */
  public Handling {
    Objects.requireNonNull(entering, "entering");
    Objects.requireNonNull(permissions, "permissions");
    Objects.requireNonNull(releases, "releases");
    Objects.requireNonNull(purge, "purge");
    TreeMap<InstanceState, List<EffectType>> copy = new TreeMap<>();
    entering.forEach((state, effects) -> copy.put(state, List.copyOf(effects)));
    entering = Collections.unmodifiableMap(copy);
    permissions = List.copyOf(permissions);
    releases = List.copyOf(releases);
    purge = List.copyOf(purge);
  }

  /** A builder with nothing in it. */
  public static HandlingBuilder builder() {
    return new HandlingBuilder();
  }

  /** A builder that begins with everything as it is here. */
  public HandlingBuilder toBuilder() {
    return new HandlingBuilder(this);
  }

  /** The effects of entering a state; empty where there are none. */
  public List<EffectType> effectsOfEntering(InstanceState state) {
    Objects.requireNonNull(state, "state");
    return entering.getOrDefault(state, List.of());
  }

  /** The permission for an operation in a state, or null. */
  public @Nullable Permission permission(InstanceState state, Operation operation) {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(operation, "operation");
    for (Permission permission : permissions) {
      if (permission.in() == state && permission.operation().equals(operation)) {
        return permission;
      }
    }
    return null;
  }

  /** What a manual release does to an instance that is billed so, or null where there is none. */
  public @Nullable Release release(BillingMode billing) {
    Objects.requireNonNull(billing, "billing");
    for (Release release : releases) {
      if (release.billing().contains(billing)) {
        return release;
      }
    }
    return null;
  }

  /** The effects of a purge that begins in a state, in order. */
  public List<EffectType> purgeFrom(InstanceState state) {
    Objects.requireNonNull(state, "state");
    return purge.stream()
        .filter(step -> !(step.unlessRetained() && state == InstanceState.RETAINED))
        .map(PurgeStep::type)
        .toList();
  }
}
