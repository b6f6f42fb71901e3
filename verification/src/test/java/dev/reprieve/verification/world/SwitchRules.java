package dev.reprieve.verification.world;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** What holds for every class that is published, as it is compiled and as it is packaged. */
public final class SwitchRules {
  private static final String[] PUBLISHED = {
    "dev.reprieve",
    "dev.reprieve.effect..",
    "dev.reprieve.expiry..",
    "dev.reprieve.guard..",
    "dev.reprieve.internal..",
    "dev.reprieve.model..",
    "dev.reprieve.policy..",
    "dev.reprieve.recyclebin..",
    "dev.reprieve.schedule..",
    "dev.reprieve.simulation..",
    "dev.reprieve.testkit..",
    "dev.reprieve.terraform..",
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
          .callMethod(System.class, "getProperties")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(Boolean.class, "getBoolean", String.class)
          .orShould()
          .callMethod(Integer.class, "getInteger", String.class)
          .orShould()
          .callMethod(Integer.class, "getInteger", String.class, int.class)
          .orShould()
          .callMethod(Integer.class, "getInteger", String.class, Integer.class)
          .orShould()
          .callMethod(Long.class, "getLong", String.class)
          .orShould()
          .callMethod(Long.class, "getLong", String.class, long.class)
          .orShould()
          .callMethod(Long.class, "getLong", String.class, Long.class);

  @ArchTest
  static final ArchRule noStaticFieldIsAssignedAnew =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PUBLISHED)
          .and()
          .areStatic()
          .should()
          .beFinal();

  /** A final field can hold what changes: of the usual holders there is none. */
  @ArchTest
  static final ArchRule noStaticFieldHoldsWhatChanges =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PUBLISHED)
          .and()
          .areStatic()
          .should()
          .haveRawType(resideInAPackage("java.util.concurrent.atomic.."))
          .orShould()
          .haveRawType(assignableTo(ThreadLocal.class));

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

  private SwitchRules() {}

  /** Whether these rules look at a package. */
  public static boolean isPublished(String packageName) {
    return Stream.of(PUBLISHED)
        .anyMatch(pattern -> PackageMatcher.of(pattern).matches(packageName));
  }

  /** Holds what was packaged to all of them. */
  public static void check(JavaClasses packaged) {
    for (ArchRule rule :
        List.of(
            nothingIsSwitchedFromOutside,
            noStaticFieldIsAssignedAnew,
            noStaticFieldHoldsWhatChanges,
            nothingIsPatched,
            theEngineKnowsNoWorld)) {
      rule.allowEmptyShould(true).check(packaged);
    }
  }
}
