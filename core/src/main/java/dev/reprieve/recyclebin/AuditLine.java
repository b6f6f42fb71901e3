package dev.reprieve.recyclebin;

import java.util.Objects;

/**
 * A line of the trail in its place: what it says, and how it is linked to the line before of the
 * same instance (SAF-07).
 *
 * @param position its number among all lines of the store; it only grows, and may leave gaps
 * @param sequence its number in the trail, 1 for the first, without gaps
 * @param previous the digest of the line before; {@link AuditDigest#NONE} for the first
 * @param digest over {@code previous}, {@code sequence}, {@code position} and {@code entry}
 * @param entry what it says
 */
public record AuditLine(
    long position, long sequence, AuditDigest previous, AuditDigest digest, AuditEntry entry) {
  /** Refuses nulls. */
  public AuditLine {
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(entry, "entry");
  }
}
