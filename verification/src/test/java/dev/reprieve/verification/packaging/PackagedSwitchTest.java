package dev.reprieve.verification.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.reprieve.verification.world.SwitchRules;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jars themselves hold no switch: by the rules of {@link SwitchRules}, and nothing in them lies
 * in a package that those rules do not know.
 */
@Tag("packaged")
class PackagedSwitchTest {
  static List<Pom> deployed() {
    return Modules.deployedJars();
  }

  @ParameterizedTest
  @MethodSource("deployed")
  void whatIsDeployedHoldsNoSwitch(Pom module) throws IOException {
    try (JarFile jar = new JarFile(Jars.of(module).toFile())) {
      JavaClasses classes = new ClassFileImporter().importJar(jar);
      assertThat(classes)
          .filteredOn(each -> !each.getSimpleName().equals("module-info"))
          .isNotEmpty()
          .extracting(JavaClass::getPackageName)
          .allMatch(SwitchRules::isPublished);
      SwitchRules.check(classes);
    }
  }
}
