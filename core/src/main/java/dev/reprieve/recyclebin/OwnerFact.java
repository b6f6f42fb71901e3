package dev.reprieve.recyclebin;

import dev.reprieve.model.Microseconds;
import dev.reprieve.model.OwnerKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of an owner (OWN-02). A value that a store keeps by compare-and-set: whoever
 * says something of the owner, and whoever takes in an instance of it, has decided on a version.
 *
 * @param owner whose
 * @param version grows by one each time that it is written; 0 where nothing ever was
 * @param arrearsSince since when the owner is in arrears, or null for not
 * @param settledAt the latest instant of which it was said that nothing is owed any more, or null:
 *     arrears of before it are none
 * @param recordedAt when something was last recorded of it; null where nothing ever was
 */
public record OwnerFact(
    OwnerKey owner,
    long version,
    @Nullable Instant arrearsSince,
    @Nullable Instant settledAt,
    @Nullable Instant recordedAt) {
  /** Rounds the instants, so that every store can keep them whole. */
  public OwnerFact {
    Objects.requireNonNull(owner, "owner");
    arrearsSince = arrearsSince == null ? null : Microseconds.down(arrearsSince);
    settledAt = settledAt == null ? null : Microseconds.down(settledAt);
    recordedAt = recordedAt == null ? null : Microseconds.up(recordedAt);
  }

  /** Of an owner of whom nobody has said anything. */
  public static OwnerFact unknown(OwnerKey owner) {
    Objects.requireNonNull(owner, "owner");
    return new OwnerFact(owner, 0, null, null, null);
  }

  /** Whether the owner is in arrears. */
  public boolean isInArrears() {
    return arrearsSince != null;
  }

  /**
   * Whether arrears that began then are settled by what is recorded: those of before the latest
   * settlement, while nothing is owed.
   */
  public boolean hasSettled(Instant since) {
    Objects.requireNonNull(since, "since");
    return arrearsSince == null && settledAt != null && since.isBefore(settledAt);
  }

  /**
   * The next value, in arrears: since the same instant as now if it is already.
   *
   * @param since since when
   * @param now when that is recorded
   */
  public OwnerFact inArrears(Instant since, Instant now) {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(now, "now");
    return next(arrearsSince == null ? since : arrearsSince, settledAt, now);
  }

  /**
   * The next value, with nothing owed.
   *
   * @param at the settlement's own instant
   * @param now when that is recorded
   */
  public OwnerFact settled(Instant at, Instant now) {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(now, "now");
    return next(null, later(settledAt, at), now);
  }

  /** The next value, by which nothing has changed but that something was said. */
  public OwnerFact unchanged(Instant now) {
    Objects.requireNonNull(now, "now");
    return next(arrearsSince, settledAt, now);
  }

  private OwnerFact next(@Nullable Instant arrears, @Nullable Instant settled, Instant now) {
    return new OwnerFact(owner, version + 1, arrears, settled, later(recordedAt, now));
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }
}
