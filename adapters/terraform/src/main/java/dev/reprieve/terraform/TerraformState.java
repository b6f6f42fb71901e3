package dev.reprieve.terraform;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Terraform file holds for the library. Immutable.
 *
 * @param instances the governed ones, in the file's order
 * @param unsupported how many managed resources there are of each type that no policy governs
 *     (TF-03); data sources are not counted
 */
public record TerraformState(
    List<GovernedInstance> instances, SortedMap<String, Integer> unsupported) {
  /** Copies the collections. */
  public TerraformState {
    instances = List.copyOf(instances);
    unsupported =
        Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Integer>) unsupported));
  }
}
