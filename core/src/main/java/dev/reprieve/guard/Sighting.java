package dev.reprieve.guard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host sees of an instance at this moment (SAF-02).
 *
 * @param standing whether anything stands against its removal
 * @param identity what tells this very instance from another one with the same id, such as the
 *     provider's own UUID; null where the host has none. An instance that was registered with an
 *     identity is removed only if this is the same
 */
public record Sighting(Standing standing, @Nullable String identity) {
  /** Refuses nulls. */
  public Sighting {
    Objects.requireNonNull(standing, "standing");
  }

  /** How it stands. */
  public enum Standing {
    /** It is there and nobody has paid for it. */
    UNPAID,
    /** It is there and its own user has released it. */
    RELEASED,
    /** It is there and somebody pays for it or wants it. */
    WANTED,
    /** The host holds it back, by a hold that this library does not know of. */
    HELD,
    /** There is no such instance. */
    GONE
  }

  /** It is there and nobody has paid for it. */
  public static Sighting unpaid(@Nullable String identity) {
    return new Sighting(Standing.UNPAID, identity);
  }

  /** It is there and its own user has released it. */
  public static Sighting released(@Nullable String identity) {
    return new Sighting(Standing.RELEASED, identity);
  }

  /** It is there and somebody pays for it or wants it. */
  public static Sighting wanted() {
    return new Sighting(Standing.WANTED, null);
  }

  /** The host holds it back. */
  public static Sighting held() {
    return new Sighting(Standing.HELD, null);
  }

  /** There is no such instance. */
  public static Sighting gone() {
    return new Sighting(Standing.GONE, null);
  }

  /** Whether it is still to be removed. */
  public boolean permits() {
    return standing == Standing.UNPAID || standing == Standing.RELEASED;
  }
}
