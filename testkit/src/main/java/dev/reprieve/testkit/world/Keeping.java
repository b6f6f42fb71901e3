package dev.reprieve.testkit.world;

import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Instance;
import dev.reprieve.model.Microseconds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The holds of one instance, as the model knows them (ALL-10). */
final class Keeping {
  private final Map<String, Kept> kept = new HashMap<>();

  /**
   * A hold.
   *
   * @param until its end, or null
   * @param binding whether it can be lengthened only
   */
  record Kept(@Nullable Instant until, boolean binding) {
    boolean inForceAt(Instant reading) {
      return until == null || reading.isBefore(until);
    }

    boolean endsBefore(@Nullable Instant other) {
      return until != null && (other == null || until.isBefore(other));
    }
  }

  boolean withoutEnd() {
    return kept.values().stream().anyMatch(hold -> hold.until() == null);
  }

  boolean inForceAt(Instant reading) {
    return kept.values().stream().anyMatch(hold -> hold.inForceAt(reading));
  }

  /** When a purge may begin after holds that lasted beyond its deadline have ended, or null. */
  @Nullable Instant graceAfter(Instant deadline, Duration grace) {
    Instant latest = null;
    for (Kept hold : kept.values()) {
      Instant until = hold.until();
      if (until != null
          && until.isAfter(deadline)
          && (latest == null || until.plus(grace).isAfter(latest))) {
        latest = until.plus(grace);
      }
    }
    return latest;
  }

  /** A new life begins: of an earlier one, only what binds is left (FGT-01). */
  void begin(Instance row, List<Hold> given, Instant reading) {
    for (Map.Entry<String, Kept> old : kept.entrySet()) {
      if (old.getValue().binding()
          && old.getValue().inForceAt(reading)
          && row.holds().all().stream().noneMatch(hold -> isAtLeast(old, hold))) {
        throw new Breach("a compliance hold was lost", old + ", and " + row.holds().all());
      }
    }
    for (Hold hold : given) {
      if (row.holds().all().stream().noneMatch(hold::endsNoLaterThan)) {
        throw new Breach("an adoption lost a hold", hold + ", and " + row.holds().all());
      }
    }
    kept.clear();
    row.holds().all().forEach(hold -> set(hold.name(), hold.until(), hold.compliance()));
  }

  private static boolean isAtLeast(Map.Entry<String, Kept> old, Hold hold) {
    Kept now = new Kept(hold.until(), hold.compliance());
    return hold.name().equals(old.getKey())
        && hold.compliance()
        && !now.endsBefore(old.getValue().until());
  }

  /** Somebody has set one. */
  void hold(Event letter, Instant reading) {
    String name = letter.name() == null ? Hold.DEFAULT_NAME : letter.name();
    Instant until = letter.until() == null ? null : Microseconds.up(letter.until());
    Kept old = kept.get(name);
    if (old != null
        && isBinding(old, reading)
        && (!letter.compliance() || new Kept(until, true).endsBefore(old.until()))) {
      throw new Breach("a compliance hold was shortened", old + " by " + letter);
    }
    set(name, until, letter.compliance());
  }

  /** Somebody has lifted one, or all. */
  void lift(@Nullable String name, Instant reading) {
    for (Map.Entry<String, Kept> hold : kept.entrySet()) {
      if ((name == null || name.equals(hold.getKey())) && isBinding(hold.getValue(), reading)) {
        throw new Breach("a compliance hold was lifted", hold.toString());
      }
    }
    if (name == null) {
      kept.clear();
    } else {
      kept.remove(name);
    }
  }

  /** Whether an event takes the force of a hold away, or a part of it. */
  boolean isLoosenedBy(Event letter, boolean lifts, Instant reading) {
    String named = letter.name();
    String name = named == null && !lifts ? Hold.DEFAULT_NAME : named;
    for (Map.Entry<String, Kept> hold : kept.entrySet()) {
      if (hold.getValue().inForceAt(reading)
          && (name == null || name.equals(hold.getKey()))
          && (lifts || new Kept(letter.until(), false).endsBefore(hold.getValue().until()))) {
        return true;
      }
    }
    return false;
  }

  void set(String name, @Nullable Instant until, boolean binding) {
    kept.put(name, new Kept(until, binding));
  }

  /** What is written must be what was said. */
  void compare(Instance row) {
    Map<String, Kept> written = new HashMap<>();
    row.holds()
        .all()
        .forEach(hold -> written.put(hold.name(), new Kept(hold.until(), hold.compliance())));
    if (!Objects.equals(kept, written)) {
      throw new Breach(
          "the model and the row differ", "holds of " + row + ": " + kept + ", and " + written);
    }
  }

  private static boolean isBinding(Kept hold, Instant reading) {
    return hold.binding() && hold.inForceAt(reading);
  }

  @Override
  public String toString() {
    return kept.toString();
  }
}
