package dev.reprieve.probe;

import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.RetentionPolicyProvider;
import java.util.ServiceLoader;

/** Prints how it was started and which providers and policies are found from there. */
public final class Probe {
  private Probe() {}

  /** With any argument it names the providers as well, which a broken one among them would end. */
  public static void main(String[] arguments) {
    // As in a pool's thread: what the library finds must not depend on whose thread asks.
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());

    System.out.println(
        (Probe.class.getModule().isNamed() ? "module path" : "class path")
            + ", Java "
            + Runtime.version().feature());
    if (arguments.length > 0) {
      ServiceLoader.load(RetentionPolicyProvider.class, Probe.class.getClassLoader()).stream()
          .map(provider -> "provider " + provider.type().getName())
          .sorted()
          .forEach(System.out::println);
    }
    PolicyRegistry.discover().all().forEach(policy -> System.out.println("policy " + policy));
  }
}
