package dev.reprieve.byteplus.internal;

import dev.reprieve.byteplus.BytePlusRedisPolicy;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import java.util.List;

/** Offers {@link BytePlusRedisPolicy} to ServiceLoader. */
public final class BytePlusRedisPolicyProvider implements RetentionPolicyProvider {
  /** For ServiceLoader. */
  public BytePlusRedisPolicyProvider() {}

  @Override
  public List<RetentionPolicy> policies() {
    return List.of(BytePlusRedisPolicy.create());
  }
}
