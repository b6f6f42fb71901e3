package dev.reprieve;

import dev.reprieve.model.InstanceKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of holding what a host sees against what is recorded (ADO-05). It changed nothing.
 * Missing on the host's side is never "deleted".
 *
 * @param same what agrees
 * @param different what does not, with a sentence on each difference
 * @param onlyHere what is recorded, not gone, and was not seen
 * @param onlyThere what was seen and is not recorded
 */
public record Reconciliation(
    List<InstanceKey> same,
    Map<InstanceKey, List<String>> different,
    List<InstanceKey> onlyHere,
    List<InstanceKey> onlyThere) {
  /** Copies the collections. */
  public Reconciliation {
    Objects.requireNonNull(same, "same");
    Objects.requireNonNull(different, "different");
    Objects.requireNonNull(onlyHere, "onlyHere");
    Objects.requireNonNull(onlyThere, "onlyThere");
    same = List.copyOf(same);
    different = Collections.unmodifiableMap(new LinkedHashMap<>(different));
    onlyHere = List.copyOf(onlyHere);
    onlyThere = List.copyOf(onlyThere);
  }
}
