/** The retention policy of Tair and Redis. */
module dev.reprieve.redis {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;

  exports dev.reprieve.redis;
  exports dev.reprieve.redis.specification;

  provides dev.reprieve.policy.RetentionPolicyProvider with
      dev.reprieve.redis.internal.RedisPolicyProvider;
}
