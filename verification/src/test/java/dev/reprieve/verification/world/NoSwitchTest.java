package dev.reprieve.verification.world;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is published holds no switch that would make an engine break its promises. */
@AnalyzeClasses(packages = "dev.reprieve", importOptions = ImportOption.DoNotIncludeTests.class)
class NoSwitchTest {
  private static final String[] PUBLISHED = {
    "dev.reprieve",
    "dev.reprieve.effect..",
    "dev.reprieve.guard..",
    "dev.reprieve.model..",
    "dev.reprieve.policy..",
    "dev.reprieve.recyclebin..",
    "dev.reprieve.schedule..",
    "dev.reprieve.simulation..",
    "dev.reprieve.testkit..",
    "dev.reprieve.redis..",
    "dev.reprieve.mongodb..",
    "dev.reprieve.kec.."
  };

  @ArchTest
  static final ArchRule nothingIsSwitchedFromOutside =
      noClasses()
          .that()
          .resideInAnyPackage(PUBLISHED)
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(Boolean.class, "getBoolean", String.class)
          .orShould()
          .callMethod(Integer.class, "getInteger", String.class)
          .orShould()
          .callMethod(Long.class, "getLong", String.class);

  @ArchTest
  static final ArchRule nothingIsPatched =
      noClasses()
          .that()
          .resideInAnyPackage(PUBLISHED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.tools..",
              "java.lang.instrument..",
              "net.bytebuddy..",
              "dev.reprieve.verification..");

  /** The engine knows nothing of the worlds that it is tried in. */
  @ArchTest
  static final ArchRule theEngineKnowsNoWorld =
      noClasses()
          .that()
          .resideInAnyPackage(PUBLISHED)
          .and()
          .resideOutsideOfPackage("dev.reprieve.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.reprieve.testkit..");
}
