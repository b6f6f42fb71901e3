package dev.reprieve.redis.internal;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.redis.RedisPolicy;
import java.util.List;

/** Offers {@link RedisPolicy} to ServiceLoader. */
public final class RedisPolicyProvider implements RetentionPolicyProvider {
  /** For ServiceLoader. */
  public RedisPolicyProvider() {}

  @Override
  public List<RetentionPolicy> policies() {
    return List.of(RedisPolicy.create());
  }
}
