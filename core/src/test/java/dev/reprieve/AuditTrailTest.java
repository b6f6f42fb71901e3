package dev.reprieve;

import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.effect.EffectResult;
import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.guard.Safeguards;
import dev.reprieve.model.BillingMode;
import dev.reprieve.model.EffectKey;
import dev.reprieve.model.Event;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.model.OwnerKey;
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditEntry;
import dev.reprieve.recyclebin.AuditLine;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine writes into the trail, and that it is sound whatever happens. */
class AuditTrailTest {
  private final Bench bench = new Bench(Policies.shelf());

  private static Registration registration(InstanceKey key, String owner) {
    return Registration.of(key, owner, BillingMode.PAY_AS_YOU_GO).unprotected();
  }

  private AuditEntry last(InstanceKey key) {
    List<AuditEntry> lines = bench.bin.audit(key);
    return lines.get(lines.size() - 1);
  }

  @Test
  @Tag("SAF-07")
  @Tag("ADO-04")
  void beingTakenInWithOtherFactsLeavesALine() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.engine.adopt(
        Adoption.of(registration(key, "somebody else"), InstanceState.LOCKED).by("ann").build());
    assertThat(last(key).kind()).isEqualTo(AuditEntry.Kind.REFUSAL);
    assertThat(last(key).cause()).isEqualTo("REGISTER");
    assertThat(last(key).outcome()).isEqualTo("DIFFERENT_FACTS");
    assertThat(last(key).by()).isEqualTo("ann");
    assertThat(last(key).to()).isEqualTo(InstanceState.RUNNING);
    int lines = bench.bin.audit(key).size();
    assertThat(bench.engine.register(registration(key, "owner")).kind().name())
        .isEqualTo("ALREADY_THERE");
    assertThat(bench.bin.audit(key)).hasSize(lines);
  }

  @Test
  @Tag("SAF-07")
  void aRefusedRepinLeavesALine() {
    InstanceKey key = bench.paying("shelf", "i1");
    bench.engine.repin(key, "ann", "new table", false);
    assertThat(last(key).cause()).isEqualTo("REPIN");
    assertThat(last(key).outcome()).isEqualTo("NOT_PERMITTED_IN_STATE");
    assertThat(last(key).by()).isEqualTo("ann");
    assertThat(last(key).why()).isEqualTo("new table");
  }

  @Test
  @Tag("SAF-07")
  @Tag("ALL-05")
  void anEventIdThatIsUsedForOtherContentLeavesALineAndADryRunNone() {
    InstanceKey key = bench.paying("shelf", "i1");
    Event arrears = Event.builder(Operation.ARREARS, bench.clock.instant()).id("e1").build();
    Event release = Event.builder(Operation.RELEASE, bench.clock.instant()).id("e1").build();
    bench.engine.report(key, arrears);
    int lines = bench.bin.audit(key).size();
    bench.engine.dryRun(key, release);
    assertThat(bench.bin.audit(key)).hasSize(lines);
    bench.engine.report(key, release);
    assertThat(last(key).outcome()).isEqualTo(RefusalCode.EVENT_ID_REUSED.name());
    assertThat(bench.refusals).hasSize(1);
  }

  private List<String> storeLines() {
    return bench.bin.storeTrail().lines().stream()
        .map(AuditLine::entry)
        .map(
            line ->
                line.kind()
                    + " "
                    + line.cause()
                    + " "
                    + line.outcome()
                    + " "
                    + line.by()
                    + ": "
                    + line.why())
        .toList();
  }

  /** Nobody's row has the line: it is in the store's own trail, with the id as it was asked. */
  @Test
  @Tag("SAF-07")
  @Tag("OWN-01")
  void whatIsRefusedOfAnInstanceThatIsNotThereLeavesALine() {
    InstanceKey none = new InstanceKey("tenant", "region", "shelf", "r:1 SETTLED *");
    String escaped = "reprieve:shelf:region:tenant:instance/r%3A1%20SETTLED%20%2A";
    Event release =
        Event.builder(Operation.RELEASE, bench.clock.instant()).by("ann").why("old").build();
    bench.engine.dryRun(none, release);
    assertThat(storeLines()).isEmpty();
    assertThat(bench.engine.report(none, release).refusal().code())
        .isEqualTo(RefusalCode.NO_SUCH_INSTANCE);
    bench.engine.repin(none, "bob", "new table", false);
    bench.engine.setChildren(none, List.of(), "bob", "none left");
    bench.engine.dismiss(new EffectKey(none, 1, 0), "bob", "done by hand");
    bench.engine.register(Registration.of(none, "owner", BillingMode.SUBSCRIPTION).unprotected());
    bench.engine.register(
        Registration.of(none, "owner", BillingMode.PAY_AS_YOU_GO).createdAt(day(9)).unprotected());
    assertThat(storeLines())
        .containsExactly(
            "REFUSAL RELEASE NO_SUCH_INSTANCE ann: " + escaped + " old",
            "REFUSAL REPIN NO_SUCH_INSTANCE bob: " + escaped + " new table",
            "REFUSAL SET_CHILDREN NO_SUCH_INSTANCE bob: " + escaped + " none left",
            "REFUSAL DISMISS NO_SUCH_INSTANCE bob: " + escaped + " done by hand",
            "REFUSAL REGISTER MISSING_ATTRIBUTE null: " + escaped,
            "REFUSAL REGISTER IN_THE_FUTURE null: " + escaped);
    assertThat(bench.bin.find(none)).isNull();
    assertThat(bench.engine.verifyAudit().isSound()).isTrue();
  }

  @Test
  @Tag("SAF-07")
  void whatIsRefusedOfAnInstanceThatIsThereLeavesALineOfItsOwn() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.settleAt(day(10));
    bench.settleAt(day(25));
    bench.sweepAt(day(32));
    EffectKey data = bench.bin.openEffects(key).get(0).effect().key();
    bench.engine.dismiss(data, "ann", "no longer needed");
    assertThat(last(key).outcome()).isEqualTo("NOT_PERMITTED_IN_STATE");
    assertThat(last(key).cause()).isEqualTo("DISMISS");
    bench.engine.setChildren(key, List.of(), "bob", "none left");
    assertThat(last(key).cause()).isEqualTo("SET_CHILDREN");
    assertThat(last(key).by()).isEqualTo("bob");
    assertThat(storeLines()).isEmpty();
  }

  /** An owner has no row, and may have no instance. */
  @Test
  @Tag("SAF-07")
  @Tag("OWN-02")
  void whatIsSaidOfAnOwnerLeavesALine() {
    OwnerKey owner = new OwnerKey("tenant", "owner");
    Event.Builder arrears = Event.builder(Operation.ARREARS, bench.clock.instant()).by("billing");
    bench.engine.reportForOwner(owner, arrears.build());
    bench.engine.reportForOwner(
        owner, Event.builder(Operation.SETTLE, day(1)).by("billing").why("paid").build());
    assertThat(storeLines())
        .containsExactly(
            "ACT ARREARS 2026-01-01T00:00:00Z billing: reprieve:owner::tenant:owner/owner",
            "REFUSAL SETTLE IN_THE_FUTURE billing: reprieve:owner::tenant:owner/owner paid");
    assertThat(bench.bin.ownerFact(owner).arrearsSince()).isNotNull();
  }

  @Test
  @Tag("SAF-07")
  void aRetryLeavesALineThatNamesWhoAndWhat() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    bench.answers.put("LOCK_ACCESS", request -> EffectResult.failed("no"));
    bench.at(day(10));
    bench.engine.sweep();
    bench.engine.deliver();
    EffectKey effect = bench.bin.openEffects(key).get(0).effect().key();
    assertThat(bench.engine.retry(effect, "ann", "the network is back")).isTrue();
    assertThat(last(key).kind()).isEqualTo(AuditEntry.Kind.ACT);
    assertThat(last(key).cause()).isEqualTo("RETRY_EFFECT");
    assertThat(last(key).outcome()).isEqualTo("LOCK_ACCESS");
    assertThat(last(key).by()).isEqualTo("ann");
    assertThat(last(key).why()).isEqualTo("the network is back");
    assertThat(bench.engine.retry(effect)).isTrue();
    assertThat(last(key).by()).isNull();
    int lines = bench.bin.audit(key).size();
    assertThat(bench.engine.retry(new EffectKey(key, 99, 0), "ann", "no such")).isFalse();
    assertThat(bench.bin.audit(key)).hasSize(lines);
  }

  @Test
  @Tag("SAF-07")
  void takingUpAgainLeavesALine() {
    InstanceKey key = bench.subscription("shelf", "i1", day(10));
    assertThat(bench.engine.takeUpAgain(key, "ann", "mended")).isFalse();
    assertThat(bench.bin.audit(key)).hasSize(1);
    bench.bin.setAside(key, 1, dev.reprieve.recyclebin.WaitingFor.REPAIR, "broken", null);
    assertThat(bench.engine.takeUpAgain(key, "ann", "mended")).isTrue();
    assertThat(last(key).kind()).isEqualTo(AuditEntry.Kind.ACT);
    assertThat(last(key).cause()).isEqualTo("TAKE_UP_AGAIN");
    assertThat(last(key).outcome()).isEqualTo("broken");
    assertThat(last(key).by()).isEqualTo("ann");
    assertThat(last(key).why()).isEqualTo("mended");
    assertThat(bench.bin.setAside(key)).isNull();
  }

  @Test
  @Tag("SAF-07")
  void anAnchorIsToldToTheListeners() {
    List<AuditAnchor> heard = new ArrayList<>();
    Reprieve engine =
        Reprieve.builder(bench)
            .repository(bench.bin)
            .safeguards(Safeguards.none())
            .policies(Policies.shelf())
            .listener(
                new ReprieveListener() {
                  @Override
                  public void onAnchor(AuditAnchor anchor) {
                    heard.add(anchor);
                  }
                })
            .build();
    bench.paying("shelf", "i1");
    AuditAnchor anchor = engine.anchor();
    assertThat(heard).containsExactly(anchor);
    assertThat(anchor.lines()).isEqualTo(1);
    assertThat(bench.bin.anchors(0, 10)).containsExactly(anchor);
  }

  /**
   * One thing that happens to an instance.
   *
   * @param hours how long after the one before
   * @param operation what is asked
   * @param fails whether the host's handler fails until the next one
   */
  record Move(int hours, Operation operation, boolean fails) {}

  @Provide
  Arbitrary<List<Move>> lives() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 24, 24 * 8, 24 * 16),
            Arbitraries.of(
                Operation.ARREARS,
                Operation.SETTLE,
                Operation.RELEASE,
                Operation.DESTROY,
                Operation.HOLD,
                Operation.UNHOLD,
                Operation.STOP,
                Operation.START,
                Operation.FORGET,
                Operation.REBUILD),
            Arbitraries.of(false, false, true))
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(15);
  }

  /** Replaying the decisions leads to the state of every row, at every moment of any life. */
  @Property(tries = 1_000)
  @net.jqwik.api.Tag("SAF-07")
  void theTrailOfAnyLifeIsSoundAndLeadsToItsRow(@ForAll("lives") List<Move> moves) {
    Bench life = new Bench(Policies.shelf());
    InstanceKey key = life.paying("shelf", "i1");
    List<AuditAnchor> kept = new ArrayList<>();
    int created = 0;
    for (Move move : moves) {
      life.at(life.clock.instant().plusSeconds(3_600L * move.hours()));
      life.answers.clear();
      if (move.fails()) {
        life.answers.put("RELEASE_COMPUTE", request -> EffectResult.failed("no"));
      }
      life.engine.sweep();
      life.engine.deliver();
      life.engine.report(
          key,
          Event.builder(move.operation(), life.clock.instant()).newId("new-" + ++created).build());
      life.engine.register(registration(key, "owner"));
      kept.add(life.engine.anchor());
      assertThat(life.engine.verifyAudit(kept.toArray(AuditAnchor[]::new)).problems()).isEmpty();
    }
  }
}
