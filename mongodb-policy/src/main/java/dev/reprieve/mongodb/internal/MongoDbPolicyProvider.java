package dev.reprieve.mongodb.internal;

import dev.reprieve.mongodb.MongoDbPolicy;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionPolicyProvider;
import java.util.List;

/** Offers {@link MongoDbPolicy} to ServiceLoader. */
public final class MongoDbPolicyProvider implements RetentionPolicyProvider {
  /** For ServiceLoader. */
  public MongoDbPolicyProvider() {}

  @Override
  public List<RetentionPolicy> policies() {
    return List.of(MongoDbPolicy.create());
  }
}
