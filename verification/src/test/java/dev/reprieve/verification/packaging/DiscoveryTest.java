package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.verification.packaging.ProbeHost.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The policies are found by whoever has their jars on the class path or on the module path. */
@Tag("packaged")
class DiscoveryTest {
  @TempDir static Path scratch;
  private static ProbeHost host;

  @BeforeAll
  static void compileTheProbe() {
    host = new ProbeHost(scratch);
  }

  static Stream<Arguments> everywhere() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Way.values()).map(way -> Arguments.of(jdk, way)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void theProvidersAreFoundWithoutAnyOption(Jdk jdk, Way way) {
    Forked probe = host.run(jdk, way, List.of(), "with providers").succeeded();

    assertThat(probe.out())
        .startsWith(
            way == Way.MODULE_PATH
                ? "module path, Java " + feature(jdk)
                : "class path, Java " + feature(jdk))
        .endsWith(
            "provider dev.reprieve.kec.internal.KecPolicyProvider",
            "provider dev.reprieve.mongodb.internal.MongoDbPolicyProvider",
            "provider dev.reprieve.redis.internal.RedisPolicyProvider",
            "policy kec version 1",
            "policy mongodb version 1",
            "policy redis version 1")
        .hasSize(7);
    assertThat(probe.err()).isEmpty();
  }

  private static int feature(Jdk jdk) {
    return jdk.equals(Jdk.current()) ? Runtime.version().feature() : 25;
  }
}
