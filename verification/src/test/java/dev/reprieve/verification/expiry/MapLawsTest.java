package dev.reprieve.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import dev.reprieve.expiry.KeyExpiryStore;
import dev.reprieve.expiry.Lifetime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Guava's suite of map laws over the store's view: without lifetimes, with one, and among expired
 * keys.
 */
@Tag("KEY-01")
class MapLawsTest {
  /**
   * What Guava's suite has for such a map; fewer would mean that the suite was not built as it
   * should be.
   */
  private static final int LEAST_TESTS = 800;

  private static final Duration YEAR = Duration.ofDays(365);

  @TestFactory
  Stream<DynamicNode> withoutLifetime() {
    return suite(
        "endless",
        () -> KeyExpiryStore.<String, String>builder().clock(new FrozenClock()).build().asMap());
  }

  @TestFactory
  Stream<DynamicNode> withALifetimeOnAFrozenClock() {
    return suite(
        "a year",
        () ->
            KeyExpiryStore.<String, String>builder()
                .clock(new FrozenClock())
                .build()
                .asMap(Lifetime.of(YEAR)));
  }

  @TestFactory
  Stream<DynamicNode> amongExpiredKeysThatAreStillHeld() {
    return suite(
        "among expired",
        () -> {
          FrozenClock clock = new FrozenClock();
          KeyExpiryStore<String, String> store =
              KeyExpiryStore.<String, String>builder().clock(clock).build();
          for (String key : List.of("one", "two", "three", "four", "five", "six", "expired")) {
            store.put(key, "expired", YEAR);
          }
          clock.advance(YEAR);
          assertThat(store.size()).isEqualTo(7);
          return store.asMap(Lifetime.of(YEAR));
        });
  }

  private static Stream<DynamicNode> suite(String name, Supplier<Map<String, String>> empty) {
    TestSuite suite =
        ConcurrentMapTestSuiteBuilder.using(
                new TestStringMapGenerator() {
                  @Override
                  protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                    Map<String, String> map = empty.get();
                    for (Map.Entry<String, String> entry : entries) {
                      map.put(entry.getKey(), entry.getValue());
                    }
                    return map;
                  }
                })
            .named(name)
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionSize.ANY,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
            .createTestSuite();
    List<DynamicNode> tests = new ArrayList<>();
    collect(suite, tests);
    assertThat(tests).hasSizeGreaterThan(LEAST_TESTS);
    return tests.stream();
  }

  private static void collect(junit.framework.Test test, List<DynamicNode> into) {
    if (test instanceof TestSuite suite) {
      Collections.list(suite.tests()).forEach(each -> collect(each, into));
    } else if (test instanceof TestCase single) {
      into.add(DynamicTest.dynamicTest(single.getName(), single::runBare));
    }
  }
}
