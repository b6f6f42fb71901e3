package dev.reprieve.recyclebin;

import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything in memory. One lock makes a commit whole; it is held for the time of a few map
 * operations and never while anything of the host runs.
 */
final class InMemoryRecycleBin implements RecycleBinRepository {
  /** No lease is implausible that ends within this. */
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InstanceKey, Row> rows = new HashMap<>();
  private final NavigableMap<InstanceKey, Row> byKey = new TreeMap<>();
  private final Map<OwnerKey, Set<InstanceKey>> byOwner = new HashMap<>();
  private final Map<OwnerKey, Account> accounts = new HashMap<>();
  private final Map<PolicyRef, String> policies = new HashMap<>();
  private final Map<InstanceKey, SetAside> aside = new LinkedHashMap<>();
  private final TreeSet<Entry> dueRows = new TreeSet<>(Entry.ORDER);
  private final TreeSet<Entry> readyEffects = new TreeSet<>(Entry.ORDER);
  private final Tallies tallies = new Tallies();
  private final Map<OwnerKey, Long> living = new HashMap<>();
  private final Map<String, String> plans = new HashMap<>();
  private final Map<String, PendingAsk> asks = new LinkedHashMap<>();
  private GuardState guard = GuardState.INITIAL;
  private @Nullable Instant mark;
  private long livingInAll;
  private final InMemoryTrails trails = new InMemoryTrails();
  private final TreeSet<Entry> leases = new TreeSet<>(Entry.ORDER);
  private Duration longestLease = Duration.ZERO;
  private long written;

  InMemoryRecycleBin(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public @Nullable Instance find(InstanceKey key) {
    lock.lock();
    try {
      Row row = rows.get(key);
      return row == null ? null : row.instance;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Commit.Result commit(Commit commit) {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (commit.isOutOfTime(now) || !asExpected(commit)) {
        return Commit.Result.CONFLICT;
      }
      Admission admission = commit.admission();
      if (admission != null && !admits(admission)) {
        return Commit.Result.OVER_LIMIT;
      }
      // Whatever can go wrong goes wrong before anything is written.
      namesOnlyWhatIsThere(commit);
      Set<Row> touched = new LinkedHashSet<>();
      for (RowChange change : commit.rows()) {
        touched.add(write(change));
      }
      for (Effect effect : commit.effects()) {
        Row row = existing(effect.key().instance());
        row.effects.append(EffectRecord.ordered(effect));
        touched.add(row);
      }
      for (EffectChange change : commit.effectChanges()) {
        Row row = existing(change.next().effect().key().instance());
        row.effects.replace(change.next());
        if (change.next().status() == EffectStatus.DONE) {
          row.keepFacts(change.next());
        }
        touched.add(row);
      }
      commit.audit().forEach(trails::append);
      RememberedEvent remembered = commit.remembered();
      if (remembered != null) {
        existing(remembered.key()).remembered.put(remembered.id(), remembered);
      }
      OwnerChange change = commit.ownerChange();
      if (change != null) {
        accounts.computeIfAbsent(change.next().owner(), Account::new).write(change);
      }
      if (admission != null && admission.tally() != null) {
        // Under a clock that is not believed its mark is not, either.
        tallies.add(admission.tally(), guard.clockHalt() == null ? mark : null);
      }
      touched.forEach(row -> indexEffects(row, now));
      return Commit.Result.COMMITTED;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Instance> due(Instant now, int limit) {
    lock.lock();
    try {
      List<Instance> due = new ArrayList<>();
      for (Entry entry : dueRows) {
        if (due.size() >= limit || entry.at.isAfter(now)) {
          break;
        }
        due.add(entry.row.instance);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Instant nextDue() {
    lock.lock();
    try {
      return dueRows.isEmpty() ? null : dueRows.first().at;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void setAside(
      InstanceKey key,
      long version,
      WaitingFor waitingFor,
      String reason,
      @Nullable Instant lookAgainAt) {
    lock.lock();
    try {
      Row row = rows.get(key);
      if (row == null || row.instance.version() != version) {
        return;
      }
      SetAside before = aside.get(key);
      int attempts = before == null || before.version() != version ? 1 : before.attempts() + 1;
      aside.put(key, new SetAside(key, version, attempts, waitingFor, reason, lookAgainAt));
      row.indexDue(lookAgainAt);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<SetAside> setAside() {
    lock.lock();
    try {
      return List.copyOf(aside.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable SetAside setAside(InstanceKey key) {
    lock.lock();
    try {
      return aside.get(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean takeUpAgain(InstanceKey key) {
    lock.lock();
    try {
      if (aside.remove(key) == null) {
        return false;
      }
      Row row = existing(key);
      row.indexDue(row.dueAt);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Instance> list(BinQuery query) {
    lock.lock();
    try {
      InstanceKey after = query.after();
      NavigableMap<InstanceKey, Row> from = after == null ? byKey : byKey.tailMap(after, false);
      return from.values().stream()
          .map(row -> row.instance)
          .filter(query::matches)
          .limit(query.limit())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Instance> ofOwner(OwnerKey owner) {
    lock.lock();
    try {
      return byOwner.getOrDefault(owner, Set.of()).stream()
          .map(this::existing)
          .map(row -> row.instance)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public OwnerFact ownerFact(OwnerKey owner) {
    lock.lock();
    try {
      Account account = accounts.get(owner);
      return account == null ? OwnerFact.unknown(owner) : account.fact;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable RememberedMessage remembered(OwnerKey owner, String eventId) {
    lock.lock();
    try {
      Account account = accounts.get(owner);
      return account == null ? null : account.remembered.get(eventId);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean keepPolicy(PolicyRef ref, String text) {
    lock.lock();
    try {
      for (PolicyRef kept : policies.keySet()) {
        if (kept.id().equals(ref.id()) && kept.version() == ref.version()) {
          return kept.equals(ref);
        }
      }
      policies.put(ref, text);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String keptPolicy(PolicyRef ref) {
    lock.lock();
    try {
      return policies.get(ref);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable RememberedEvent remembered(InstanceKey key, String eventId) {
    lock.lock();
    try {
      Row row = rows.get(key);
      return row == null ? null : row.remembered.get(eventId);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int forgetEvents(Duration beyond) {
    lock.lock();
    try {
      Instant before = clock.instant().minus(beyond);
      int forgotten = 0;
      for (Row row : rows.values()) {
        if (row.isGoneSince(before)) {
          forgotten += row.remembered.size();
          row.remembered.clear();
        }
      }
      for (Account account : accounts.values()) {
        if (isIdleSince(account.fact, before)) {
          forgotten += account.remembered.size();
          account.remembered.clear();
        }
      }
      return forgotten;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<EffectClaim> claimEffects(Instant read, Duration lease, int limit) {
    lock.lock();
    try {
      longestLease = lease.compareTo(longestLease) > 0 ? lease : longestLease;
      // By this store's own clock: a worker that stood still must not end the leases of others,
      // and one that read a clock which has been put back since must not end a hold.
      Instant here = clock.instant();
      endImplausibleLeases(here.isBefore(read) ? read : here);
      Instant now = here.isBefore(read) ? here : read;
      List<EffectClaim> claims = new ArrayList<>();
      while (claims.size() < limit && !readyEffects.isEmpty()) {
        Entry entry = readyEffects.first();
        if (entry.at.isAfter(now)) {
          break;
        }
        Row row = entry.row;
        EffectRecord ready = row.effects.ready(withholding(row, now));
        if (ready != null) {
          EffectRecord claimed = ready.claimed(now.plus(lease));
          row.effects.replace(claimed);
          claims.add(new EffectClaim(claimed, row.instance, row.factsFor(claimed), ++row.fence));
        }
        indexEffects(row, now);
      }
      return claims;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<EffectRecord> readyEffects(Instant now, int limit) {
    lock.lock();
    try {
      List<EffectRecord> ready = new ArrayList<>();
      for (Entry entry : readyEffects) {
        if (ready.size() >= limit || entry.at.isAfter(now)) {
          break;
        }
        EffectRecord first = entry.row.effects.ready(withholding(entry.row, now));
        if (first != null) {
          ready.add(first);
        }
      }
      return ready;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Instant nextEffect() {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (!leases.isEmpty() && isImplausible(leases.last().at, now)) {
        return now;
      }
      return readyEffects.isEmpty() ? null : readyEffects.first().at;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable EffectRecord effect(EffectKey key) {
    lock.lock();
    try {
      Row row = rows.get(key.instance());
      return row == null ? null : row.effects.find(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<EffectRecord> openEffects(InstanceKey key) {
    lock.lock();
    try {
      Row row = rows.get(key);
      return row == null ? List.of() : row.effects.open();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AuditTrail trail(InstanceKey key) {
    lock.lock();
    try {
      return trails.of(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AuditTrail storeTrail() {
    lock.lock();
    try {
      return trails.of(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AuditAnchor anchor() {
    lock.lock();
    try {
      return trails.anchor(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<AuditAnchor> anchors(long after, int limit) {
    lock.lock();
    try {
      return trails.anchors(after, limit);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public GuardState guard() {
    lock.lock();
    try {
      return guard;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean changeGuard(long expectedVersion, GuardState next) {
    lock.lock();
    try {
      if (guard.version() != expectedVersion) {
        return false;
      }
      boolean switched = (guard.killSwitch() == null) != (next.killSwitch() == null);
      guard = next;
      if (switched) {
        // What waits, and for what, is another thing now.
        Instant now = clock.instant();
        rows.values().stream()
            .filter(row -> !row.effects.isEmpty())
            .forEach(row -> indexEffects(row, now));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long tallied(Guarded kind, @Nullable OwnerKey owner, Instant after) {
    lock.lock();
    try {
      return tallies.after(kind, owner, after);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long population(@Nullable OwnerKey owner) {
    lock.lock();
    try {
      return owner == null ? livingInAll : living.getOrDefault(owner, 0L);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Instant mark() {
    lock.lock();
    try {
      return mark;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Instant beat(Instant now) {
    lock.lock();
    try {
      Instant before = mark;
      if (before == null || before.isBefore(now)) {
        mark = now;
      }
      return before;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putMark(Instant to) {
    lock.lock();
    try {
      mark = to;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keepPlan(String digest, String text) {
    lock.lock();
    try {
      plans.put(digest, text);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String keptPlan(String digest) {
    lock.lock();
    try {
      return plans.get(digest);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void confirm(Guarded kind, InstanceKey key, long version, String by) {
    lock.lock();
    try {
      Row row = rows.get(key);
      if (row != null) {
        row.confirmed.put(new Confirmed(kind, version), by);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String confirmedBy(Guarded kind, InstanceKey key, long version) {
    lock.lock();
    try {
      Row row = rows.get(key);
      return row == null ? null : row.confirmed.get(new Confirmed(kind, version));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keepAsk(PendingAsk ask) {
    lock.lock();
    try {
      asks.put(ask.id(), ask);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<PendingAsk> asks() {
    lock.lock();
    try {
      return List.copyOf(asks.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable PendingAsk takeAsk(String id) {
    lock.lock();
    try {
      return asks.remove(id);
    } finally {
      lock.unlock();
    }
  }

  private boolean admits(Admission admission) {
    Tally tally = admission.tally();
    if (tally != null && tallies.has(tally)) {
      return true;
    }
    if (admission.leaving() > 0 && livingInAll - 1 < admission.leaving()) {
      return false;
    }
    for (Ceiling ceiling : admission.ceilings()) {
      if (tallies.after(ceiling.kind(), ceiling.owner(), ceiling.after()) >= ceiling.atMost()) {
        return false;
      }
    }
    return true;
  }

  private boolean asExpected(Commit commit) {
    Admission admission = commit.admission();
    if (admission != null && admission.guardVersion() != guard.version()) {
      return false;
    }
    OwnerFact decidedOn = commit.decidedOn();
    if (decidedOn != null && ownerFact(decidedOn.owner()).version() != decidedOn.version()) {
      return false;
    }
    OwnerChange ownerChange = commit.ownerChange();
    if (ownerChange != null && !isAsExpected(ownerChange)) {
      return false;
    }
    for (RowChange change : commit.rows()) {
      Row row = rows.get(change.next().key());
      long version = row == null ? RowChange.ABSENT : row.instance.version();
      if (version != change.expectedVersion()) {
        return false;
      }
    }
    for (EffectChange change : commit.effectChanges()) {
      EffectKey key = change.next().effect().key();
      Row row = rows.get(key.instance());
      EffectRecord record = row == null ? null : row.effects.find(key);
      if (record == null || record.claim() != change.expectedClaim()) {
        return false;
      }
    }
    RememberedEvent remembered = commit.remembered();
    if (remembered == null) {
      return true;
    }
    Row row = rows.get(remembered.key());
    return row == null || !row.remembered.containsKey(remembered.id());
  }

  private boolean isAsExpected(OwnerChange change) {
    OwnerKey owner = change.next().owner();
    RememberedMessage message = change.remembered();
    return ownerFact(owner).version() == change.expectedVersion()
        && (message == null || remembered(owner, message.id()) == null);
  }

  /** Whether an owner has had neither an instance nor anything said of it since. */
  private boolean isIdleSince(OwnerFact fact, Instant before) {
    Instant recorded = fact.recordedAt();
    return recorded != null
        && recorded.isBefore(before)
        && byOwner.getOrDefault(fact.owner(), Set.of()).stream()
            .allMatch(key -> existing(key).isGoneSince(before));
  }

  private void namesOnlyWhatIsThere(Commit commit) {
    OwnerChange ownerChange = commit.ownerChange();
    if (ownerChange != null && ownerChange.next().version() <= ownerChange.expectedVersion()) {
      throw new IllegalArgumentException(
          "a commit records "
              + ownerChange.next()
              + " over version "
              + ownerChange.expectedVersion());
    }
    Set<InstanceKey> written = new HashSet<>();
    for (RowChange change : commit.rows()) {
      if (change.next().version() <= change.expectedVersion()) {
        throw new IllegalArgumentException(
            "a commit writes " + change.next() + " over version " + change.expectedVersion());
      }
      written.add(change.next().key());
    }
    List<InstanceKey> named = new ArrayList<>();
    commit.effects().forEach(effect -> named.add(effect.key().instance()));
    for (AuditEntry line : commit.audit()) {
      InstanceKey whose = line.key();
      if (whose != null) {
        named.add(whose);
      }
    }
    if (commit.remembered() != null) {
      named.add(commit.remembered().key());
    }
    for (InstanceKey key : named) {
      if (!written.contains(key)) {
        existing(key);
      }
    }
  }

  private Row write(RowChange change) {
    Instance next = change.next();
    Row row = rows.get(next.key());
    if (row == null) {
      row = new Row(next, written++);
      count(next, 1);
      rows.put(next.key(), row);
      byKey.put(next.key(), row);
    } else if (!row.instance.owner().equals(next.owner())) {
      byOwner.getOrDefault(OwnerKey.of(row.instance), Set.of()).remove(next.key());
    }
    byOwner.computeIfAbsent(OwnerKey.of(next), key -> new LinkedHashSet<>()).add(next.key());
    count(row.instance, -1);
    row.instance = next;
    count(next, 1);
    row.dueAt = change.dueAt();
    aside.remove(next.key());
    row.indexDue(change.dueAt());
    return row;
  }

  /** Counts what is neither purging nor gone. */
  private void count(Instance instance, int change) {
    if (!instance.state().isTerminal() && instance.state() != InstanceState.PURGING) {
      living.merge(OwnerKey.of(instance), (long) change, Long::sum);
      livingInAll += change;
    }
  }

  private Row existing(InstanceKey key) {
    Row row = rows.get(key);
    if (row == null) {
      throw new IllegalArgumentException(
          "a commit names " + key + ", which is neither there nor written by it");
    }
    return row;
  }

  /** A lease that a wrong clock wrote would keep its effect from ever going out (SAF-15). */
  private void endImplausibleLeases(Instant now) {
    while (!leases.isEmpty() && isImplausible(leases.last().at, now)) {
      Row row = leases.last().row;
      EffectRecord claimed = row.effects.claimed();
      if (claimed != null) {
        row.effects.replace(claimed.expiredAt(now));
      }
      indexEffects(row, now);
    }
  }

  /** By the longest lease of any worker: one with a short one must not end another's. */
  private boolean isImplausible(Instant leaseUntil, Instant now) {
    Duration twice = longestLease.multipliedBy(2);
    return leaseUntil.isAfter(now.plus(twice.compareTo(AN_HOUR) > 0 ? twice : AN_HOUR));
  }

  private void indexEffects(Row row, Instant now) {
    if (row.leased != null) {
      leases.remove(row.leased);
      row.leased = null;
    }
    EffectRecord claimed = row.effects.claimed();
    if (claimed != null) {
      row.leased = new Entry(claimed.notBefore(), row);
      leases.add(row.leased);
    }
    if (row.ready != null) {
      readyEffects.remove(row.ready);
      row.ready = null;
    }
    Instant look = row.effects.nextLook(withholding(row, now));
    if (look != null) {
      row.ready = new Entry(look, row);
      readyEffects.add(row.ready);
    }
  }

  private EffectQueue.Withholding withholding(Row row, Instant now) {
    return new EffectQueue.Withholding(row.instance.holds(), guard.killSwitch() != null, now);
  }

  /** What somebody confirmed that the breaker had stopped. */
  private record Confirmed(Guarded kind, long version) {}

  /** What is recorded of an owner, and the messages with an id that were said of it. */
  private static final class Account {
    private final Map<String, RememberedMessage> remembered = new HashMap<>();
    private OwnerFact fact;

    Account(OwnerKey owner) {
      this.fact = OwnerFact.unknown(owner);
    }

    void write(OwnerChange change) {
      fact = change.next();
      RememberedMessage message = change.remembered();
      if (message != null) {
        remembered.put(message.id(), message);
      }
    }
  }

  /** A row and its effects. */
  private final class Row {
    private final long sequence;
    private final EffectQueue effects = new EffectQueue();
    private final Map<String, RememberedEvent> remembered = new HashMap<>();
    private final Map<String, String> facts = new HashMap<>();
    private final Map<Confirmed, String> confirmed = new HashMap<>();
    private long factsOf;
    private long fence;
    private Instance instance;
    private @Nullable Instant dueAt;
    private @Nullable Entry due;
    private @Nullable Entry ready;
    private @Nullable Entry leased;

    Row(Instance instance, long sequence) {
      this.instance = instance;
      this.sequence = sequence;
    }

    boolean isGoneSince(Instant before) {
      return instance.state().isTerminal() && instance.since().isBefore(before);
    }

    void indexDue(@Nullable Instant at) {
      if (due != null) {
        dueRows.remove(due);
        due = null;
      }
      if (at != null) {
        due = new Entry(at, this);
        dueRows.add(due);
      }
    }

    void keepFacts(EffectRecord done) {
      long decision = done.effect().key().version();
      if (decision != factsOf) {
        facts.clear();
        factsOf = decision;
      }
      facts.putAll(done.facts());
    }

    Map<String, String> factsFor(EffectRecord record) {
      return record.effect().key().version() == factsOf ? facts : Map.of();
    }
  }

  /** A place in an index: earliest first, equal ones in the order of the rows' first writing. */
  private static final class Entry {
    static final Comparator<Entry> ORDER =
        Comparator.comparing((Entry entry) -> entry.at)
            .thenComparingLong(entry -> entry.row.sequence);

    private final Instant at;
    private final Row row;

    Entry(Instant at, Row row) {
      this.at = at;
      this.row = row;
    }
  }
}
