/** A host that does nothing but look around. */
module dev.reprieve.probe {
  requires dev.reprieve;

  uses dev.reprieve.policy.RetentionPolicyProvider;
}
