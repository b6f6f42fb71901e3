package dev.reprieve.verification.transitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.model.Cause;
import dev.reprieve.model.Decision;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.verification.conformance.ConformanceFiles;
import dev.reprieve.verification.conformance.InProcess;
import dev.reprieve.verification.tables.Stories;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Every legal transition of every table is taken by a test, and none that is not legal. */
@Tag("ALL-02")
@Tag("SCN-15")
class TransitionCoverageTest {
  private final PolicyRegistry policies = PolicyRegistry.discover();
  private final Set<String> legal = new TreeSet<>();

  TransitionCoverageTest() {
    for (RetentionPolicy policy : policies.latest()) {
      legal.addAll(LegalTransitions.of(policy));
    }
  }

  @Test
  void everyLegalTransitionIsTaken(TestReporter reporter) {
    Set<String> byCases = new TreeSet<>();
    ConformanceFiles.cases().forEach(one -> InProcess.difference(one, policies, noting(byCases)));
    Set<String> byStories = new TreeSet<>();
    Stories.all().forEach(one -> InProcess.difference(one, policies, noting(byStories)));
    Set<String> byLives = new TreeSet<>();
    new ExplicitLives(policies, noting(byLives)).all();

    Set<String> taken = new TreeSet<>(byCases);
    taken.addAll(byStories);
    taken.addAll(byLives);
    reporter.publishEntry("legal transitions", String.valueOf(legal.size()));
    reporter.publishEntry("taken by conformance cases", String.valueOf(byCases.size()));
    reporter.publishEntry("taken by stories", String.valueOf(byStories.size()));
    reporter.publishEntry("taken in all", String.valueOf(taken.size()));
    assertThat(legal).filteredOn(one -> !taken.contains(one)).as("taken by no test").isEmpty();
    assertThat(taken).filteredOn(one -> !legal.contains(one)).as("legal by no table").isEmpty();
  }

  private static Consumer<Decision> noting(Set<String> taken) {
    return decision -> {
      if (decision.from() != null && !decision.cause().equals(Cause.PURGE_CONFIRMED)) {
        taken.add(
            decision.after().key().product()
                + "/"
                + decision.after().profile()
                + "/"
                + decision.transition());
      }
    };
  }
}
