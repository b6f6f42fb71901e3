package dev.reprieve.recyclebin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A seal over all trails at one moment (SAF-07). It names the head of each trail that has grown
 * since the anchor before and is linked to that one, so its digest stands for the heads of all
 * trails there are. Kept outside the store, one anchor proves everything up to it: a tail that was
 * cut off and an instance that has vanished show even where somebody has written the trails anew.
 *
 * @param number 1 for the first, without gaps
 * @param at when it was made, by the store's clock; to the microsecond
 * @param position every line up to this position is covered, and none after it
 * @param lines how many lines are covered, in all trails together
 * @param heads the heads of the trails that have grown since the anchor before, by key
 * @param previous the digest of the anchor before; {@link AuditDigest#NONE} for the first
 * @param digest over all of this
 */
public record AuditAnchor(
    long number,
    Instant at,
    long position,
    long lines,
    List<AuditHead> heads,
    AuditDigest previous,
    AuditDigest digest) {
  /** Copies the heads. */
  public AuditAnchor {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(heads, "heads");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(digest, "digest");
    heads = List.copyOf(heads);
  }
}
