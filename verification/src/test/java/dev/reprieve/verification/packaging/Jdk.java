package dev.reprieve.verification.packaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JDK to run something on.
 *
 * @param home its folder
 */
record Jdk(Path home) {
  /** The JDK that runs this test, and the one that JAVA_HOME_25 names, where it names one. */
  static List<Jdk> all() {
    List<Jdk> all = new ArrayList<>(List.of(current()));
    String later = System.getenv("JAVA_HOME_25");
    if (later != null && !later.isBlank()) {
      all.add(new Jdk(Path.of(later)));
    }
    return all;
  }

  static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")));
  }

  String java() {
    return home.resolve("bin").resolve("java").toString();
  }
}
