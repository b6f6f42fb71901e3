package dev.reprieve.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprieve.guard.Limits;
import dev.reprieve.guard.SecondLook;
import dev.reprieve.model.Answer;
import dev.reprieve.model.Attributes;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.Cause;
import dev.reprieve.model.Effect;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.EffectType;
import dev.reprieve.model.Event;
import dev.reprieve.model.Hold;
import dev.reprieve.model.Holds;
import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.PolicyRef;
import dev.reprieve.recyclebin.Admission;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditChain;
import dev.reprieve.recyclebin.AuditDigest;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditHead;
import dev.reprieve.recyclebin.AuditLine;
import dev.reprieve.recyclebin.AuditTrail;
import dev.reprieve.recyclebin.AuditVerifier;
import dev.reprieve.recyclebin.BinQuery;
import dev.reprieve.recyclebin.Ceiling;
import dev.reprieve.recyclebin.Commit;
import dev.reprieve.recyclebin.EffectChange;
import dev.reprieve.recyclebin.EffectClaim;
import dev.reprieve.recyclebin.EffectRecord;
import dev.reprieve.recyclebin.EffectStatus;
import dev.reprieve.recyclebin.GuardState;
import dev.reprieve.recyclebin.Guarded;
import dev.reprieve.recyclebin.OwnerChange;
import dev.reprieve.recyclebin.OwnerFact;
import dev.reprieve.recyclebin.PendingAsk;
import dev.reprieve.recyclebin.RecycleBinRepository;
import dev.reprieve.recyclebin.RememberedEvent;
import dev.reprieve.recyclebin.RememberedMessage;
import dev.reprieve.recyclebin.RowChange;
import dev.reprieve.recyclebin.SetAside;
import dev.reprieve.recyclebin.Tally;
import dev.reprieve.recyclebin.WaitingFor;
import dev.reprieve.simulation.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every store of instances, effects and their trail promises. A store's author extends it and
 * says how an empty store is made; JUnit does the rest.
 *
 * <p>The rows of these tests are synthetic and of a policy that nobody has: a store asks no policy.
 * Several tests begin four threads and wait for them; none sleeps.
 */
public abstract class RecycleBinRepositoryContract {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int THREADS = 4;
  private static final int MOST_ATTEMPTS = 10_000;
  private static final PolicyRef POLICY = new PolicyRef("shelf", 1, "digest");

  /** A third party's own effect. */
  private static final EffectType COPY = new EffectType("acme:COPY", false);

  private final VirtualClock clock = new VirtualClock(START);
  private RecycleBinRepository bin;

  /** For subclasses. */
  protected RecycleBinRepositoryContract() {}

  /**
   * An empty store; called before each test.
   *
   * @param clock the clock that the store must go by: the only one that decides
   */
  protected abstract RecycleBinRepository emptyStore(VirtualClock clock);

  @BeforeEach
  void begin() {
    clock.set(START);
    bin = emptyStore(clock);
  }

  private static Instant day(long days) {
    return START.plus(Duration.ofDays(days));
  }

  private static Instant justBefore(Instant instant) {
    return instant.minus(1, ChronoUnit.MICROS);
  }

  private static InstanceKey key(String id) {
    return new InstanceKey("tenant", "region", POLICY.id(), id);
  }

  private static Instance.Builder row(String id) {
    return Instance.builder()
        .key(key(id))
        .owner("owner")
        .policy(POLICY)
        .profile("PROFILE")
        .billing(BillingMode.PAY_AS_YOU_GO)
        .attributes(Attributes.empty())
        .state(InstanceState.RUNNING, START)
        .recordedAt(START);
  }

  private Instance found(InstanceKey key) {
    Instance found = bin.find(key);
    assertThat(found).as("the row of %s", key).isNotNull();
    return Objects.requireNonNull(found);
  }

  private EffectRecord open(EffectKey key) {
    EffectRecord record = bin.effect(key);
    assertThat(record).as("the effect %s", key).isNotNull();
    return Objects.requireNonNull(record);
  }

  private static Commit rows(RowChange... rows) {
    return Commit.builder().rows(List.of(rows)).build();
  }

  private Instance written(String id, @Nullable Instant dueAt) {
    Instance row = row(id).build();
    assertThat(bin.commit(rows(new RowChange(RowChange.ABSENT, row, dueAt))))
        .isEqualTo(Commit.Result.COMMITTED);
    return row;
  }

  private static Instance next(Instance row) {
    return row.toBuilder().version(row.version() + 1).build();
  }

  private static Effect effect(Instance row, int ordinal, EffectType type) {
    return new Effect(
        new EffectKey(row.key(), row.version(), ordinal), type, "X-01", START, Map.of());
  }

  /** A row and the effects of its next version. */
  private Instance ordered(String id, EffectType... types) {
    Instance row = written(id, null);
    return orderedNext(row, types);
  }

  private Instance orderedNext(Instance row, EffectType... types) {
    Instance next = next(row);
    List<Effect> effects = new ArrayList<>();
    for (EffectType type : types) {
      effects.add(effect(next, effects.size(), type));
    }
    Commit commit =
        Commit.builder().row(new RowChange(row.version(), next, null)).effects(effects).build();
    assertThat(bin.commit(commit)).isEqualTo(Commit.Result.COMMITTED);
    return next;
  }

  private Commit.Result change(long expectedClaim, EffectRecord next) {
    return bin.commit(Commit.builder().change(new EffectChange(expectedClaim, next)).build());
  }

  private List<String> claimed(Instant now) {
    clock.set(now);
    return bin.claimEffects(now, LEASE, 100).stream()
        .map(claim -> claim.record().effect().type().name())
        .toList();
  }

  private static AuditEntry line(Instance row, String cause) {
    return new AuditEntry(
        row.key(),
        row.version(),
        AuditEntry.Kind.DECISION,
        START,
        START,
        cause,
        null,
        row.state(),
        "X-01",
        null,
        List.of(),
        null,
        null);
  }

  // Rows, by compare-and-set, all or nothing.

  @Test
  void theClockIsTheStores() {
    clock.set(day(3));
    assertThat(bin.now()).isEqualTo(day(3));
  }

  @Test
  void aRowIsWrittenOnceAndThenOnlyOverTheVersionThatWasSeen() {
    Instance first = written("a", null);
    assertThat(bin.find(first.key())).isEqualTo(first);
    assertThat(bin.commit(rows(new RowChange(RowChange.ABSENT, first, null))))
        .isEqualTo(Commit.Result.CONFLICT);
    Instance second = next(first);
    assertThat(bin.commit(rows(new RowChange(2, next(second), null))))
        .isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.commit(rows(new RowChange(1, second, null)))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.commit(rows(new RowChange(1, second, null)))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.find(first.key())).isEqualTo(second);
    Instance absent = row("b").version(2).build();
    assertThat(bin.commit(rows(new RowChange(1, absent, null)))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.find(absent.key())).isNull();
  }

  @Test
  void aVersionGrows() {
    Instance first = written("a", null);
    assertThatThrownBy(() -> bin.commit(rows(new RowChange(1, first, null))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bin.find(first.key())).isEqualTo(first);
  }

  @Test
  void oneConflictAndNothingIsWritten() {
    Instance a = written("a", null);
    Instance b = row("b").build();
    Instance nextA = next(a);
    RememberedEvent remembered =
        new RememberedEvent(
            a.key(), "e-1", Event.of(Operation.STOP, START), Answer.alreadyThere(a.key()));
    Commit commit =
        Commit.builder()
            .row(new RowChange(1, nextA, START))
            .row(new RowChange(RowChange.ABSENT, b, START))
            .row(new RowChange(7, row("a").version(8).build(), null))
            .effects(List.of(effect(nextA, 0, EffectType.LOCK_ACCESS)))
            .line(line(nextA, "STOP"))
            .remembering(remembered)
            .build();
    assertThat(bin.commit(commit)).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.find(a.key())).isEqualTo(a);
    assertThat(bin.find(b.key())).isNull();
    assertThat(bin.openEffects(a.key())).isEmpty();
    assertThat(bin.audit(a.key())).isEmpty();
    assertThat(bin.remembered(a.key(), "e-1")).isNull();
    assertThat(bin.due(day(99), 9)).isEmpty();
    assertThat(bin.nextEffect()).isNull();
  }

  /**
   * Whoever stood still between reading the clock and writing would have a stage count from the
   * reading, and one who read a clock that was put back since, from what is still to come.
   */
  @Test
  @Tag("ALL-14")
  void whatWasDecidedAtAnotherTimeThanNowIsAConflict() {
    Instance first = written("a", null);
    Commit next =
        Commit.builder()
            .row(new RowChange(1, next(first), day(9)))
            .effects(List.of(effect(next(first), 0, EffectType.LOCK_ACCESS)))
            .line(line(next(first), "STOP"))
            .build();
    Instant latest = START.plus(Commit.DECIDED_WITHIN);
    Instant earliest = START.minus(Commit.DECIDED_WITHIN);
    for (Instant outOfTime :
        List.of(latest.plus(1, ChronoUnit.MICROS), justBefore(earliest), day(30))) {
      clock.set(outOfTime);
      assertThat(bin.commit(next.toBuilder().decided(START).build()))
          .as("%s", outOfTime)
          .isEqualTo(Commit.Result.CONFLICT);
      assertThat(bin.find(first.key())).isEqualTo(first);
      assertThat(bin.openEffects(first.key())).isEmpty();
      assertThat(bin.audit(first.key())).isEmpty();
      assertThat(bin.nextDue()).isNull();
    }
    clock.set(latest);
    assertThat(bin.commit(next.toBuilder().decided(START).build()))
        .isEqualTo(Commit.Result.COMMITTED);
    clock.set(earliest);
    Commit after = rows(new RowChange(2, next(next(first)), null));
    assertThat(bin.commit(after.toBuilder().decided(START).build()))
        .isEqualTo(Commit.Result.COMMITTED);
    // Where nothing is decided, nothing is compared.
    clock.set(day(30));
    assertThat(bin.commit(rows(new RowChange(3, next(next(next(first))), null))))
        .isEqualTo(Commit.Result.COMMITTED);
  }

  /** The rows of such a commit stayed written. */
  @Test
  void whatNamesAnInstanceThatIsNotThereWritesNothing() {
    Instance a = written("a", null);
    Instance stranger = row("stranger").build();
    RememberedEvent remembered =
        new RememberedEvent(
            stranger.key(), "e", Event.of(Operation.STOP, START), Answer.alreadyThere(a.key()));
    List<RowChange> change = List.of(new RowChange(1, next(a), START));
    for (Commit unfit :
        List.of(
            Commit.builder()
                .rows(change)
                .effects(List.of(effect(stranger, 0, EffectType.LOCK_ACCESS)))
                .build(),
            Commit.builder().rows(change).line(line(stranger, "STOP")).build(),
            Commit.builder().rows(change).remembering(remembered).build())) {
      assertThatThrownBy(() -> bin.commit(unfit)).isInstanceOf(IllegalArgumentException.class);
      assertThat(bin.find(a.key())).isEqualTo(a);
      assertThat(bin.nextDue()).isNull();
    }
  }

  @Test
  @Tag("SAF-07")
  void theTrailIsKeptInOrderAndCannotBeChanged() {
    Instance a = row("a").build();
    Commit commit =
        Commit.builder()
            .row(new RowChange(RowChange.ABSENT, a, null))
            .line(line(a, "ONE"))
            .line(line(a, "TWO"))
            .build();
    bin.commit(commit);
    bin.commit(Commit.builder().line(line(a, "THREE")).build());
    assertThat(bin.audit(a.key()))
        .extracting(AuditEntry::cause)
        .containsExactly("ONE", "TWO", "THREE");
    assertThatThrownBy(() -> bin.audit(a.key()).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(bin.audit(key("none"))).isEmpty();
  }

  private static AuditEntry storesLine(String cause) {
    return AuditEntry.ofStore(AuditEntry.Kind.GUARD, START, cause, "X-01", null, "op", "a reason");
  }

  private void told(AuditEntry... lines) {
    Commit commit = Commit.builder().lines(List.of(lines)).build();
    assertThat(bin.commit(commit)).isEqualTo(Commit.Result.COMMITTED);
  }

  /** Each line is the one that {@link AuditChain} makes after the line before of the same trail. */
  private static void isLinked(AuditTrail trail) {
    AuditHead head = null;
    long position = 0;
    for (AuditLine line : trail.lines()) {
      assertThat(line.position()).as("the position of %s", line).isGreaterThan(position);
      position = line.position();
      assertThat(line).isEqualTo(AuditChain.next(head, position, line.entry()));
      head = new AuditHead(trail.key(), line.sequence(), line.digest());
    }
    assertThat(trail.head()).isEqualTo(head);
  }

  @Test
  @Tag("SAF-07")
  void eachLineIsLinkedToTheOneBeforeOfItsTrail() {
    Instance a = written("a", null);
    Instance b = written("b", null);
    AuditTrail empty = bin.trail(a.key());
    assertThat(empty.lines()).isEmpty();
    assertThat(empty.head()).isNull();
    told(line(a, "ONE"), line(b, "ONE"), line(a, "TWO"));
    told(line(b, "TWO"));
    told(line(a, "THREE"));
    for (Instance row : List.of(a, b)) {
      AuditTrail trail = bin.trail(row.key());
      assertThat(trail.key()).isEqualTo(row.key());
      isLinked(trail);
      assertThat(AuditVerifier.problems(trail)).isEmpty();
    }
    assertThat(bin.trail(a.key()).lines())
        .extracting(each -> each.entry().cause())
        .containsExactly("ONE", "TWO", "THREE");
    assertThat(bin.trail(b.key()).lines()).hasSize(2);
    AuditTrail before = bin.trail(a.key());
    Commit conflicting =
        Commit.builder().row(new RowChange(7, next(a), null)).line(line(a, "NEVER")).build();
    assertThat(bin.commit(conflicting)).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.trail(a.key())).isEqualTo(before);
  }

  @Test
  @Tag("SAF-07")
  void whatConcernsTheWholeStoreHasATrailOfItsOwn() {
    Instance a = written("a", null);
    assertThat(bin.storeTrail().lines()).isEmpty();
    assertThat(bin.storeTrail().head()).isNull();
    told(storesLine("STOP"));
    told(line(a, "ONE"), storesLine("RESUME"));
    AuditTrail stores = bin.storeTrail();
    assertThat(stores.key()).isNull();
    assertThat(stores.lines())
        .extracting(each -> each.entry().cause())
        .containsExactly("STOP", "RESUME");
    isLinked(stores);
    assertThat(bin.trail(a.key()).lines()).hasSize(1);
  }

  @Test
  @Tag("SAF-07")
  void anAnchorNamesWhatHasGrownSinceTheOneBefore() {
    Instance a = written("a", null);
    Instance b = written("b", null);
    told(line(a, "ONE"), line(b, "ONE"), storesLine("STOP"));
    clock.set(day(1));
    AuditAnchor first = bin.anchor();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.at()).isEqualTo(day(1));
    assertThat(first.lines()).isEqualTo(3);
    assertThat(first.previous()).isEqualTo(AuditDigest.NONE);
    assertThat(first.heads())
        .containsExactlyInAnyOrder(
            Objects.requireNonNull(bin.trail(a.key()).head()),
            Objects.requireNonNull(bin.trail(b.key()).head()),
            Objects.requireNonNull(bin.storeTrail().head()));
    told(AuditEntry.about(b, AuditEntry.Kind.ACT, START, "TWO", "X-01", null, "op", "a reason"));
    clock.set(day(2));
    AuditAnchor second = bin.anchor();
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.lines()).isEqualTo(4);
    assertThat(second.previous()).isEqualTo(first.digest());
    assertThat(second.heads()).containsExactly(bin.trail(b.key()).head());
    AuditLine later = bin.trail(b.key()).lines().get(1);
    assertThat(later.position()).isGreaterThan(first.position());
    assertThat(second.position()).isGreaterThanOrEqualTo(later.position());
    assertThat(List.of(first, second))
        .allSatisfy(each -> assertThat(AuditChain.digest(each)).isEqualTo(each.digest()));
    assertThat(bin.anchor().heads()).isEmpty();
    assertThat(AuditVerifier.verify(bin, List.of(first, second)).problems()).isEmpty();
  }

  @Test
  @Tag("SAF-07")
  void anchorsAreKeptInOrderAndReadByPages() {
    told(storesLine("ONE"));
    AuditAnchor first = bin.anchor();
    told(storesLine("TWO"));
    AuditAnchor second = bin.anchor();
    AuditAnchor third = bin.anchor();
    assertThat(bin.anchors(0, 9)).containsExactly(first, second, third);
    assertThat(bin.anchors(1, 9)).containsExactly(second, third);
    assertThat(bin.anchors(1, 1)).containsExactly(second);
    assertThat(bin.anchors(3, 9)).isEmpty();
  }

  // What is due.

  @Test
  void whatIsDueComesEarliestFirstAndEqualOnesAsTheyWereWritten() {
    Instance late = written("late", day(3));
    Instance z = written("z", day(2));
    Instance a = written("a", day(2));
    written("never", null);
    assertThat(bin.nextDue()).isEqualTo(day(2));
    assertThat(bin.due(justBefore(day(2)), 9)).isEmpty();
    assertThat(bin.due(day(2), 9)).containsExactly(z, a);
    assertThat(bin.due(day(2), 1)).containsExactly(z);
    assertThat(bin.due(day(3), 9)).containsExactly(z, a, late);
    assertThat(bin.due(day(3), 0)).isEmpty();
    Instance moved = next(z);
    bin.commit(rows(new RowChange(1, moved, day(3))));
    assertThat(bin.due(day(3), 9)).containsExactly(a, late, moved);
    bin.commit(rows(new RowChange(1, next(a), null)));
    assertThat(bin.nextDue()).isEqualTo(day(3));
  }

  @Test
  void askingWhatIsDueCostsWhatIsDueAndNotWhatThereIs() {
    for (int i = 0; i < 5_000; i++) {
      written("i" + i, day(1000 + i));
    }
    Instance due = written("due", day(1));
    // Two thousand questions over five thousand rows: a scan at each would be felt.
    for (int i = 0; i < 2_000; i++) {
      assertThat(bin.due(day(1), 9)).hasSize(1);
    }
    assertThat(bin.due(day(1), 9)).containsExactly(due);
  }

  @Test
  @Tag("SAF-11")
  void whatIsSetAsideIsLookedAtOnceItIsTimeAndWhatIsParkedNever() {
    Instance a = written("a", day(1));
    Instance b = written("b", day(1));
    bin.setAside(a.key(), 1, WaitingFor.REPAIR, "no", day(5));
    bin.setAside(b.key(), 1, WaitingFor.REPAIR, "never", null);
    assertThat(bin.due(justBefore(day(5)), 9)).isEmpty();
    assertThat(bin.nextDue()).isEqualTo(day(5));
    assertThat(bin.due(day(5), 9)).containsExactly(a);
    assertThat(bin.setAside())
        .containsExactly(
            new SetAside(a.key(), 1, 1, WaitingFor.REPAIR, "no", day(5)),
            new SetAside(b.key(), 1, 1, WaitingFor.REPAIR, "never", null));
    assertThat(bin.setAside(b.key()))
        .isEqualTo(new SetAside(b.key(), 1, 1, WaitingFor.REPAIR, "never", null));
    assertThat(bin.setAside(key("none"))).isNull();
    bin.setAside(a.key(), 1, WaitingFor.REPAIR, "still no", day(6));
    assertThat(bin.setAside().get(0))
        .isEqualTo(new SetAside(a.key(), 1, 2, WaitingFor.REPAIR, "still no", day(6)));
    assertThat(bin.takeUpAgain(b.key())).isTrue();
    assertThat(bin.takeUpAgain(b.key())).isFalse();
    assertThat(bin.due(day(1), 9)).containsExactly(b);
  }

  @Test
  void aRowThatChangesIsLookedAtAfreshAndAnOldVersionSetsNothingAside() {
    Instance a = written("a", day(1));
    bin.setAside(a.key(), 1, WaitingFor.REPAIR, "never", null);
    Instance changed = next(a);
    bin.commit(rows(new RowChange(1, changed, day(2))));
    assertThat(bin.setAside()).isEmpty();
    assertThat(bin.due(day(2), 9)).containsExactly(changed);
    bin.setAside(a.key(), 1, WaitingFor.REPAIR, "late", null);
    assertThat(bin.setAside()).isEmpty();
    bin.setAside(key("none"), 1, WaitingFor.REPAIR, "nobody", null);
    assertThat(bin.setAside()).isEmpty();
    assertThat(bin.nextDue()).isEqualTo(day(2));
  }

  // Owners.

  @Test
  @Tag("OWN-01")
  @Tag("OWN-02")
  void theInstancesOfAnOwnerComeAsTheyWereWritten() {
    Instance z = written("z", null);
    Instance a = written("a", null);
    Instance other = row("other").owner("other").build();
    bin.commit(rows(new RowChange(RowChange.ABSENT, other, null)));
    OwnerKey owner = new OwnerKey("tenant", "owner");
    assertThat(bin.ofOwner(owner)).containsExactly(z, a);
    assertThat(bin.ofOwner(new OwnerKey("elsewhere", "owner"))).isEmpty();
    Instance sold = z.toBuilder().owner("other").version(2).build();
    bin.commit(rows(new RowChange(1, sold, null)));
    assertThat(bin.ofOwner(owner)).containsExactly(a);
    assertThat(bin.ofOwner(new OwnerKey("tenant", "other"))).containsExactly(other, sold);
  }

  private static final OwnerKey OWNER = new OwnerKey("tenant", "owner");

  private static AuditEntry ownersLine(String cause) {
    return AuditEntry.ofStore(
        AuditEntry.Kind.ACT, START, cause, "OWN-02", null, "billing", "owner");
  }

  private static Commit recording(OwnerFact seen, OwnerFact next, @Nullable String id) {
    OwnerKey owner = next.owner();
    Event event = Event.of(Operation.ARREARS, START);
    RememberedMessage message =
        id == null ? null : new RememberedMessage(owner, id, event, Answer.Kind.APPLIED, null);
    return Commit.builder()
        .recording(new OwnerChange(seen.version(), next, message))
        .line(ownersLine("ARREARS"))
        .build();
  }

  private OwnerFact recorded(OwnerFact next) {
    assertThat(bin.commit(recording(bin.ownerFact(next.owner()), next, null)))
        .isEqualTo(Commit.Result.COMMITTED);
    return next;
  }

  /** Of two who contradict each other at once, the second has to see what the first has said. */
  @Test
  @Tag("OWN-02")
  void whatIsRecordedOfAnOwnerIsWrittenOverTheVersionThatWasSeen() {
    OwnerFact nothing = bin.ownerFact(OWNER);
    assertThat(nothing).isEqualTo(OwnerFact.unknown(OWNER));
    OwnerFact arrears = nothing.inArrears(day(1), day(2));
    assertThat(bin.commit(recording(nothing, arrears, null))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(arrears);
    OwnerFact settled = arrears.settled(day(3), day(4));
    assertThat(bin.commit(recording(nothing, settled, null))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.commit(recording(nothing, nothing.settled(day(3), day(4)), null)))
        .isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.commit(recording(settled, settled.inArrears(day(5), day(5)), null)))
        .isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(arrears);
    assertThat(bin.commit(recording(arrears, settled, null))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(settled);
    assertThatThrownBy(() -> bin.commit(recording(settled, settled, null)))
        .isInstanceOf(IllegalArgumentException.class);
    OwnerKey elsewhere = new OwnerKey("elsewhere", "owner");
    assertThat(bin.ownerFact(elsewhere)).isEqualTo(OwnerFact.unknown(elsewhere));
    assertThat(bin.storeTrail().lines()).hasSize(2);
  }

  /** A crash between two of them left a line without its fact, or an id without either. */
  @Test
  @Tag("OWN-02")
  @Tag("ALL-05")
  void theFactOfAnOwnerItsLineAndItsIdAreWrittenTogetherOrNotAtAll() {
    Instance a = written("a", null);
    OwnerFact nothing = bin.ownerFact(OWNER);
    OwnerFact arrears = nothing.inArrears(day(1), day(2));
    Commit conflicting =
        recording(nothing, arrears, "m").toBuilder().row(new RowChange(7, next(a), null)).build();
    assertThat(bin.commit(conflicting)).isEqualTo(Commit.Result.CONFLICT);
    Commit tooLate = recording(nothing, arrears, "m").toBuilder().decided(day(-1)).build();
    assertThat(bin.commit(tooLate)).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(nothing);
    assertThat(bin.remembered(OWNER, "m")).isNull();
    assertThat(bin.storeTrail().lines()).isEmpty();
    assertThat(bin.commit(recording(nothing, arrears, "m"))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(arrears);
    assertThat(bin.remembered(OWNER, "m")).extracting(RememberedMessage::id).isEqualTo("m");
    assertThat(bin.storeTrail().lines()).hasSize(1);
  }

  @Test
  @Tag("OWN-02")
  @Tag("ALL-05")
  void aMessageOfAnOwnerIsRememberedOnce() {
    OwnerFact arrears = bin.ownerFact(OWNER).inArrears(day(1), day(1));
    assertThat(bin.commit(recording(bin.ownerFact(OWNER), arrears, "m")))
        .isEqualTo(Commit.Result.COMMITTED);
    OwnerFact settled = recorded(arrears.settled(day(2), day(2)));
    Commit again = recording(settled, settled.inArrears(day(3), day(3)), "m");
    assertThat(bin.commit(again)).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.ownerFact(OWNER)).isEqualTo(settled);
    assertThat(bin.remembered(OWNER, "n")).isNull();
    OwnerKey other = new OwnerKey("tenant", "other");
    assertThat(bin.remembered(other, "m")).isNull();
    OwnerFact others = bin.ownerFact(other);
    assertThat(bin.commit(recording(others, others.inArrears(day(1), day(1)), "m")))
        .isEqualTo(Commit.Result.COMMITTED);
    // One of an instance, with the same id, is another one.
    Instance a = written("a", null);
    assertThat(bin.commit(remembering(a.key(), "m"))).isEqualTo(Commit.Result.COMMITTED);
  }

  private void isRemembered(Instant now, boolean still) {
    clock.set(now);
    assertThat(bin.forgetEvents(Duration.ofDays(30))).isEqualTo(still ? 0 : 1);
    assertThat(bin.remembered(OWNER, "m") != null).as("at %s", now).isEqualTo(still);
  }

  /** An old message that comes again for an owner who has no instances must be no news, either. */
  @Test
  @Tag("OWN-02")
  @Tag("ALL-05")
  void theIdsOfAnOwnerOutliveWhatIsSaidOfItByTheSpan() {
    OwnerFact arrears = bin.ownerFact(OWNER).inArrears(day(-99), day(1));
    bin.commit(recording(bin.ownerFact(OWNER), arrears, "m"));
    isRemembered(day(31), true);
    OwnerFact settled = recorded(arrears.settled(day(2), day(2)));
    isRemembered(day(32), true);
    isRemembered(day(32).plus(1, ChronoUnit.MICROS), false);
    assertThat(bin.ownerFact(OWNER)).as("the fact itself").isEqualTo(settled);
  }

  @Test
  @Tag("OWN-02")
  @Tag("ALL-05")
  void theIdsOfAnOwnerOutliveItsLastInstanceByTheSpan() {
    Instance living = written("living", null);
    Instance gone = row("gone").moveTo(InstanceState.PURGED, Cause.PURGE_CONFIRMED, day(1)).build();
    bin.commit(rows(new RowChange(RowChange.ABSENT, gone, null)));
    OwnerFact nothing = bin.ownerFact(OWNER);
    bin.commit(recording(nothing, nothing.inArrears(day(1), day(1)), "m"));
    isRemembered(day(300), true);
    Instance forgotten =
        living.toBuilder()
            .moveTo(InstanceState.FORGOTTEN, Cause.of(Operation.FORGET), day(300))
            .version(2)
            .build();
    bin.commit(rows(new RowChange(1, forgotten, null)));
    isRemembered(day(330), true);
    isRemembered(day(330).plus(1, ChronoUnit.MICROS), false);
  }

  /** Between what was read of the owner and the row, somebody says something else of the owner. */
  @Test
  @Tag("OWN-02")
  void whatIsTakenInKnowsItsOwnersArrearsOrIsNotWritten() {
    Instance a = row("a").build();
    Commit row = rows(new RowChange(RowChange.ABSENT, a, START));
    OwnerFact nothing = bin.ownerFact(OWNER);
    OwnerFact arrears = nothing.inArrears(day(1), day(1));
    OwnerKey other = new OwnerKey("tenant", "other");
    recorded(bin.ownerFact(other).inArrears(day(1), day(1)));
    assertThat(bin.commit(row.toBuilder().knowing(arrears).build()))
        .isEqualTo(Commit.Result.CONFLICT);
    recorded(arrears);
    assertThat(bin.commit(row.toBuilder().knowing(nothing).build()))
        .isEqualTo(Commit.Result.CONFLICT);
    // Settled, and in arrears since the same instant once more: it is not what was read.
    OwnerFact anew = recorded(recorded(arrears.settled(day(1), day(2))).inArrears(day(1), day(3)));
    assertThat(bin.commit(row.toBuilder().knowing(arrears).build()))
        .isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.find(a.key())).isNull();
    assertThat(bin.nextDue()).isNull();
    assertThat(bin.commit(row.toBuilder().knowing(anew).build()))
        .isEqualTo(Commit.Result.COMMITTED);
  }

  // What a user looks for in the bin.

  private Instance inBin(String id, InstanceState state, String name) {
    Instance row =
        row(id)
            .attributes(Attributes.empty().withText(BinQuery.NAME, name))
            .moveTo(state, Cause.DEADLINE, START)
            .build();
    bin.commit(rows(new RowChange(RowChange.ABSENT, row, null)));
    return row;
  }

  @Test
  @Tag("ALL-12")
  void theBinIsListedByKeyAndInPages() {
    Instance c = inBin("c", InstanceState.LOCKED, "one");
    Instance a = inBin("a", InstanceState.RETAINED, "two");
    Instance b = inBin("b", InstanceState.PURGING, "Three");
    Instance gone = inBin("d", InstanceState.PURGED, "four");
    written("e", null);
    assertThat(bin.list(BinQuery.everything())).containsExactly(a, b, c);
    BinQuery pages = BinQuery.builder().limit(2).build();
    assertThat(bin.list(pages)).containsExactly(a, b);
    assertThat(bin.list(pages.after(b.key()))).containsExactly(c);
    assertThat(bin.list(pages.after(c.key()))).isEmpty();
    assertThat(bin.list(BinQuery.builder().text("THREE").build())).containsExactly(b);
    assertThat(bin.list(BinQuery.builder().state(InstanceState.PURGED).build()))
        .containsExactly(gone);
    assertThat(bin.list(BinQuery.builder().tenant("elsewhere").build())).isEmpty();
  }

  // Policies under which something entered the bin.

  @Test
  @Tag("ALL-08")
  void thePolicyOfAVersionIsKeptOnceAndNeverReplaced() {
    PolicyRef other = new PolicyRef(POLICY.id(), POLICY.version(), "another digest");
    PolicyRef later = new PolicyRef(POLICY.id(), 2, "another digest");
    assertThat(bin.keptPolicy(POLICY)).isNull();
    assertThat(bin.keepPolicy(POLICY, "text")).isTrue();
    assertThat(bin.keepPolicy(POLICY, "text")).isTrue();
    assertThat(bin.keepPolicy(other, "other text")).isFalse();
    assertThat(bin.keptPolicy(other)).isNull();
    assertThat(bin.keepPolicy(later, "other text")).isTrue();
    assertThat(bin.keptPolicy(POLICY)).isEqualTo("text");
    assertThat(bin.keptPolicy(later)).isEqualTo("other text");
  }

  // Event ids.

  private Commit remembering(InstanceKey key, String id) {
    return Commit.builder()
        .remembering(
            new RememberedEvent(key, id, Event.of(Operation.STOP, START), Answer.alreadyThere(key)))
        .build();
  }

  @Test
  @Tag("ALL-05")
  void anEventIdIsRememberedOnce() {
    Instance a = written("a", null);
    Instance b = written("b", null);
    assertThat(bin.commit(remembering(a.key(), "e"))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.commit(remembering(a.key(), "e"))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(bin.commit(remembering(b.key(), "e"))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.remembered(a.key(), "e")).extracting(RememberedEvent::id).isEqualTo("e");
    assertThat(bin.remembered(a.key(), "f")).isNull();
    assertThat(bin.remembered(key("none"), "e")).isNull();
  }

  @Test
  @Tag("ALL-05")
  void idsAreForgottenOnlyOfWhatHasBeenGoneForLongerThanTheSpan() {
    Instance living = written("living", null);
    bin.commit(remembering(living.key(), "e"));
    Instance gone = row("gone").moveTo(InstanceState.PURGED, Cause.PURGE_CONFIRMED, day(1)).build();
    bin.commit(rows(new RowChange(RowChange.ABSENT, gone, null)));
    bin.commit(remembering(gone.key(), "e"));
    clock.set(day(31));
    assertThat(bin.forgetEvents(Duration.ofDays(30))).isZero();
    clock.set(day(31).plusNanos(1));
    assertThat(bin.forgetEvents(Duration.ofDays(30))).isEqualTo(1);
    assertThat(bin.remembered(gone.key(), "e")).isNull();
    assertThat(bin.remembered(living.key(), "e")).isNotNull();
  }

  // Effects.

  @Test
  @Tag("ALL-09")
  void theEffectsOfAnInstanceGoOutOneByOneInOrder() {
    Instance a = ordered("a", EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER);
    assertThat(bin.nextEffect()).isEqualTo(START);
    List<EffectClaim> claims = bin.claimEffects(START, LEASE, 100);
    assertThat(claims).hasSize(1);
    EffectRecord record = claims.get(0).record();
    assertThat(record.effect().type()).isEqualTo(EffectType.LOCK_ACCESS);
    assertThat(record.status()).isEqualTo(EffectStatus.CLAIMED);
    assertThat(record.attempts()).isEqualTo(1);
    assertThat(record.claim()).isEqualTo(1);
    assertThat(record.notBefore()).isEqualTo(START.plus(LEASE));
    assertThat(claims.get(0).instance()).isEqualTo(a);
    assertThat(claimed(START)).isEmpty();
    assertThat(bin.openEffects(a.key())).hasSize(2);
    assertThat(change(1, record.done(Map.of("k", "v")))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.effect(record.effect().key())).isNull();
    EffectClaim second = bin.claimEffects(START, LEASE, 100).get(0);
    assertThat(second.record().effect().type()).isEqualTo(EffectType.NOTIFY_OWNER);
    assertThat(second.earlierFacts()).containsExactly(Map.entry("k", "v"));
    change(1, second.record().done(Map.of()));
    assertThat(bin.openEffects(a.key())).isEmpty();
    assertThat(bin.nextEffect()).isNull();
    Instance later = orderedNext(a, EffectType.UNLOCK_ACCESS);
    assertThat(bin.claimEffects(START, LEASE, 1).get(0).earlierFacts()).isEmpty();
    assertThat(bin.openEffects(later.key())).hasSize(1);
  }

  @Test
  void noMoreIsClaimedThanAskedForAndEveryInstanceHasItsTurn() {
    ordered("a", EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER);
    ordered("b", EffectType.LOCK_ACCESS);
    ordered("c", EffectType.LOCK_ACCESS);
    assertThat(bin.claimEffects(START, LEASE, 0)).isEmpty();
    assertThat(bin.claimEffects(START, LEASE, 2))
        .extracting(claim -> claim.instance().key().id())
        .containsExactly("a", "b");
    assertThat(bin.claimEffects(START, LEASE, 2)).hasSize(1);
  }

  @Test
  void anEffectIsNotClaimedBeforeItsInstant() {
    Instance a = written("a", null);
    Instance next = next(a);
    Effect ahead =
        new Effect(new EffectKey(a.key(), 2, 0), EffectType.LOCK_ACCESS, "X-01", day(1), Map.of());
    bin.commit(Commit.builder().row(new RowChange(1, next, null)).effects(List.of(ahead)).build());
    assertThat(bin.nextEffect()).isEqualTo(day(1));
    assertThat(claimed(justBefore(day(1)))).isEmpty();
    assertThat(claimed(day(1))).hasSize(1);
  }

  @Test
  void aLeaseThatRanOutIsClaimedAnewAndTheOldAnswerConflicts() {
    ordered("a", EffectType.LOCK_ACCESS);
    EffectRecord first = bin.claimEffects(START, LEASE, 1).get(0).record();
    assertThat(bin.nextEffect()).isEqualTo(START.plus(LEASE));
    assertThat(claimed(justBefore(START.plus(LEASE)))).isEmpty();
    clock.set(START.plus(LEASE));
    EffectRecord second = bin.claimEffects(START.plus(LEASE), LEASE, 1).get(0).record();
    assertThat(second.claim()).isEqualTo(2);
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(change(1, first.done(Map.of()))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(change(2, second.done(Map.of()))).isEqualTo(Commit.Result.COMMITTED);
    assertThat(change(2, second.done(Map.of()))).isEqualTo(Commit.Result.CONFLICT);
  }

  @Test
  void aWorkingEffectIsLookedAtAgainWithItsToken() {
    ordered("a", EffectType.TAKE_BACKUP, EffectType.NOTIFY_OWNER);
    EffectRecord record = bin.claimEffects(START, LEASE, 1).get(0).record();
    change(1, record.working(day(1), "job"));
    assertThat(bin.nextEffect()).isEqualTo(day(1));
    assertThat(claimed(justBefore(day(1)))).isEmpty();
    clock.set(day(1));
    EffectRecord again = bin.claimEffects(day(1), LEASE, 9).get(0).record();
    assertThat(again.token()).isEqualTo("job");
    assertThat(again.effect()).isEqualTo(record.effect());
  }

  private Instance hold(Instance row, Holds holds) {
    Instance held = row.toBuilder().holds(holds).version(row.version() + 1).build();
    assertThat(bin.commit(rows(new RowChange(row.version(), held, null))))
        .isEqualTo(Commit.Result.COMMITTED);
    return held;
  }

  private static Holds until(Instant end) {
    return Holds.none().with(new Hold("hold", end, null, null));
  }

  @Test
  @Tag("ALL-15")
  void whatDestroysIsWithheldUnderAHoldWhereverItStands() {
    Instance a = ordered("a", EffectType.TAKE_BACKUP, EffectType.RELEASE_COMPUTE_WITH_DATA);
    Instance held = hold(a, until(day(2)));
    assertThat(claimed(START)).containsExactly("TAKE_BACKUP");
    EffectRecord backup = bin.openEffects(a.key()).get(0);
    change(backup.claim(), backup.done(Map.of()));
    assertThat(bin.nextEffect()).isEqualTo(day(2));
    assertThat(claimed(justBefore(day(2)))).isEmpty();
    Instance later = orderedNext(held, EffectType.DELETE_DATA);
    assertThat(claimed(day(1))).isEmpty();
    Instance harmless = orderedNext(later, EffectType.NOTIFY_OWNER);
    assertThat(claimed(day(1))).containsExactly("NOTIFY_OWNER");
    Instance endless = hold(harmless, until(day(2)).with(new Hold("b", null, null, null)));
    EffectRecord told = bin.openEffects(a.key()).get(2);
    change(told.claim(), told.done(Map.of()));
    assertThat(bin.nextEffect()).isNull();
    assertThat(claimed(day(99))).isEmpty();
    hold(endless, Holds.none());
    assertThat(claimed(day(99))).containsExactly("RELEASE_COMPUTE");
  }

  /** Read of a clock that was far ahead and has been put back: by it no hold ends. */
  @Test
  @Tag("ALL-15")
  void whatWasReadAheadOfTheStoresClockEndsNoHold() {
    Instance a = ordered("a", EffectType.DELETE_DATA);
    hold(a, until(day(2)));
    clock.set(day(1));
    assertThat(bin.claimEffects(day(9), LEASE, 9)).isEmpty();
    assertThat(claimed(day(2))).containsExactly("DELETE_DATA");
  }

  @Test
  @Tag("ALL-15")
  void whatWasGivenUpIsSteppedOverByWhatIsHarmlessAlone() {
    Instance a = ordered("a", EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER);
    Instance b = orderedNext(a, EffectType.DELETE_DATA, EffectType.NOTIFY_OWNER);
    orderedNext(b, EffectType.UNLOCK_ACCESS);
    EffectRecord lock = bin.claimEffects(START, LEASE, 1).get(0).record();
    change(1, lock.givenUp(3, "no"));
    assertThat(claimed(START)).containsExactly("UNLOCK_ACCESS");
    assertThat(claimed(START)).isEmpty();
    EffectRecord parked = open(lock.effect().key());
    assertThat(parked.status()).isEqualTo(EffectStatus.GIVEN_UP);
    change(1, parked.again(START, 0, "again"));
    // UNLOCK_ACCESS is out still: nothing else of the instance goes out beside it.
    EffectRecord unlock = bin.openEffects(a.key()).get(4);
    change(unlock.claim(), unlock.done(Map.of()));
    assertThat(claimed(START)).containsExactly("LOCK_ACCESS");
  }

  private long fence(Instant now) {
    clock.set(now);
    List<EffectClaim> claims = bin.claimEffects(now, LEASE, 1);
    assertThat(claims).as("what is handed out at %s", now).hasSize(1);
    EffectClaim claim = claims.get(0);
    assertThat(claim.instance()).isEqualTo(found(claim.instance().key()));
    return claim.fence();
  }

  /** After a lease that ran out, after another effect, after another decision. */
  @Test
  @Tag("SAF-14")
  void eachClaimOfAnInstanceHasAGreaterFence() {
    Instance a = ordered("a", EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER);
    List<Long> fences = new ArrayList<>();
    fences.add(fence(START));
    fences.add(fence(day(1)));
    EffectRecord lock = bin.openEffects(a.key()).get(0);
    change(lock.claim(), lock.done(Map.of()));
    fences.add(fence(day(2)));
    EffectRecord told = bin.openEffects(a.key()).get(0);
    change(told.claim(), told.again(day(3), 1, "no"));
    fences.add(fence(day(3)));
    EffectRecord again = bin.openEffects(a.key()).get(0);
    change(again.claim(), again.done(Map.of()));
    orderedNext(a, EffectType.UNLOCK_ACCESS);
    fences.add(fence(day(4)));
    assertThat(fences).isSorted().doesNotHaveDuplicates();
  }

  /** Written by a clock that was 400 days ahead, it would keep the effect for 400 days. */
  @Test
  @Tag("SAF-15")
  void aLeaseInTheImplausibleFutureHasRunOut() {
    Instance a = ordered("a", EffectType.LOCK_ACCESS);
    assertThat(claimed(day(400))).containsExactly("LOCK_ACCESS");
    EffectRecord farAhead = bin.openEffects(a.key()).get(0);
    clock.set(START);
    assertThat(bin.nextEffect()).isBeforeOrEqualTo(START);
    assertThat(claimed(START)).containsExactly("LOCK_ACCESS");
    assertThat(change(farAhead.claim(), farAhead.done(Map.of()))).isEqualTo(Commit.Result.CONFLICT);
    assertThat(claimed(START)).isEmpty();
  }

  /** Workers may have leases of their own: what one has in hand is not handed to another. */
  @Test
  @Tag("SAF-15")
  void aShortLeaseEndsNoLongOne() {
    ordered("a", EffectType.LOCK_ACCESS);
    assertThat(bin.claimEffects(START, Duration.ofHours(20), 9)).hasSize(1);
    assertThat(bin.claimEffects(START, LEASE, 9)).isEmpty();
    clock.set(START.plus(Duration.ofHours(20)));
    assertThat(bin.claimEffects(bin.now(), LEASE, 9)).hasSize(1);
  }

  /** As long as a lease may be by the call's own: twice it, or an hour. */
  @Test
  @Tag("SAF-15")
  void aLongLeaseIsNotImplausible() {
    ordered("a", EffectType.LOCK_ACCESS);
    assertThat(bin.claimEffects(START, Duration.ofHours(20), 9)).hasSize(1);
    clock.set(START.minus(Duration.ofHours(19)));
    assertThat(bin.claimEffects(bin.now(), Duration.ofHours(20), 9)).isEmpty();
    clock.set(START.plus(Duration.ofHours(20)));
    assertThat(bin.claimEffects(bin.now(), Duration.ofHours(20), 9)).hasSize(1);
  }

  @Test
  @Tag("FGT-01")
  void whatIsTakenBackIsGone() {
    Instance a = ordered("a", EffectType.LOCK_ACCESS, EffectType.NOTIFY_OWNER);
    for (EffectRecord record : bin.openEffects(a.key())) {
      change(record.claim(), record.dropped());
    }
    assertThat(bin.openEffects(a.key())).isEmpty();
    assertThat(claimed(day(9))).isEmpty();
  }

  @Test
  void whatIsNotThereIsEmptyAndNoError() {
    InstanceKey none = key("none");
    assertThat(bin.find(none)).isNull();
    assertThat(bin.openEffects(none)).isEmpty();
    assertThat(bin.effect(new EffectKey(none, 1, 0))).isNull();
    assertThat(bin.takeUpAgain(none)).isFalse();
    assertThat(bin.nextDue()).isNull();
    assertThat(bin.nextEffect()).isNull();
  }

  // What the safeguards keep.

  private static Tally tally(String id, long version, Instant at) {
    return new Tally(Guarded.PURGE, key(id), OWNER, version, at);
  }

  private Commit.Result admit(
      long guard, @Nullable Tally tally, long leaving, Ceiling... ceilings) {
    return bin.commit(
        Commit.admissionAlone(new Admission(guard, tally, List.of(ceilings), leaving)));
  }

  @Test
  @Tag("SAF-12")
  void whatTheSafeguardsRememberChangesByCompareAndSet() {
    assertThat(bin.guard()).isEqualTo(GuardState.INITIAL);
    GuardState on = bin.guard().killSwitch(new GuardState.Said(START, "op", "why"));
    assertThat(bin.changeGuard(1, on)).isFalse();
    assertThat(bin.guard()).isEqualTo(GuardState.INITIAL);
    assertThat(bin.changeGuard(0, on)).isTrue();
    assertThat(bin.changeGuard(0, on)).isFalse();
    assertThat(bin.guard()).isEqualTo(on);
  }

  /** With everything that it can hold; an acknowledgement that is lost halts a worker again. */
  @Test
  @Tag("SAF-05")
  void whatTheSafeguardsRememberIsKeptWhole() {
    GuardState whole =
        GuardState.INITIAL
            .killSwitch(new GuardState.Said(day(1), "op", "why"))
            .clockHalt(new GuardState.Said(day(2), null, "a step"))
            .clockBelieved(day(3), null)
            .clockHalt(new GuardState.Said(day(4), null, "another step"))
            .clockBelieved(day(5), Duration.ofHours(2))
            .clockHalt(new GuardState.Said(day(6), null, "a third"))
            .lagging(Duration.ofMinutes(20))
            .outage(new GuardState.Outage(day(1), day(2)), START)
            .tripped(new GuardState.Trip(Guarded.PURGE, null, day(7), "too many"))
            .tripped(new GuardState.Trip(Guarded.LOCK, OWNER, day(7), "too many"))
            .limits(Guarded.LOCK, new Limits(7, 30, 10, Duration.ofHours(2)));
    assertThat(whole.acknowledged()).isEqualTo(2);
    assertThat(bin.changeGuard(0, whole)).isTrue();
    assertThat(bin.guard()).isEqualTo(whole);
    assertThat(bin.guard().acknowledged()).isEqualTo(2);
    // Whatever is written besides leaves it as it is: what a clock lags, and what is known of it.
    Instance a = ordered("a", EffectType.NOTIFY_OWNER);
    assertThat(claimed(START)).hasSize(1);
    assertThat(admit(whole.version(), tally("a", a.version(), START), 0))
        .isEqualTo(Commit.Result.COMMITTED);
    bin.beat(day(8));
    bin.putMark(day(7));
    assertThat(bin.guard()).isEqualTo(whole);
    assertThat(bin.guard().lag()).isEqualTo(Duration.ofMinutes(20));
    assertThat(bin.guard().apart()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  @Tag("SAF-01")
  void overALimitNothingIsWrittenAndTheSameIsCountedOnce() {
    Instance a = written("a", null);
    Ceiling one = new Ceiling(Guarded.PURGE, null, START, 1);
    assertThat(admit(0, tally("x", 1, day(1)), 0, one)).isEqualTo(Commit.Result.COMMITTED);
    Instance next = next(a);
    Commit over =
        Commit.builder()
            .row(new RowChange(1, next, START))
            .effects(List.of(effect(next, 0, EffectType.DELETE_DATA)))
            .line(line(next, "PURGE"))
            .admitted(new Admission(0, tally("a", 1, day(1)), List.of(one), 0))
            .build();
    assertThat(bin.commit(over)).isEqualTo(Commit.Result.OVER_LIMIT);
    assertThat(bin.find(a.key())).isEqualTo(a);
    assertThat(bin.openEffects(a.key())).isEmpty();
    assertThat(bin.audit(a.key())).isEmpty();
    assertThat(bin.nextDue()).isNull();
    // What is counted already passes, and is not counted twice.
    assertThat(admit(0, tally("x", 1, day(2)), 0, one)).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.tallied(Guarded.PURGE, null, START)).isEqualTo(1);
    assertThat(bin.tallied(Guarded.PURGE, OWNER, START)).isEqualTo(1);
    assertThat(bin.tallied(Guarded.PURGE, new OwnerKey("tenant", "other"), START)).isZero();
    assertThat(bin.tallied(Guarded.LOCK, null, START)).isZero();
    assertThat(bin.tallied(Guarded.PURGE, null, day(1))).isZero();
    assertThat(bin.tallied(Guarded.PURGE, null, justBefore(day(1)))).isEqualTo(1);
    Ceiling others = new Ceiling(Guarded.PURGE, new OwnerKey("tenant", "other"), START, 1);
    Ceiling owners = new Ceiling(Guarded.PURGE, OWNER, START, 1);
    assertThat(admit(0, tally("b", 1, day(1)), 0, others, owners))
        .isEqualTo(Commit.Result.OVER_LIMIT);
    assertThat(admit(0, tally("b", 1, day(1)), 0, others)).isEqualTo(Commit.Result.COMMITTED);
  }

  /** One that was counted by a clock far ahead lets go of none that was counted before it. */
  @Test
  @Tag("SAF-01")
  @Tag("SAF-13")
  void whatWasCountedFarAheadForgetsNothing() {
    bin.beat(day(1));
    assertThat(admit(0, tally("a", 1, day(1)), 0)).isEqualTo(Commit.Result.COMMITTED);
    assertThat(admit(0, tally("b", 1, day(400)), 0)).isEqualTo(Commit.Result.COMMITTED);
    assertThat(bin.tallied(Guarded.PURGE, null, START)).isEqualTo(2);
    assertThat(bin.tallied(Guarded.PURGE, OWNER, START)).isEqualTo(2);
  }

  @Test
  @Tag("SAF-12")
  void anAdmissionForAnotherGuardIsAConflictAndComesBeforeTheLimit() {
    written("a", null);
    Ceiling none = new Ceiling(Guarded.PURGE, null, START, 0);
    assertThat(admit(1, tally("a", 1, START), 0, none)).isEqualTo(Commit.Result.CONFLICT);
    assertThat(admit(0, tally("a", 1, START), 0, none)).isEqualTo(Commit.Result.OVER_LIMIT);
    assertThat(bin.tallied(Guarded.PURGE, null, Instant.EPOCH)).isZero();
  }

  @Test
  @Tag("SAF-18")
  void thePopulationIsWhatIsNeitherPurgingNorGoneAndTheFloorIsUnderIt() {
    Instance a = written("a", null);
    written("b", null);
    assertThat(bin.population(null)).isEqualTo(2);
    assertThat(bin.population(OWNER)).isEqualTo(2);
    assertThat(bin.population(new OwnerKey("tenant", "other"))).isZero();
    assertThat(admit(0, null, 2)).isEqualTo(Commit.Result.OVER_LIMIT);
    assertThat(admit(0, null, 1)).isEqualTo(Commit.Result.COMMITTED);
    Instance purging =
        a.toBuilder().moveTo(InstanceState.PURGING, Cause.DEADLINE, day(1)).version(2).build();
    bin.commit(rows(new RowChange(1, purging, null)));
    assertThat(bin.population(null)).isEqualTo(1);
    assertThat(bin.population(OWNER)).isEqualTo(1);
  }

  @Test
  @Tag("SAF-05")
  void theMarkRisesByABeatAndFallsByAnOperatorAlone() {
    assertThat(bin.mark()).isNull();
    assertThat(bin.beat(day(2))).isNull();
    assertThat(bin.beat(day(1))).isEqualTo(day(2));
    assertThat(bin.mark()).isEqualTo(day(2));
    assertThat(bin.beat(day(3))).isEqualTo(day(2));
    bin.putMark(day(1));
    assertThat(bin.mark()).isEqualTo(day(1));
  }

  @Test
  @Tag("SAF-01")
  @Tag("SAF-20")
  void plansConfirmationsAndAsksAreKept() {
    Instance a = written("a", null);
    assertThat(bin.keptPlan("digest")).isNull();
    bin.keepPlan("digest", "text");
    assertThat(bin.keptPlan("digest")).isEqualTo("text");
    bin.confirm(Guarded.PURGE, a.key(), 1, "op");
    assertThat(bin.confirmedBy(Guarded.PURGE, a.key(), 1)).isEqualTo("op");
    assertThat(bin.confirmedBy(Guarded.PURGE, a.key(), 2)).isNull();
    assertThat(bin.confirmedBy(Guarded.LOCK, a.key(), 1)).isNull();
    bin.confirm(Guarded.LOCK, a.key(), 2, "op");
    bin.confirm(Guarded.LOCK, a.key(), 3, "another");
    assertThat(bin.confirmedBy(Guarded.LOCK, a.key(), 2)).isEqualTo("op");
    assertThat(bin.confirmedBy(Guarded.LOCK, a.key(), 3)).isEqualTo("another");
    bin.confirm(Guarded.PURGE, key("none"), 1, "op");
    assertThat(bin.confirmedBy(Guarded.PURGE, key("none"), 1)).isNull();
    PendingAsk first =
        new PendingAsk("1", SecondLook.LIFT_HOLD, a.key(), null, "x", "ann", null, START);
    PendingAsk second =
        new PendingAsk("2", SecondLook.SHORTEN, null, null, "y", "ann", "why", START);
    PendingAsk again =
        new PendingAsk("1", SecondLook.LIFT_HOLD, a.key(), null, "x", "bob", null, day(1));
    bin.keepAsk(first);
    bin.keepAsk(second);
    bin.keepAsk(again);
    assertThat(bin.asks()).containsExactly(again, second);
    assertThat(bin.takeAsk("1")).isEqualTo(again);
    assertThat(bin.takeAsk("1")).isNull();
    assertThat(bin.asks()).containsExactly(second);
  }

  @Test
  @Tag("SAF-12")
  @Tag("SAF-02")
  void whatIsReadyIsWhatIsClaimedAndNothingDestructiveUnderTheKillSwitch() {
    ordered("a", EffectType.DELETE_DATA);
    ordered("b", EffectType.LOCK_ACCESS, EffectType.DELETE_DATA);
    assertThat(bin.readyEffects(START, 9))
        .extracting(ready -> ready.effect().type().name())
        .containsExactly("DELETE_DATA", "LOCK_ACCESS");
    assertThat(bin.readyEffects(START, 1)).hasSize(1);
    assertThat(bin.readyEffects(justBefore(START), 9)).isEmpty();
    GuardState on = bin.guard().killSwitch(new GuardState.Said(START, "op", "why"));
    assertThat(bin.changeGuard(0, on)).isTrue();
    assertThat(bin.readyEffects(START, 9))
        .extracting(ready -> ready.effect().type().name())
        .containsExactly("LOCK_ACCESS");
    assertThat(claimed(START)).containsExactly("LOCK_ACCESS");
    EffectRecord lock = bin.openEffects(key("b")).get(0);
    change(lock.claim(), lock.done(Map.of()));
    assertThat(claimed(day(9))).isEmpty();
    assertThat(bin.nextEffect()).isNull();
    assertThat(bin.changeGuard(1, bin.guard().killSwitch(null))).isTrue();
    assertThat(claimed(day(9))).containsExactly("DELETE_DATA", "DELETE_DATA");
  }

  // Several at once.

  /** Ends the work of the others as soon as one has failed: no test goes on for ever. */
  private final AtomicBoolean over = new AtomicBoolean();

  private void together(Callable<Void> work) throws Exception {
    over.set(false);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  try {
                    return work.call();
                  } catch (Exception | AssertionError failure) {
                    over.set(true);
                    throw failure;
                  }
                }));
      }
      for (Future<Void> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(120)
  void noUpdateIsLostAndVersionsHaveNoGaps() throws Exception {
    InstanceKey key = written("a", null).key();
    int each = 200;
    together(
        () -> {
          for (int i = 0; i < each; i++) {
            int attempts = 0;
            while (!over.get()) {
              assertThat(attempts++).as("attempts to write one row").isLessThan(MOST_ATTEMPTS);
              Instance seen = found(key);
              Instance next = next(seen);
              Commit commit =
                  Commit.builder()
                      .row(new RowChange(seen.version(), next, null))
                      .effects(List.of(effect(next, 0, EffectType.NOTIFY_OWNER)))
                      .line(line(next, "STEP"))
                      .build();
              if (bin.commit(commit) == Commit.Result.COMMITTED) {
                break;
              }
            }
          }
          return null;
        });
    int steps = THREADS * each;
    long last = 1L + steps;
    assertThat(found(key).version()).isEqualTo(last);
    List<Long> versions = bin.audit(key).stream().map(AuditEntry::version).toList();
    assertThat(versions).hasSize(steps);
    for (int i = 0; i < versions.size(); i++) {
      assertThat(versions.get(i)).isEqualTo(i + 2L);
    }
    assertThat(bin.openEffects(key)).hasSize(steps);
  }

  @Test
  @Timeout(120)
  void noEffectIsDeliveredByTwoWorkersUnderOneClaimAndNoneOutOfOrder() throws Exception {
    int instances = 50;
    EffectType[] types = {
      EffectType.LOCK_ACCESS, EffectType.SUSPEND_BILLING, COPY, EffectType.NOTIFY_OWNER
    };
    for (int i = 0; i < instances; i++) {
      ordered("i" + i, types);
    }
    Set<String> claims = new HashSet<>();
    List<EffectKey> done = new ArrayList<>();
    // Counts without a lock of its own: what guards it is the thing under test.
    Map<InstanceKey, int[]> unguarded = new ConcurrentHashMap<>();
    for (int i = 0; i < instances; i++) {
      unguarded.put(key("i" + i), new int[1]);
    }
    AtomicInteger twice = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    together(
        () -> {
          while (!over.get() && finished.get() < instances * types.length) {
            for (EffectClaim claim : bin.claimEffects(START, LEASE, 3)) {
              EffectRecord record = claim.record();
              EffectKey key = record.effect().key();
              synchronized (claims) {
                if (!claims.add(key + " " + record.claim())) {
                  twice.incrementAndGet();
                }
                done.add(key);
              }
              int[] counter = Objects.requireNonNull(unguarded.get(key.instance()));
              if (counter[0] != key.ordinal()) {
                twice.incrementAndGet();
              }
              counter[0]++;
              assertThat(change(record.claim(), record.done(Map.of())))
                  .isEqualTo(Commit.Result.COMMITTED);
              finished.incrementAndGet();
            }
          }
          return null;
        });
    assertThat(twice).hasValue(0);
    assertThat(done).hasSize(instances * types.length).doesNotHaveDuplicates();
    assertThat(bin.nextEffect()).isNull();
  }

  @Test
  @Timeout(120)
  @Tag("ALL-05")
  void ofManyThatRememberOneIdExactlyOneDoes() throws Exception {
    InstanceKey key = written("a", null).key();
    AtomicInteger committed = new AtomicInteger();
    for (int round = 0; round < 50; round++) {
      String id = "e-" + round;
      together(
          () -> {
            if (bin.commit(remembering(key, id)) == Commit.Result.COMMITTED) {
              committed.incrementAndGet();
            }
            return null;
          });
    }
    assertThat(committed).hasValue(50);
  }
}
