package dev.reprieve.simulation;

import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditTrail;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RememberedMessage;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store of a simulation: every commit without its lines for the trail. Nobody audits a what-if,
 * and its trail would take more memory than its instances.
 */
final class StoreWithoutTrail implements RecycleBinRepository {
  private final RecycleBinRepository store;

  StoreWithoutTrail(RecycleBinRepository store) {
    this.store = store;
  }

  private static Commit withoutLines(Commit commit) {
    return commit.toBuilder().lines(List.of()).build();
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public @Nullable Instance find(InstanceKey key) {
    return store.find(key);
  }

  @Override
  public Commit.Result commit(Commit commit) {
    return store.commit(withoutLines(commit));
  }

  @Override
  public List<Instance> due(Instant now, int limit) {
    return store.due(now, limit);
  }

  @Override
  public @Nullable Instant nextDue() {
    return store.nextDue();
  }

  @Override
  public void setAside(
      InstanceKey key,
      long version,
      WaitingFor waitingFor,
      String reason,
      @Nullable Instant lookAgainAt) {
    store.setAside(key, version, waitingFor, reason, lookAgainAt);
  }

  @Override
  public List<SetAside> setAside() {
    return store.setAside();
  }

  @Override
  public @Nullable SetAside setAside(InstanceKey key) {
    return store.setAside(key);
  }

  @Override
  public boolean takeUpAgain(InstanceKey key) {
    return store.takeUpAgain(key);
  }

  @Override
  public List<Instance> list(BinQuery query) {
    return store.list(query);
  }

  @Override
  public List<Instance> ofOwner(OwnerKey owner) {
    return store.ofOwner(owner);
  }

  @Override
  public OwnerFact ownerFact(OwnerKey owner) {
    return store.ownerFact(owner);
  }

  @Override
  public @Nullable RememberedMessage remembered(OwnerKey owner, String eventId) {
    return store.remembered(owner, eventId);
  }

  @Override
  public boolean keepPolicy(PolicyRef ref, String text) {
    return store.keepPolicy(ref, text);
  }

  @Override
  public @Nullable String keptPolicy(PolicyRef ref) {
    return store.keptPolicy(ref);
  }

  @Override
  public @Nullable RememberedEvent remembered(InstanceKey key, String eventId) {
    return store.remembered(key, eventId);
  }

  @Override
  public int forgetEvents(Duration beyond) {
    return store.forgetEvents(beyond);
  }

  @Override
  public List<EffectClaim> claimEffects(Instant now, Duration lease, int limit) {
    return store.claimEffects(now, lease, limit);
  }

  @Override
  public List<EffectRecord> readyEffects(Instant now, int limit) {
    return store.readyEffects(now, limit);
  }

  @Override
  public @Nullable Instant nextEffect() {
    return store.nextEffect();
  }

  @Override
  public @Nullable EffectRecord effect(EffectKey key) {
    return store.effect(key);
  }

  @Override
  public List<EffectRecord> openEffects(InstanceKey key) {
    return store.openEffects(key);
  }

  @Override
  public AuditTrail trail(InstanceKey key) {
    return store.trail(key);
  }

  @Override
  public AuditTrail storeTrail() {
    return store.storeTrail();
  }

  @Override
  public AuditAnchor anchor() {
    return store.anchor();
  }

  @Override
  public List<AuditAnchor> anchors(long after, int limit) {
    return store.anchors(after, limit);
  }

  @Override
  public GuardState guard() {
    return store.guard();
  }

  @Override
  public boolean changeGuard(long expectedVersion, GuardState next) {
    return store.changeGuard(expectedVersion, next);
  }

  @Override
  public long tallied(Guarded kind, @Nullable OwnerKey owner, Instant after) {
    return store.tallied(kind, owner, after);
  }

  @Override
  public long population(@Nullable OwnerKey owner) {
    return store.population(owner);
  }

  @Override
  public @Nullable Instant mark() {
    return store.mark();
  }

  @Override
  public @Nullable Instant beat(Instant now) {
    return store.beat(now);
  }

  @Override
  public void putMark(Instant mark) {
    store.putMark(mark);
  }

  @Override
  public void keepPlan(String digest, String text) {
    store.keepPlan(digest, text);
  }

  @Override
  public @Nullable String keptPlan(String digest) {
    return store.keptPlan(digest);
  }

  @Override
  public void confirm(Guarded kind, InstanceKey key, long version, String by) {
    store.confirm(kind, key, version, by);
  }

  @Override
  public @Nullable String confirmedBy(Guarded kind, InstanceKey key, long version) {
    return store.confirmedBy(kind, key, version);
  }

  @Override
  public void keepAsk(PendingAsk ask) {
    store.keepAsk(ask);
  }

  @Override
  public List<PendingAsk> asks() {
    return store.asks();
  }

  @Override
  public @Nullable PendingAsk takeAsk(String id) {
    return store.takeAsk(id);
  }
}
