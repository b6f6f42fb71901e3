/** The retention policy of Kingsoft KEC. */
module dev.reprieve.kec {
  requires transitive dev.reprieve;
  requires static transitive org.jspecify;

  exports dev.reprieve.kec;

  provides dev.reprieve.policy.RetentionPolicyProvider with
      dev.reprieve.kec.internal.KecPolicyProvider;
}
