package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the module descriptors in the built jars promise, against what was meant. */
@Tag("packaged")
class DescriptorsTest {
  private static final String JSPECIFY = "static transitive org.jspecify";

  /**
   * What was meant.
   *
   * @param exported what anyone may use: a line less breaks hosts, a line more binds us
   * @param hidden what else is in the jar
   */
  private record Meant(
      String name, Set<String> exported, Set<String> hidden, Set<String> required) {}

  private static final Map<String, Meant> MEANT =
      Map.of(
          "reprieve-core",
          new Meant(
              "dev.reprieve",
              Set.of(
                  "dev.reprieve",
                  "dev.reprieve.effect",
                  "dev.reprieve.expiry",
                  "dev.reprieve.guard",
                  "dev.reprieve.model",
                  "dev.reprieve.policy",
                  "dev.reprieve.recyclebin",
                  "dev.reprieve.schedule",
                  "dev.reprieve.simulation"),
              Set.of("dev.reprieve.internal"),
              Set.of("org.slf4j", JSPECIFY)),
          "reprieve-testkit",
          new Meant(
              "dev.reprieve.testkit",
              Set.of(
                  "dev.reprieve.testkit",
                  "dev.reprieve.testkit.contract",
                  "dev.reprieve.testkit.world"),
              Set.of(),
              Set.of(
                  "transitive dev.reprieve",
                  "transitive org.assertj.core",
                  "transitive org.junit.jupiter.api",
                  JSPECIFY)),
          "reprieve-redis-policy",
          new Meant(
              "dev.reprieve.redis",
              Set.of("dev.reprieve.redis", "dev.reprieve.redis.specification"),
              Set.of("dev.reprieve.redis.internal"),
              Set.of("transitive dev.reprieve", JSPECIFY)),
          "reprieve-mongodb-policy",
          new Meant(
              "dev.reprieve.mongodb",
              Set.of("dev.reprieve.mongodb"),
              Set.of("dev.reprieve.mongodb.internal"),
              Set.of("transitive dev.reprieve", JSPECIFY)),
          "reprieve-kec-policy",
          new Meant(
              "dev.reprieve.kec",
              Set.of("dev.reprieve.kec"),
              Set.of("dev.reprieve.kec.internal"),
              Set.of("transitive dev.reprieve", JSPECIFY)),
          "reprieve-terraform",
          new Meant(
              "dev.reprieve.terraform",
              Set.of("dev.reprieve.terraform"),
              Set.of(),
              Set.of(
                  "transitive dev.reprieve",
                  "transitive dev.reprieve.redis",
                  "dev.reprieve.mongodb",
                  "dev.reprieve.kec",
                  "com.fasterxml.jackson.core",
                  "com.fasterxml.jackson.databind",
                  "com.fasterxml.jackson.dataformat.csv",
                  JSPECIFY)));

  static List<Pom> deployed() {
    return Modules.deployedJars();
  }

  @Test
  void nothingIsDeployedOfWhichNothingIsMeant() {
    assertThat(deployed())
        .extracting(Pom::artifactId)
        .containsExactlyInAnyOrderElementsOf(MEANT.keySet());
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void theNameAndTheExportedPackagesAreThoseThatWereMeant(Pom module) {
    ModuleDescriptor descriptor = descriptor(module);
    Meant meant = MEANT.get(module.artifactId());
    assertThat(descriptor.isAutomatic()).isFalse();
    assertThat(descriptor.name()).isEqualTo(meant.name());
    assertThat(descriptor.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(meant.exported());
    Set<String> rest = new TreeSet<>(descriptor.packages());
    rest.removeAll(meant.exported());
    assertThat(rest).containsExactlyInAnyOrderElementsOf(meant.hidden());
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void nothingIsExportedToFriendsAloneOrOpenedButTheContracts(Pom module) {
    ModuleDescriptor descriptor = descriptor(module);
    assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
    assertThat(descriptor.isOpen()).isFalse();
    // JUnit calls the contracts' tests, which are package-private.
    boolean holdsTests = module.artifactId().equals("reprieve-testkit");
    assertThat(descriptor.opens())
        .extracting(ModuleDescriptor.Opens::source)
        .containsExactlyElementsOf(
            holdsTests ? List.of("dev.reprieve.testkit.contract") : List.of());
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void itRequiresWhatWasMeantInTheWayThatWasMeant(Pom module) {
    assertThat(descriptor(module).requires())
        .filteredOn(required -> !required.modifiers().contains(Requires.Modifier.MANDATED))
        .extracting(DescriptorsTest::written)
        .containsExactlyInAnyOrderElementsOf(MEANT.get(module.artifactId()).required());
  }

  @Test
  void coreAloneAsksForProviders() {
    Map<String, Set<String>> uses = new TreeMap<>();
    deployed().forEach(module -> uses.put(module.artifactId(), descriptor(module).uses()));
    uses.values().removeIf(Set::isEmpty);
    assertThat(uses)
        .isEqualTo(Map.of("reprieve-core", Set.of("dev.reprieve.policy.RetentionPolicyProvider")));
  }

  private static String written(Requires required) {
    return required.modifiers().stream()
            .sorted(Comparator.reverseOrder())
            .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
            .collect(Collectors.joining())
        + required.name();
  }

  static ModuleDescriptor descriptor(Pom module) {
    return ModuleFinder.of(Jars.of(module)).findAll().iterator().next().descriptor();
  }
}
