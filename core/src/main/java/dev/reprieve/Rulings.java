package dev.reprieve;

import dev.reprieve.model.Instance;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.policy.PolicyCodec;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.recyclebin.RecycleBinRepository;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which policy rules an instance (ALL-08): the latest while it lives; from its entry into the bin
 * on the very one under which it entered, from the store's copy where the plugin has moved on.
 */
final class Rulings {
  private static final Logger LOG = LoggerFactory.getLogger(Rulings.class);

  private final PolicyRegistry policies;
  private final RecycleBinRepository bin;
  private final Map<PolicyRef, RetentionPolicy> readBack = new ConcurrentHashMap<>();

  /** What has been said already. */
  private final Set<PolicyRef> unreadable = ConcurrentHashMap.newKeySet();

  /**
   * @throws IllegalStateException if a policy has another content than the store has kept of the
   *     same version
   */
  Rulings(PolicyRegistry policies, RecycleBinRepository bin) {
    this.policies = policies;
    this.bin = bin;
    for (RetentionPolicy policy : policies.all()) {
      if (!bin.keepPolicy(policy.ref(), PolicyCodec.write(policy))) {
        throw new IllegalStateException(
            policy
                + " says something else than what the store has kept of the same version:"
                + " another content needs another version (ALL-08)");
      }
    }
  }

  @Nullable RetentionPolicy ruling(Instance instance) {
    RetentionPolicy policy = policies.ruling(instance);
    return policy != null || !instance.state().isInBin() ? policy : kept(instance.policy());
  }

  private @Nullable RetentionPolicy kept(PolicyRef ref) {
    RetentionPolicy known = readBack.get(ref);
    if (known != null) {
      return known;
    }
    String text = bin.keptPolicy(ref);
    if (text == null) {
      return null;
    }
    RetentionPolicy read = read(ref, text);
    if (read != null) {
      readBack.put(ref, read);
    }
    return read;
  }

  /** A copy that cannot be believed is none: its rows are parked, and no other waits (SAF-11). */
  private @Nullable RetentionPolicy read(PolicyRef ref, String text) {
    try {
      RetentionPolicy read = PolicyCodec.read(text);
      if (read.ref().equals(ref)) {
        return read;
      }
      warn(ref, new IllegalStateException("it does not have its digest: it was altered"));
    } catch (RuntimeException unreadable) {
      warn(ref, unreadable);
    }
    return null;
  }

  private void warn(PolicyRef ref, RuntimeException why) {
    if (unreadable.add(ref)) {
      LOG.warn(
          "The store's copy of {} is not used, and nothing that it rules is touched", ref, why);
    }
  }

  @Nullable RetentionPolicy latest(String product) {
    return policies.latest(product);
  }

  PolicyRegistry known() {
    return policies;
  }
}
