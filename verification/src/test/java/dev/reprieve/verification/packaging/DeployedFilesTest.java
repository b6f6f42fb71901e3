package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deployment hands out all that a host looks for, and none of it is empty. */
@Tag("packaged")
class DeployedFilesTest {
  private static final Set<String> OURS = Set.of("reprieve-core", "slf4j-api", "jspecify");

  private static final Map<String, Set<String>> COMPONENTS =
      Map.of(
          "reprieve-core",
          Set.of("slf4j-api", "jspecify"),
          "reprieve-testkit",
          // Its contracts are tests: whoever extends them runs them.
          Set.of(
              "reprieve-core",
              "slf4j-api",
              "jspecify",
              "assertj-core",
              "byte-buddy",
              "junit-jupiter-api",
              "junit-platform-commons",
              "opentest4j",
              "apiguardian-api"),
          "reprieve-redis-policy",
          OURS,
          "reprieve-mongodb-policy",
          OURS,
          "reprieve-kec-policy",
          OURS,
          "reprieve-terraform",
          Set.of(
              "reprieve-core",
              "reprieve-redis-policy",
              "reprieve-mongodb-policy",
              "reprieve-kec-policy",
              "slf4j-api",
              "jspecify",
              "jackson-core",
              "jackson-databind",
              "jackson-annotations",
              "jackson-dataformat-csv"));

  static List<Pom> deployed() {
    return Modules.deployedJars();
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void eachJarComesWithSourcesDocumentationAndBillOfMaterials(Pom module) {
    assertThat(SecondBuild.get().deployed(module))
        .containsExactlyInAnyOrder(
            ".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", "-cyclonedx.xml");
  }

  @Test
  void nothingElseIsDeployed() throws IOException {
    try (Stream<Path> folders = Files.list(SecondBuild.get().remote().resolve("dev/reprieve"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Modules.deployed().stream().map(Pom::artifactId).toList());
    }
    assertThat(SecondBuild.get().deployed(Modules.bill())).containsExactly(".pom");
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void theSourcesAreEverySourceOfTheModule(Pom module) throws IOException {
    Path main = module.folder().resolve("src/main");
    Set<String> sources = new TreeSet<>();
    for (Path root : List.of(main.resolve("java"), main.resolve("resources"))) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          files
              .filter(Files::isRegularFile)
              .forEach(file -> sources.add(root.relativize(file).toString().replace('\\', '/')));
        }
      }
    }
    assertThat(sources).contains("module-info.java").hasSizeGreaterThan(5);
    assertThat(entries(SecondBuild.get().deployed(module, "-sources.jar")))
        .containsAll(sources)
        .filteredOn(entry -> entry.endsWith(".java"))
        .allMatch(sources::contains);
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void theDocumentationHasAPageForEveryPublicTypeOfEveryExportedPackage(Pom module)
      throws IOException {
    ModuleDescriptor descriptor = DescriptorsTest.descriptor(module);
    Set<String> pages = entries(SecondBuild.get().deployed(module, "-javadoc.jar"));
    assertThat(pages).contains("index.html");
    for (ModuleDescriptor.Exports exported : descriptor.exports()) {
      String folder = exported.source().replace('.', '/');
      assertThat(pages).contains(descriptor.name() + "/" + folder + "/package-summary.html");
      for (String type : publicTypes(module, folder)) {
        assertThat(pages).contains(descriptor.name() + "/" + folder + "/" + type + ".html");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void theBillOfMaterialsNamesWhatAHostGetsAndNothingOfTheTests(Pom module) throws IOException {
    JsonNode bill =
        new ObjectMapper().readTree(SecondBuild.get().deployed(module, "-cyclonedx.json").toFile());
    assertThat(bill.path("metadata").path("component").path("name").asText())
        .isEqualTo(module.artifactId());
    Map<String, String> components = new TreeMap<>();
    bill.path("components")
        .forEach(
            component ->
                components.put(
                    component.path("name").asText(), component.path("licenses").toString()));
    assertThat(components)
        .containsOnlyKeys(COMPONENTS.get(module.artifactId()))
        .allSatisfy((name, licences) -> assertThat(licences).contains("\"id\""));
  }

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory() && entry.getSize() != 0)
          .map(ZipEntry::getName)
          .collect(Collectors.toSet());
    }
  }

  private static List<String> publicTypes(Pom module, String folder) throws IOException {
    try (Stream<Path> files = Files.list(module.folder().resolve("src/main/java/" + folder))) {
      List<String> types = new ArrayList<>();
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (Files.isRegularFile(file)
            && Files.readString(file)
                .matches(
                    "(?s).*\\npublic [a-z ]*(class|record|interface|enum) " + name + "\\b.*")) {
          types.add(name);
        }
      }
      return types;
    }
  }
}
