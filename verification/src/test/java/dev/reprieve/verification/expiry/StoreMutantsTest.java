package dev.reprieve.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.reprieve.verification.conformance.Checkout;
import dev.reprieve.verification.world.EngineMutant;
import dev.reprieve.verification.world.MutantLoader;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The store's tests must find what is wrong with a store that has a fault. */
class StoreMutantsTest {
  private static final Path SOURCES = Checkout.root().resolve("core/src/main/java");
  private static final Path TESTS =
      Checkout.root().resolve("core/src/test/java/dev/reprieve/expiry");

  private static Map<String, byte[]> tests = Map.of();

  @BeforeAll
  static void compileTheStoresTests() throws Exception {
    tests = MutantLoader.compiled(TESTS);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  @Tag("KEY-01")
  @Tag("KEY-02")
  @Tag("KEY-03")
  @Tag("KEY-04")
  @Tag("KEY-05")
  @Tag("KEY-06")
  @Tag("KEY-07")
  @Tag("KEY-13")
  void isFoundByTheTestThatIsNamed(StoreMutant mutant) throws Exception {
    TestExecutionSummary summary = run(mutant.fault(), List.of(mutant.test()));
    assertThat(summary.getTestsFoundCount()).as("tests called %s", mutant.test()).isPositive();
    assertThat(summary.getTestsFailedCount()).as("failures of %s", mutant).isPositive();
    // By what it asserts, or by the structure's own check: not because it could not run.
    assertThat(summary.getFailures())
        .allSatisfy(
            failure ->
                assertThat(failure.getException())
                    .isNotInstanceOf(TimeoutException.class)
                    .isNotInstanceOf(LinkageError.class)
                    .isNotInstanceOf(ReflectiveOperationException.class));
  }

  static List<StoreMutant> mutants() {
    return StoreMutants.all();
  }

  /** Without this a mutant could be found because of the way in which it is made. */
  @Test
  void aStoreThatIsOnlyCompiledAnewIsSound() throws Exception {
    EngineMutant none =
        EngineMutant.of(
            "nothing is wrong",
            "dev/reprieve/expiry/Stripe.java",
            "batch.removed += killed;",
            "batch.removed += killed;");
    TreeSet<String> named =
        new TreeSet<>(StoreMutants.all().stream().map(StoreMutant::test).toList());
    TestExecutionSummary summary = run(none, named);
    assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(named.size());
    assertThat(summary.getFailures()).isEmpty();
  }

  @Test
  void thereAreEnough() {
    assertThat(StoreMutants.all()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(StoreMutants.all()).extracting(StoreMutant::fault).doesNotHaveDuplicates();
  }

  private static TestExecutionSummary run(EngineMutant mutant, Iterable<String> named)
      throws Exception {
    MutantLoader loader = new MutantLoader(mutant, SOURCES, tests);
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            // A fault that hangs is no answer: it must be found by what a test asserts.
            .configurationParameter("junit.jupiter.execution.timeout.default", "90 s")
            .configurationParameter(
                "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD");
    for (String test : named) {
      request.selectors(selector(loader, test));
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    execute(loader, request.build(), listener);
    return listener.getSummary();
  }

  private static DiscoverySelector selector(MutantLoader loader, String test) throws Exception {
    String[] parts = test.split("#", 2);
    Class<?> type = loader.loadClass("dev.reprieve.expiry." + parts[0]);
    assertThat(type.getClassLoader()).isSameAs(loader);
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(each -> each.getName().equals(parts[1]))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("There is no test " + test));
    return selectMethod(type, method);
  }

  /** With nothing of what listens to the run that this test is part of. */
  private static void execute(
      ClassLoader loader, LauncherDiscoveryRequest request, SummaryGeneratingListener listener) {
    LauncherConfig alone =
        LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      LauncherFactory.create(alone).execute(request, listener);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
