package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The list that a host imports names what is deployed, all of it and nothing else. */
class BillOfMaterialsTest {
  private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

  private final Pom bill = Modules.bill();
  private final Pom parent = Modules.parent();

  /** Whoever adds a module decides here, too, whether it is handed out. */
  @Test
  void theseAreDeployedAndNoOthers() {
    assertThat(Modules.deployed())
        .extracting(Pom::artifactId)
        .containsExactlyInAnyOrder(
            "reprieve-parent",
            "reprieve-bom",
            "reprieve-core",
            "reprieve-testkit",
            "reprieve-redis-policy",
            "reprieve-mongodb-policy",
            "reprieve-kec-policy",
            "reprieve-terraform");
  }

  @Test
  void theBillHoldsEveryDeployedJarAndNothingElse() {
    assertThat(bill.texts(MANAGED + "/artifactId"))
        .containsExactlyInAnyOrderElementsOf(
            Modules.deployedJars().stream().map(Pom::artifactId).toList());
    assertThat(bill.texts(MANAGED + "/groupId"))
        .hasSameSizeAs(bill.texts(MANAGED))
        .containsOnly("dev.reprieve");
  }

  @Test
  void everythingIsOfOneVersion() {
    assertThat(bill.texts(MANAGED + "/version"))
        .hasSameSizeAs(bill.texts(MANAGED))
        .containsOnly("${project.version}");
    assertThat(Modules.all()).extracting(Pom::version).containsOnly(parent.version());
  }

  @Test
  void whoImportsTheBillGetsNothingButTheList() {
    assertThat(bill.texts("/project/parent")).isEmpty();
    assertThat(bill.texts("/project/dependencies | /project/repositories | /project/profiles"))
        .isEmpty();
    assertThat(bill.texts(MANAGED + "/*[self::type or self::scope or self::classifier]")).isEmpty();
  }

  @Test
  void theParentImportsTheBillAndDoesNotRepeatIt() {
    String ours = MANAGED + "[groupId='dev.reprieve']";
    assertThat(parent.texts(ours + "/artifactId")).containsExactly("reprieve-bom");
    assertThat(parent.texts(ours + "/scope")).containsExactly("import");
    assertThat(Modules.all())
        .filteredOn(pom -> !pom.artifactId().matches("reprieve-(parent|bom)"))
        .allSatisfy(pom -> assertThat(pom.texts(ours)).isEmpty());
  }

  @Test
  void theBillIsDeployedByTheSamePluginsAsTheRest() {
    assertThat(bill.managedPlugins())
        .containsOnlyKeys(
            "maven-clean-plugin",
            "maven-install-plugin",
            "maven-deploy-plugin",
            "maven-site-plugin")
        .allSatisfy(
            (plugin, version) ->
                assertThat(parent.managedPlugins()).containsEntry(plugin, version));
  }
}
