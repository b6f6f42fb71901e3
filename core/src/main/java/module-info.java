/** The model, the interpreter and the engine of Reprieve. */
module dev.reprieve {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.reprieve.model;
  exports dev.reprieve.policy;

  uses dev.reprieve.policy.RetentionPolicyProvider;
}
