package dev.reprieve.recyclebin;

import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps instances, the effects that they wait for, and their trail. The engine decides; a store
 * only keeps its promise that a {@link Commit} is written as a whole, by compare-and-set, or not at
 * all.
 *
 * <p>Implementations are thread-safe. What they return is as of some instant during the call and
 * never half of a commit. A broken store throws; it never answers with an empty result that it does
 * not know to be true.
 */
public interface RecycleBinRepository {

  /**
   * A complete store in memory: the embedded default, and the reference for every other.
   *
   * @param clock the clock that decides
   */
  static RecycleBinRepository inMemory(InstantSource clock) {
    Objects.requireNonNull(clock, "clock");
    return new InMemoryRecycleBin(clock);
  }

  /** The one clock that decides what is due. No worker's clock does. */
  Instant now();

  /** The row, or null. */
  @Nullable Instance find(InstanceKey key);

  /**
   * Writes all of it or nothing.
   *
   * <p>What was decided at another time than now, {@link Commit#isOutOfTime}, is a conflict. A
   * store compares {@link Commit#decidedAt} with its own clock, the one that {@link #now} reads, in
   * the very statement that writes, as it compares versions: a database says {@code AND
   * clock_timestamp() BETWEEN decided_at - interval '1 minute' AND decided_at + interval '1
   * minute'}. Comparing in the worker, or by an instant that was fixed when the transaction began,
   * lets through what waited since, on a lock or in a worker that stood still (ALL-14).
   *
   * <p>What a commit {@linkplain Commit#decidedOn knows of an owner} is compared in the same step,
   * by its version, so that of a row and what is {@linkplain Commit#ownerChange recorded} of its
   * owner one always sees the other; an owner of whom nothing was ever recorded has version 0.
   */
  Commit.Result commit(Commit commit);

  /**
   * The rows that a sweep has something to do with, earliest first, equal ones in the order in
   * which they were first written; those that are set aside only once it is time to look again.
   * Costs what is due, not what there is.
   *
   * @param now the reading of {@link #now} at which the sweep began
   * @param limit how many at the most
   */
  List<Instance> due(Instant now, int limit);

  /** The first instant at which {@link #due} will have something, or null. */
  @Nullable Instant nextDue();

  /**
   * Sets a row aside that is due and was not taken on.
   *
   * @param waitingFor what it waits for
   * @param lookAgainAt when it is looked at again; null parks it until the row changes or is
   *     {@linkplain #takeUpAgain taken up again}
   */
  void setAside(
      InstanceKey key,
      long version,
      WaitingFor waitingFor,
      String reason,
      @Nullable Instant lookAgainAt);

  /** What is set aside, in the order in which it first was. */
  List<SetAside> setAside();

  /** Why and since when a row is set aside, or null if it is not. */
  @Nullable SetAside setAside(InstanceKey key);

  /** Has a row that was set aside tried again at once; false if it was not set aside. */
  boolean takeUpAgain(InstanceKey key);

  /**
   * The rows that a query means, in the order of their keys, beginning after the query's key: so
   * many as its limit allows.
   */
  List<Instance> list(BinQuery query);

  /** The instances of an owner, in the order in which they were first written. */
  List<Instance> ofOwner(OwnerKey owner);

  /** What is recorded of an owner (OWN-02); of version 0 where nothing ever was. */
  OwnerFact ownerFact(OwnerKey owner);

  /** What came of a message about an owner with this id, or null (ALL-05). */
  @Nullable RememberedMessage remembered(OwnerKey owner, String eventId);

  /**
   * Keeps the text of a policy, so that what entered the bin under it is ruled by it for ever
   * (ALL-08).
   *
   * @return false if the same id and version is kept already with another digest; nothing changed
   */
  boolean keepPolicy(PolicyRef ref, String text);

  /** The text that was kept of a policy, or null. */
  @Nullable String keptPolicy(PolicyRef ref);

  /** What was answered to an event with this id, or null. */
  @Nullable RememberedEvent remembered(InstanceKey key, String eventId);

  /**
   * Forgets the event ids of instances that have been purged or forgotten for longer than {@code
   * beyond}, and those of owners who have no other instances, and of whom nothing was {@linkplain
   * OwnerFact#recordedAt recorded} for as long (ALL-05); returns how many. What is recorded of an
   * owner is never forgotten.
   */
  int forgetEvents(Duration beyond);

  /**
   * Hands out effects: for each instance the first that is ready, in order; none while another of
   * the same instance is out. A destructive effect is handed out only if no hold is in force at
   * {@code now} and the kill switch is off (ALL-15, SAF-12), checked in the same step. One that is
   * withheld or given up lets harmless effects of later decisions pass, and nothing destructive.
   * Each claim has a greater fence than every earlier one of the same instance (SAF-14). A lease
   * that ends later than an hour from now, and than twice the longest lease that any worker has
   * asked for, was written by a wrong clock, and has run out (SAF-15).
   *
   * @param now the store's clock as the caller read it; a reading that is ahead of the store's own
   *     clock by now was of a clock that has been put back, and counts as what that says: no hold
   *     ends by it, and nothing becomes ready
   * @param lease how long the worker has; after it the effect is handed out again
   * @param limit how many at the most
   */
  List<EffectClaim> claimEffects(Instant now, Duration lease, int limit);

  /**
   * What {@link #claimEffects} would hand out at {@code now}, in the same order, without handing it
   * out: so that a host can be asked about many at once (SAF-02).
   */
  List<EffectRecord> readyEffects(Instant now, int limit);

  /** The first instant at which {@link #claimEffects} will have something, or null. */
  @Nullable Instant nextEffect();

  /** An effect that was ordered, or null. */
  @Nullable EffectRecord effect(EffectKey key);

  /** The effects of an instance that are not done, in order. */
  List<EffectRecord> openEffects(InstanceKey key);

  /** What the trail of an instance says, oldest first. */
  default List<AuditEntry> audit(InstanceKey key) {
    return trail(key).lines().stream().map(AuditLine::entry).toList();
  }

  /**
   * The trail of an instance with its links (SAF-07). A store links each line of a commit to the
   * line before of the same trail, by {@link AuditChain#next}, in the very step that writes the
   * commit; it keeps the head beside the lines.
   */
  AuditTrail trail(InstanceKey key);

  /** The trail of what concerns the whole store: the lines whose key is null. */
  AuditTrail storeTrail();

  /**
   * Anchors all trails as they are now: appends an anchor with the heads of the trails that have
   * grown since the one before, and returns it. Whatever is committed later has a position after
   * the anchor's.
   */
  AuditAnchor anchor();

  /**
   * The anchors that were made, oldest first.
   *
   * @param after only those with a greater number; 0 for all
   * @param limit how many at the most
   */
  List<AuditAnchor> anchors(long after, int limit);

  /** What the safeguards have to remember. */
  GuardState guard();

  /**
   * Replaces what the safeguards have to remember, by compare-and-set.
   *
   * @return false if it is no longer at that version; nothing changed
   */
  boolean changeGuard(long expectedVersion, GuardState next);

  /**
   * How many tallies there are of a kind, later than an instant; those of confirmed purges are
   * never written and do not count.
   *
   * @param owner whose, or null for the fleet
   */
  long tallied(Guarded kind, @Nullable OwnerKey owner, Instant after);

  /**
   * How many instances there are that are neither purging nor gone.
   *
   * @param owner whose, or null for the fleet
   */
  long population(@Nullable OwnerKey owner);

  /** The high-water mark of the clock, or null before the first beat (SAF-05). */
  @Nullable Instant mark();

  /**
   * Says that somebody sweeps, and raises the high-water mark of the clock, which is kept with the
   * data and never falls by this (SAF-05).
   *
   * @return the mark before, or null if this is the first time ever
   */
  @Nullable Instant beat(Instant now);

  /** Puts the high-water mark where an operator says that the clock is right. */
  void putMark(Instant mark);

  /** Keeps a plan under its digest, so that it can be confirmed or executed by that (SAF-03). */
  void keepPlan(String digest, String text);

  /** The text of a kept plan, or null. */
  @Nullable String keptPlan(String digest);

  /**
   * Lets something pass the breaker and the floor, uncounted, as long as it is of this version
   * (SAF-01). A lock and a release of one instance may wait at once, each by another decision: what
   * was confirmed of one version stands beside what is confirmed of another.
   *
   * @param version the row's, for a purge; that of the decision that ordered it, for an effect
   * @param by who confirmed it
   */
  void confirm(Guarded kind, InstanceKey key, long version, String by);

  /** Who confirmed something of this version, or null. */
  @Nullable String confirmedBy(Guarded kind, InstanceKey key, long version);

  /** Keeps something that was asked and needs a second principal; replaces one with the same id. */
  void keepAsk(PendingAsk ask);

  /** What waits for a second principal, in the order in which it was first asked. */
  List<PendingAsk> asks();

  /** Takes something out of what waits for a second principal; null if it is not there. */
  @Nullable PendingAsk takeAsk(String id);
}
