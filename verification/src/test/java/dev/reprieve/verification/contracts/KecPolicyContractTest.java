package dev.reprieve.verification.contracts;

import dev.reprieve.kec.KecPolicy;
import dev.reprieve.kec.internal.KecPolicyProvider;
import dev.reprieve.policy.RetentionPolicyProvider;
import dev.reprieve.testkit.contract.RetentionPolicyContract;
import dev.reprieve.testkit.contract.Scenario;
import java.util.List;

/** The policy of Kingsoft KEC keeps the contract. */
class KecPolicyContractTest extends RetentionPolicyContract {
  @Override
  protected RetentionPolicyProvider provider() {
    return new KecPolicyProvider();
  }

  @Override
  protected List<Scenario> scenarios() {
    return ConformanceScenarios.of(KecPolicy.create());
  }
}
