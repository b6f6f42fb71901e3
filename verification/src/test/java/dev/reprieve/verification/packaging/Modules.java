package dev.reprieve.verification.packaging;

import dev.reprieve.verification.conformance.Checkout;
import java.util.List;
import java.util.stream.Stream;

/** The modules of the checkout, as the poms tell them. */
final class Modules {
  private Modules() {}

  static Pom parent() {
    return Pom.of(Checkout.root().resolve("pom.xml"));
  }

  static Pom bill() {
    return Pom.of(Checkout.root().resolve("bom/pom.xml"));
  }

  /** The parent and all that it names. */
  static List<Pom> all() {
    Pom parent = parent();
    return Stream.concat(
            Stream.of(parent),
            parent.texts("/project/modules/module").stream()
                .map(module -> Pom.of(parent.folder().resolve(module).resolve("pom.xml"))))
        .toList();
  }

  /** What a deployment hands out. */
  static List<Pom> deployed() {
    return all().stream().filter(Pom::isDeployed).toList();
  }

  /** Of what a deployment hands out, that which is more than a pom. */
  static List<Pom> deployedJars() {
    return deployed().stream().filter(Pom::isJar).toList();
  }
}
