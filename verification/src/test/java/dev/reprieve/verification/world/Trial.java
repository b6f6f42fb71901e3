package dev.reprieve.verification.world;

import dev.reprieve.testkit.world.World;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Lives a seed; loaded once more for each mutant, and called through an interface of the JDK. */
public final class Trial implements LongFunction<@Nullable String> {
  private final World world = World.of(VendorBreeds.all());

  /** Which promise the seed breaks, or null. */
  @Override
  public @Nullable String apply(long seed) {
    return world.run(seed).broken();
  }
}
