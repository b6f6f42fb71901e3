package dev.reprieve.verification.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The policies as they are say what no line of a scenario shows. */
class PolicyFactsTest {
  private final Collection<RetentionPolicy> policies = PolicyRegistry.discover().latest();

  @Test
  @Tag("ALL-15")
  void computeGoesWithTheDataWhereTheDataLivesOnTheMachine() {
    holds("ALL-15");
  }

  @Test
  @Tag("RED-10")
  void renewalIsTriedSevenDaysBeforeTheExpiry() {
    holds("RED-10");
  }

  @Test
  @Tag("RED-07")
  void theHostCarriesThePasswordOver() {
    holds("RED-07");
  }

  @Test
  @Tag("KEC-07")
  void aRestoreListsTheLostAssociations() {
    holds("KEC-07");
  }

  @Test
  @Tag("KEC-09")
  void noFeesUponShutdownIsAdvisedBesideEveryRelease() {
    holds("KEC-09");
  }

  @Test
  @Tag("BIL-01")
  void redisAndMongoDbBecomeSubscriptions() {
    holds("BIL-01");
  }

  private void holds(String rule) {
    Map<String, Predicate<RetentionPolicy>> facts = PolicyFacts.ALL;
    assertThat(policies).extracting(RetentionPolicy::id).contains("kec", "mongodb", "redis");
    assertThat(facts.keySet().stream().filter(fact -> fact.startsWith(rule)))
        .hasSize(1)
        .allSatisfy(
            fact -> assertThat(policies).allMatch(policy -> facts.get(fact).test(policy), fact));
  }
}
