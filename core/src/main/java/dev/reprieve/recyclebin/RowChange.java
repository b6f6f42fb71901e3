package dev.reprieve.recyclebin;

import dev.reprieve.model.Instance;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row that a commit writes, by compare-and-set.
 *
 * @param expectedVersion the version that the row must have; 0 if there must be none
 * @param next what it becomes; {@code next.version()} is greater than the expected version
 * @param dueAt when a sweep has something to do with it, or null
 */
public record RowChange(long expectedVersion, Instance next, @Nullable Instant dueAt) {
  /** For a row that must not be there yet. */
  public static final long ABSENT = 0;

  /** Refuses nulls. */
  public RowChange {
    Objects.requireNonNull(next, "next");
  }
}
