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
import dev.reprieve.model.RefusalCode;
import dev.reprieve.recyclebin.AuditAnchor;
import dev.reprieve.recyclebin.AuditEntry;
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
