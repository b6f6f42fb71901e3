/** The retention policy of MongoDB. */
module dev.reprieve.mongodb {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;

  exports dev.reprieve.mongodb;

  provides dev.reprieve.policy.RetentionPolicyProvider with
      dev.reprieve.mongodb.internal.MongoDbPolicyProvider;
}
