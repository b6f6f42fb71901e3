package dev.reprieve.kec.internal;

import dev.reprieve.kec.KecPolicy;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import java.util.List;

/** Offers {@link KecPolicy} to ServiceLoader. */
public final class KecPolicyProvider implements RetentionPolicyProvider {
  /** For ServiceLoader. */
  public KecPolicyProvider() {}

  @Override
  public List<RetentionPolicy> policies() {
    return List.of(KecPolicy.create());
  }
}
