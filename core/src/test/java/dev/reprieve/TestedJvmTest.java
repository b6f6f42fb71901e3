package dev.reprieve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The tests run on the JDK that the build means them to run on, the second time too. */
class TestedJvmTest {
  @Test
  @EnabledIfSystemProperty(named = "reprieve.test.java", matches = ".+")
  void theTestsRunOnTheJdkThatTheBuildNames() {
    assertThat(Runtime.version().feature())
        .isEqualTo(Integer.parseInt(System.getProperty("reprieve.test.java")));
  }
}
