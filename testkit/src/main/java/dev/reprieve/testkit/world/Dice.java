package dev.reprieve.testkit.world;

/**
 * Throws that depend on what they are thrown for alone, and not on how many came before: what is
 * left out of a history changes nothing about the rest of it.
 *
 * @param seed the seed of the world
 */
record Dice(long seed) {
  /** A number from 0 to {@code below - 1}. */
  int pick(String what, long more, int below) {
    return (int) Long.remainderUnsigned(bits(what, more), below);
  }

  /** Whether something of this likelihood, in percent, comes to pass. */
  boolean falls(int percent, String what, long more) {
    return pick(what, more, 100) < percent;
  }

  private long bits(String what, long more) {
    return mix(mix(seed ^ (what.hashCode() * 0x9E3779B97F4A7C15L)) + more * 0xD1B54A32D192ED03L);
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
