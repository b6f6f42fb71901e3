package dev.reprieve.recyclebin;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must be true in the very step that writes something destructive: checked together with it,
 * so that ten workers do not get ten limits (SAF-01), and a kill switch that was put on between a
 * look and the write is not missed (SAF-12).
 *
 * @param guardVersion the version of the {@linkplain RecycleBinRepository#guard guard} that was
 *     decided on; any other is a conflict
 * @param tally what is counted by it, or null; what is counted already passes every ceiling
 * @param ceilings none may be exceeded
 * @param leaving how many instances must be left that are neither purging nor gone, after it
 */
public record Admission(
    long guardVersion, @Nullable Tally tally, List<Ceiling> ceilings, long leaving) {
  /** Copies the ceilings. */
  public Admission {
    Objects.requireNonNull(ceilings, "ceilings");
    ceilings = List.copyOf(ceilings);
  }
}
