package dev.reprieve.recyclebin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a commit writes of an owner, by compare-and-set (OWN-02).
 *
 * @param expectedVersion the version that the fact must have; 0 if nothing may be recorded yet
 * @param next what it becomes; {@code next.version()} is greater than the expected version
 * @param remembered the message with its id, or null for one without; it must not be remembered yet
 */
public record OwnerChange(
    long expectedVersion, OwnerFact next, @Nullable RememberedMessage remembered) {
  /** Refuses nulls. */
  public OwnerChange {
    Objects.requireNonNull(next, "next");
  }
}
