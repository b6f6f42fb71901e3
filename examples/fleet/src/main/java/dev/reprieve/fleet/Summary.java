package dev.reprieve.fleet;

import java.util.List;
import java.util.SortedMap;

/**
 * What is said at the end (TL-02).
 *
 * @param governed how many lines there were
 * @param unknown how many of them carry an {@code unknown} list
 * @param conflicts how many of them carry a conflict
 * @param unsupported how many resources there are of each type that no policy governs
 * @param unmatchedFacts the ids in the facts that match nothing (TF-07)
 */
record Summary(
    int governed,
    int unknown,
    int conflicts,
    SortedMap<String, Integer> unsupported,
    List<String> unmatchedFacts) {}
