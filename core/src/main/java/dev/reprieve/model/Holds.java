package dev.reprieve.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The holds of an instance, each name once, in the order in which they were set. Immutable.
 *
 * @param all ended ones included until somebody lifts or replaces them
 */
public record Holds(List<Hold> all) {
  private static final Holds NONE = new Holds(List.of());

  /** Copies the list. */
  public Holds {
    Objects.requireNonNull(all, "all");
    all = List.copyOf(all);
  }

  /** No hold. */
  public static Holds none() {
    return NONE;
  }

  /** These and one more; one of the same name is replaced (SCN-08). */
  public Holds with(Hold hold) {
    Objects.requireNonNull(hold, "hold");
    List<Hold> holds = new ArrayList<>(all.size() + 1);
    for (Hold other : all) {
      if (!other.name().equals(hold.name())) {
        holds.add(other);
      }
    }
    holds.add(hold);
    return new Holds(holds);
  }

  /** These without the one of that name; all are lifted where the name is null (SCN-08). */
  public Holds without(@Nullable String name) {
    if (name == null) {
      return NONE;
    }
    return new Holds(all.stream().filter(hold -> !hold.name().equals(name)).toList());
  }

  /** Whether any is in force. */
  public boolean anyInForceAt(Instant at) {
    Objects.requireNonNull(at, "at");
    for (Hold hold : all) {
      if (hold.inForceAt(at)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one has no end. */
  public boolean anyWithoutEnd() {
    for (Hold hold : all) {
      if (hold.until() == null) {
        return true;
      }
    }
    return false;
  }

  /** The latest end of those that have one, or null. */
  public @Nullable Instant latestEnd() {
    @Nullable Instant latest = null;
    for (Hold hold : all) {
      Instant until = hold.until();
      if (until != null && (latest == null || until.isAfter(latest))) {
        latest = until;
      }
    }
    return latest;
  }
}
