package dev.reprieve.canary;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Holds a null bug on purpose. No module compiles it; NullCanaryTest fails if javac would. */
@NullMarked
final class NullCanary {

  private NullCanary() {}

  static int lengthOf(@Nullable String text) {
    return text.length();
  }
}
