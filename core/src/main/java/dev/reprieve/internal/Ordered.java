package dev.reprieve.internal;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Copies that cannot be changed and are always gone through in the same order: sorted. Those of the
 * JDK's {@code copyOf} are gone through in another one in each process.
 */
public final class Ordered {
  private Ordered() {}

  /**
   * A sorted copy.
   *
   * @throws NullPointerException if an element is null
   */
  public static <T extends Comparable<? super T>> Set<T> copyOf(Set<? extends T> set) {
    return copyOf(set, Comparator.naturalOrder());
  }

  /**
   * A copy that is sorted by something that no two elements have in common.
   *
   * @throws NullPointerException if an element is null
   */
  public static <T> Set<T> copyOf(Set<? extends T> set, Comparator<? super T> by) {
    Set<T> copy = Set.copyOf(set);
    if (copy.size() < 2) {
      return copy;
    }
    TreeSet<T> sorted = new TreeSet<>(by);
    sorted.addAll(copy);
    return Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
  }

  /**
   * A copy that is sorted by key.
   *
   * @throws NullPointerException if a key or a value is null
   */
  public static <K extends Comparable<? super K>, V> Map<K, V> copyOf(
      Map<? extends K, ? extends V> map) {
    return map.size() < 2
        ? Map.copyOf(map)
        : Collections.unmodifiableMap(
            new LinkedHashMap<K, V>(new TreeMap<K, V>(Map.<K, V>copyOf(map))));
  }
}
