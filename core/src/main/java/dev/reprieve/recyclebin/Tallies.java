package dev.reprieve.recyclebin;

import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tallies of a store in memory. Not thread-safe. */
final class Tallies {
  /** Longer than any window that a limit may have, and what lies further back is let go. */
  private static final Duration KEPT = Duration.ofDays(32);

  private final Map<Scope, NavigableMap<Instant, Integer>> counts = new HashMap<>();
  private final NavigableMap<Instant, Set<Name>> names = new TreeMap<>();
  private final Set<Name> counted = new HashSet<>();

  boolean has(Tally tally) {
    return counted.contains(new Name(tally));
  }

  /**
   * Counts one.
   *
   * @param mark an instant that is believed, by which old ones are let go; null lets none go. The
   *     tally's own may be of a clock that is far ahead, and would wipe out what is counted
   */
  void add(Tally tally, @Nullable Instant mark) {
    Name name = new Name(tally);
    if (counted.add(name)) {
      names.computeIfAbsent(tally.at(), at -> new HashSet<>()).add(name);
      count(new Scope(tally.kind(), null), tally.at());
      count(new Scope(tally.kind(), tally.owner()), tally.at());
      if (mark != null) {
        forget(mark.minus(KEPT));
      }
    }
  }

  long after(Guarded kind, @Nullable OwnerKey owner, Instant after) {
    NavigableMap<Instant, Integer> all = counts.get(new Scope(kind, owner));
    return all == null
        ? 0
        : all.tailMap(after, false).values().stream().mapToLong(Integer::longValue).sum();
  }

  private void count(Scope scope, Instant at) {
    counts.computeIfAbsent(scope, any -> new TreeMap<>()).merge(at, 1, Integer::sum);
  }

  private void forget(Instant before) {
    NavigableMap<Instant, Set<Name>> old = names.headMap(before, false);
    if (!old.isEmpty()) {
      old.values().forEach(counted::removeAll);
      old.clear();
      counts.values().forEach(times -> times.headMap(before, false).clear());
      counts.values().removeIf(Map::isEmpty);
    }
  }

  private record Scope(Guarded kind, @Nullable OwnerKey owner) {}

  /** What makes a tally the same one. */
  private record Name(Guarded kind, InstanceKey key, long version) {
    Name(Tally tally) {
      this(tally.kind(), tally.key(), tally.version());
    }
  }
}
