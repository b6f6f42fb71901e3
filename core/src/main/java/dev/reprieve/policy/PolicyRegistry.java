package dev.reprieve.policy;

import dev.reprieve.model.Instance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies that an engine knows, by id and version. Immutable and thread-safe; there is no
 * global one.
 */
public final class PolicyRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyRegistry.class);

  /** A class path that fails this often in a row fails for ever. */
  private static final int TOLERATED_FAILURES = 100;

  private final Map<String, TreeMap<Integer, RetentionPolicy>> policies = new TreeMap<>();

  private PolicyRegistry(Collection<RetentionPolicy> given) {
    for (RetentionPolicy policy : given) {
      RetentionPolicy other =
          policies
              .computeIfAbsent(policy.id(), id -> new TreeMap<>())
              .putIfAbsent(policy.version(), policy);
      if (other != null && !other.digest().equals(policy.digest())) {
        throw new IllegalArgumentException(
            "two policies are "
                + policy
                + " and say different things: another content needs another version (ALL-08)");
      }
    }
  }

  /**
   * A registry of these policies.
   *
   * @throws IllegalArgumentException if two have the same id and version and differ
   */
  public static PolicyRegistry of(Collection<RetentionPolicy> policies) {
    Objects.requireNonNull(policies, "policies");
    return new PolicyRegistry(policies);
  }

  /**
   * A registry of what {@link ServiceLoader} finds beside this library, on the module path or the
   * class path. A provider that cannot be loaded or does not answer is logged and skipped. Where
   * providers say different things of one version of a policy, none of them is believed: which one
   * came first would depend on the order of the path, and the wrong one might purge early.
   */
  public static PolicyRegistry discover() {
    return discover(RetentionPolicyProvider.class.getClassLoader());
  }

  /** As {@link #discover()}, with the class loader of a host that keeps its plugins apart. */
  public static PolicyRegistry discover(@Nullable ClassLoader loader) {
    Map<String, List<RetentionPolicy>> offered = new TreeMap<>();
    Iterator<ServiceLoader.Provider<RetentionPolicyProvider>> providers =
        ServiceLoader.load(RetentionPolicyProvider.class, loader).stream().iterator();
    int failures = 0;
    while (failures < TOLERATED_FAILURES) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        for (RetentionPolicy policy : List.copyOf(providers.next().get().policies())) {
          offered.computeIfAbsent(policy.toString(), name -> new ArrayList<>()).add(policy);
        }
        failures = 0;
      } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
        // A linkage error is a provider built for another Java or for another version of this
        // library; the class path's lookup lets it through as it is.
        failures++;
        LOG.warn("A provider of retention policies cannot be used and is skipped", broken);
      }
    }
    offered.values().removeIf(PolicyRegistry::disputed);
    return new PolicyRegistry(offered.values().stream().flatMap(List::stream).toList());
  }

  private static boolean disputed(List<RetentionPolicy> sameVersion) {
    boolean disputed = sameVersion.stream().map(RetentionPolicy::digest).distinct().count() > 1;
    if (disputed) {
      LOG.warn(
          "{} providers of retention policies say different things of {}: all are skipped",
          sameVersion.size(),
          sameVersion.get(0));
    }
    return disputed;
  }

  /** The latest version for a product, or null. */
  public @Nullable RetentionPolicy latest(String product) {
    Objects.requireNonNull(product, "product");
    TreeMap<Integer, RetentionPolicy> versions = policies.get(product);
    return versions == null ? null : versions.lastEntry().getValue();
  }

  /**
   * The policy that rules an instance: the latest while it lives, and the very one under which it
   * entered the bin from then on (ALL-08). Null where this registry does not have it.
   */
  public @Nullable RetentionPolicy ruling(Instance instance) {
    Objects.requireNonNull(instance, "instance");
    if (!instance.state().isInBin()) {
      return latest(instance.key().product());
    }
    TreeMap<Integer, RetentionPolicy> versions = policies.get(instance.policy().id());
    RetentionPolicy policy = versions == null ? null : versions.get(instance.policy().version());
    return policy != null && policy.ref().equals(instance.policy()) ? policy : null;
  }

  /** Every version of every policy. */
  public Collection<RetentionPolicy> all() {
    return policies.values().stream().flatMap(versions -> versions.values().stream()).toList();
  }

  /** The latest version of every policy, by id. */
  public Collection<RetentionPolicy> latest() {
    return Collections.unmodifiableList(
        policies.values().stream().map(versions -> versions.lastEntry().getValue()).toList());
  }
}
