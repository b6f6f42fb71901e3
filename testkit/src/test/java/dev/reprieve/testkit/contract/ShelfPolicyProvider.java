package dev.reprieve.testkit.contract;

import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import java.util.List;

/** Registered beside these tests. */
public class ShelfPolicyProvider implements RetentionPolicyProvider {
  @Override
  public List<RetentionPolicy> policies() {
    return List.of(ShelfPolicy.create());
  }
}
