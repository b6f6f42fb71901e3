package dev.reprieve.recyclebin;

import dev.reprieve.model.OwnerKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many tallies there may be, the new one included.
 *
 * @param kind what is counted
 * @param owner whose, or null for the fleet
 * @param after tallies later than this count
 * @param atMost how many at the most
 */
public record Ceiling(Guarded kind, @Nullable OwnerKey owner, Instant after, long atMost) {
  /** Refuses nulls. */
  public Ceiling {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(after, "after");
  }
}
