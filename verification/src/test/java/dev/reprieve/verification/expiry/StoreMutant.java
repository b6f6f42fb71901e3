package dev.reprieve.verification.expiry;

import dev.reprieve.verification.world.EngineMutant;

/**
 * A fault planted into a copy of the store's sources, and the test of core that must find it.
 *
 * @param fault what is wrong with it
 * @param test the test, as {@code Class#method}
 */
record StoreMutant(EngineMutant fault, String test) {
  private static final String FOLDER = "dev/reprieve/expiry/";

  static StoreMutant of(String name, String test, String file, String from, String to) {
    return new StoreMutant(EngineMutant.of(name, FOLDER + file + ".java", from, to), test);
  }

  StoreMutant and(String file, String from, String to) {
    return new StoreMutant(fault.and(FOLDER + file + ".java", from, to), test);
  }

  @Override
  public String toString() {
    return fault + " (" + test + ")";
  }
}
