/** The retention policy of BytePlus cache for Redis in arrears. */
module dev.reprieve.byteplus {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;

  exports dev.reprieve.byteplus;

  provides dev.reprieve.policy.RetentionPolicyProvider with
      dev.reprieve.byteplus.internal.BytePlusRedisPolicyProvider;
}
