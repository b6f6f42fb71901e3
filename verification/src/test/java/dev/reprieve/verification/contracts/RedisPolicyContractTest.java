package dev.reprieve.verification.contracts;

import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.redis.RedisPolicy;
import dev.reprieve.redis.internal.RedisPolicyProvider;
import dev.reprieve.testkit.contract.RetentionPolicyContract;
import dev.reprieve.testkit.contract.Scenario;
import java.util.List;

/** The policy of Tair and Redis keeps the contract. */
class RedisPolicyContractTest extends RetentionPolicyContract {
  @Override
  protected RetentionPolicyProvider provider() {
    return new RedisPolicyProvider();
  }

  @Override
  protected List<Scenario> scenarios() {
    return ConformanceScenarios.of(RedisPolicy.create());
  }
}
