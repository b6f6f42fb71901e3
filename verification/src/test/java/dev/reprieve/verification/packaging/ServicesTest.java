package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A named module's list of services is its descriptor, a class path's is a file: what stands in one
 * alone is not found by half of the hosts.
 */
@Tag("packaged")
class ServicesTest {
  private static final String FOLDER = "META-INF/services/";
  private static final String POLICIES = "dev.reprieve.policy.RetentionPolicyProvider";

  static List<Pom> deployed() {
    return Modules.deployedJars();
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void theDescriptorAndTheFilesListTheSame(Pom module) throws IOException {
    assertThat(listedInFiles(module)).isEqualTo(provided(module));
  }

  @Test
  void theseAreProvidedAndNothingElse() {
    Map<String, Map<String, Set<String>>> provided = new TreeMap<>();
    deployed().forEach(module -> provided.put(module.artifactId(), provided(module)));
    provided.values().removeIf(Map::isEmpty);
    assertThat(provided)
        .isEqualTo(
            Map.of(
                "reprieve-redis-policy",
                Map.of(POLICIES, Set.of("dev.reprieve.redis.internal.RedisPolicyProvider")),
                "reprieve-mongodb-policy",
                Map.of(POLICIES, Set.of("dev.reprieve.mongodb.internal.MongoDbPolicyProvider")),
                "reprieve-kec-policy",
                Map.of(POLICIES, Set.of("dev.reprieve.kec.internal.KecPolicyProvider"))));
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void aProviderIsFoundByItsServiceAndByNoOtherWay(Pom module) {
    ModuleDescriptor descriptor = DescriptorsTest.descriptor(module);
    Set<String> exported =
        descriptor.exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertThat(descriptor.provides().stream().flatMap(it -> it.providers().stream()))
        .allSatisfy(
            provider ->
                assertThat(exported)
                    .doesNotContain(provider.substring(0, provider.lastIndexOf('.'))));
  }

  private static Map<String, Set<String>> provided(Pom module) {
    return DescriptorsTest.descriptor(module).provides().stream()
        .collect(
            Collectors.toMap(
                ModuleDescriptor.Provides::service, it -> new LinkedHashSet<>(it.providers())));
  }

  private static Map<String, Set<String>> listedInFiles(Pom module) throws IOException {
    Map<String, Set<String>> listed = new TreeMap<>();
    try (JarFile jar = new JarFile(Jars.of(module).toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
          String text =
              new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          listed.put(
              entry.getName().substring(FOLDER.length()),
              text.lines()
                  .map(line -> line.replaceFirst("#.*", "").strip())
                  .filter(line -> !line.isEmpty())
                  .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
      }
    }
    return listed;
  }
}
