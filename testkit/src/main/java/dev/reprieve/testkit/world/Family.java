package dev.reprieve.testkit.world;

import dev.reprieve.model.InstanceState;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Three versions of every policy, each with another span than the one before, and what an engine
 * may know of them (ALL-08). Immutable.
 */
final class Family {
  /** What an engine knows. */
  enum Knows {
    FIRST,
    SECOND,
    SECOND_ALONE,
    THIRD,
    THIRD_ALONE
  }

  /** Which stage lasts how long from some version on. */
  private record Change(InstanceState stage, Duration span) {}

  private static final List<List<Change>> CHANGES =
      List.of(
          List.of(
              new Change(InstanceState.LOCKED, Duration.ofDays(20)),
              new Change(InstanceState.RETAINED, Duration.ofDays(11))),
          List.of(
              new Change(InstanceState.RETAINED, Duration.ofDays(2)),
              new Change(InstanceState.LOCKED, Duration.ofDays(3))),
          List.of(
              new Change(InstanceState.RETAINED, Duration.ofDays(12)),
              new Change(InstanceState.RETAINED, Duration.ofDays(1))));

  private final Map<Knows, PolicyRegistry> registries = new EnumMap<>(Knows.class);
  private final Map<PolicyRef, RetentionPolicy> all = new HashMap<>();
  private final @Nullable PolicyRegistry impostor;
  private final List<PolicyRef> first;

  private Family(Collection<RetentionPolicy> first, List<Change> changes) {
    List<RetentionPolicy> one = List.copyOf(first);
    List<RetentionPolicy> two = changed(one, changes, 0);
    List<RetentionPolicy> three = changed(two, changes, 1);
    this.first = one.stream().map(RetentionPolicy::ref).toList();
    registries.put(Knows.FIRST, PolicyRegistry.of(one));
    registries.put(Knows.SECOND, PolicyRegistry.of(joined(one, two)));
    registries.put(Knows.SECOND_ALONE, PolicyRegistry.of(two));
    registries.put(Knows.THIRD, PolicyRegistry.of(joined(joined(one, two), three)));
    registries.put(Knows.THIRD_ALONE, PolicyRegistry.of(three));
    joined(joined(one, two), three).forEach(policy -> all.put(policy.ref(), policy));
    this.impostor = changes.isEmpty() ? null : PolicyRegistry.of(disguised(two, changes.get(0)));
  }

  /** Where nothing ever changes, and then every other one. */
  static List<Family> of(Collection<RetentionPolicy> first) {
    List<Family> families = new ArrayList<>();
    families.add(new Family(first, List.of()));
    CHANGES.forEach(changes -> families.add(new Family(first, changes)));
    return families;
  }

  static int count() {
    return CHANGES.size() + 1;
  }

  PolicyRegistry registry(Knows knows) {
    PolicyRegistry known = registries.get(knows);
    if (known == null) {
      throw new IllegalStateException("nobody knows " + knows);
    }
    return known;
  }

  /** Every version, by what rows name it by. */
  @Nullable RetentionPolicy policy(PolicyRef ref) {
    return all.get(ref);
  }

  /** Other policies under the first versions' numbers, or null where there are none. */
  @Nullable PolicyRegistry impostor() {
    return impostor;
  }

  /** The first versions. */
  List<PolicyRef> first() {
    return first;
  }

  private static List<RetentionPolicy> joined(
      List<RetentionPolicy> one, List<RetentionPolicy> two) {
    List<RetentionPolicy> both = new ArrayList<>(one);
    two.stream().filter(policy -> !both.contains(policy)).forEach(both::add);
    return both;
  }

  private static List<RetentionPolicy> changed(
      List<RetentionPolicy> from, List<Change> changes, int index) {
    return changes.isEmpty()
        ? from
        : from.stream()
            .map(policy -> changed(policy, changes.get(index), policy.version() + 1))
            .toList();
  }

  private static List<RetentionPolicy> disguised(List<RetentionPolicy> second, Change change) {
    Change other = new Change(change.stage(), change.span().plusDays(1));
    return second.stream().map(policy -> changed(policy, other, policy.version() - 1)).toList();
  }

  /** Every profile that has such a stage is changed; the number is the last one's. */
  private static RetentionPolicy changed(RetentionPolicy policy, Change change, int version) {
    List<String> profiles =
        policy.profiles().keySet().stream().filter(name -> has(policy, name, change)).toList();
    RetentionPolicy next = policy;
    for (int i = 0; i < profiles.size(); i++) {
      int number = i == profiles.size() - 1 ? version : 1_000 + i;
      next = next.shortened(profiles.get(i), change.stage(), change.span(), number);
    }
    return next;
  }

  private static boolean has(RetentionPolicy policy, String profile, Change change) {
    try {
      policy.shortened(profile, change.stage(), change.span(), 1_000_000);
      return true;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
