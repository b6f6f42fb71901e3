/** The model, the interpreter and the engine of Reprieve. */
module dev.reprieve {
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.reprieve.effect;
  exports dev.reprieve.expiry;
  exports dev.reprieve.guard;
  exports dev.reprieve;
  exports dev.reprieve.model;
  exports dev.reprieve.policy;
  exports dev.reprieve.recyclebin;
  exports dev.reprieve.schedule;
  exports dev.reprieve.simulation;

  uses dev.reprieve.policy.RetentionPolicyProvider;
}
