package dev.reprieve.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Copies that are gone through in the same order in every process. */
@Tag("ALL-12")
class OrderedTest {
  private static final Set<String> BACKWARDS = new LinkedHashSet<>(Arrays.asList("c", "b", "a"));

  @Test
  void aCopyIsSortedAndCannotBeChanged() {
    Set<String> copy = Ordered.copyOf(BACKWARDS);
    assertThat(copy).containsExactly("a", "b", "c").isEqualTo(BACKWARDS);
    assertThat(copy).hasSameHashCodeAs(BACKWARDS);
    assertThatThrownBy(() -> copy.add("d")).isInstanceOf(UnsupportedOperationException.class);
    assertThat(Ordered.copyOf(BACKWARDS, Comparator.<String>reverseOrder()))
        .containsExactly("c", "b", "a");
    assertThat(Ordered.copyOf(Map.of("c", 1, "a", 2, "b", 3)).keySet())
        .containsExactly("a", "b", "c");
  }

  @Test
  void ofOneOrNoneThereIsOneOrder() {
    assertThat(Ordered.copyOf(Set.of("a"))).containsExactly("a");
    assertThat(Ordered.copyOf(Set.<String>of())).isEmpty();
    assertThat(Ordered.copyOf(Map.of("a", 1))).containsExactly(Map.entry("a", 1));
  }

  @Test
  void nothingInItIsNull() {
    assertThatThrownBy(() -> Ordered.copyOf(new LinkedHashSet<>(Arrays.asList("a", null, "b"))))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Ordered.copyOf(Collections.singleton((String) null)))
        .isInstanceOf(NullPointerException.class);
    Map<String, Integer> hole = new HashMap<>(Map.of("a", 1));
    hole.put("b", null);
    assertThatThrownBy(() -> Ordered.copyOf(hole)).isInstanceOf(NullPointerException.class);
  }
}
