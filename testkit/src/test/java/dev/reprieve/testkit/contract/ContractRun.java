package dev.reprieve.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract as JUnit does, and says which of its tests fail. */
final class ContractRun implements TestExecutionListener {
  private final Set<String> failed = new TreeSet<>();
  private int ended;

  private ContractRun() {}

  /** The names of the methods that fail. */
  static Set<String> failing(Class<?> contract) {
    ContractRun run = new ContractRun();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build(),
            run);
    if (run.ended == 0) {
      throw new IllegalStateException("no test of " + contract + " was run");
    }
    return run.failed;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    ended += test.isTest() ? 1 : 0;
    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      failed.add(
          test.getSource()
              .filter(MethodSource.class::isInstance)
              .map(source -> ((MethodSource) source).getMethodName())
              .orElse(test.getDisplayName()));
    }
  }
}
