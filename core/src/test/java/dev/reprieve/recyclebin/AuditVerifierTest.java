package dev.reprieve.recyclebin;

import static dev.reprieve.fixture.Times.START;
import static dev.reprieve.fixture.Times.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Bench;
import dev.reprieve.fixture.Policies;
import dev.reprieve.fixture.Snapshots;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.model.Operation;
import dev.reprieve.recyclebin.AuditProblem.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What somebody does to a trail shows, by instance and line. The trail of "i1" has five lines: it
 * was registered, refused a settlement and locked, and two effects were confirmed; that of "i2" has
 * one.
 */
@Tag("SAF-07")
class AuditVerifierTest {
  private final Bench bench = new Bench(Policies.shelf());
  private InstanceKey key;
  private InstanceKey other;
  private List<AuditLine> lines;

  @BeforeEach
  void aLife() {
    key = bench.subscription("shelf", "i1", day(10));
    other = bench.paying("shelf", "i2");
    bench.report(key, Operation.SETTLE);
    bench.at(day(10));
    bench.engine.sweep();
    bench.engine.deliver(2);
    lines = bench.bin.trail(key).lines();
    assertThat(lines)
        .extracting(line -> line.entry().kind() + " " + line.entry().cause())
        .containsExactly(
            "DECISION REGISTRATION",
            "REFUSAL SETTLE",
            "DECISION EXPIRY",
            "EFFECT LOCK_ACCESS",
            "EFFECT SUSPEND_BILLING");
  }

  private TamperedBin tampered() {
    return new TamperedBin(bench.bin);
  }

  private static List<AuditProblem> found(TamperedBin tampered, AuditAnchor... trusted) {
    return AuditVerifier.verify(tampered.asStore(), Arrays.asList(trusted)).problems();
  }

  private void assertFound(TamperedBin tampered, Kind kind, long sequence) {
    assertThat(found(tampered))
        .anySatisfy(
            problem -> {
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.sequence()).isEqualTo(sequence);
              assertThat(problem).hasToString(problem.message());
              assertThat(problem.message()).contains(key.toString()).contains("line " + sequence);
            });
  }

  private static AuditEntry saying(AuditEntry entry, String why) {
    return new AuditEntry(
        entry.key(),
        entry.version(),
        entry.kind(),
        entry.dueAt(),
        entry.at(),
        entry.cause(),
        entry.from(),
        entry.to(),
        entry.rule(),
        entry.outcome(),
        entry.effects(),
        entry.by(),
        why);
  }

  private static AuditEntry leadingTo(AuditEntry entry, InstanceState from, InstanceState to) {
    return new AuditEntry(
        entry.key(),
        entry.version(),
        entry.kind(),
        entry.dueAt(),
        entry.at(),
        entry.cause(),
        from,
        to,
        entry.rule(),
        entry.outcome(),
        entry.effects(),
        entry.by(),
        entry.why());
  }

  private static AuditLine with(AuditLine line, AuditEntry entry) {
    return new AuditLine(line.position(), line.sequence(), line.previous(), line.digest(), entry);
  }

  /** A line in another one's place in the store that says something else, with its own digest. */
  private static AuditLine forged(AuditHead before, AuditLine line) {
    return AuditChain.next(before, line.position(), saying(line.entry(), "no"));
  }

  /** The lines, one of them another. */
  private List<AuditLine> replaced(int index, AuditLine by) {
    List<AuditLine> replaced = new ArrayList<>(lines);
    replaced.set(index, by);
    return replaced;
  }

  private List<AuditEntry> entries() {
    return new ArrayList<>(lines.stream().map(AuditLine::entry).toList());
  }

  @Test
  void whatNobodyTouchedIsSound() {
    bench.engine.anchor();
    AuditReport report = bench.engine.verifyAudit();
    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.more()).isFalse();
    assertThat(report.trails()).isEqualTo(3);
    assertThat(report.lines()).isEqualTo(6);
    assertThat(report.anchors()).isEqualTo(1);
  }

  @Test
  void aLineIsLinkedToTheOneBeforeOfTheSameInstance() {
    assertThat(lines).extracting(AuditLine::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    // The second line of the store is the registration of the other instance.
    assertThat(lines).extracting(AuditLine::position).containsExactly(1L, 3L, 4L, 5L, 6L);
    assertThat(bench.bin.trail(other).lines()).extracting(AuditLine::position).containsExactly(2L);
    assertThat(lines.get(0).previous()).isEqualTo(AuditDigest.NONE);
    assertThat(lines.get(1).previous()).isEqualTo(lines.get(0).digest());
    assertThat(bench.bin.trail(key).head()).isEqualTo(new AuditHead(key, 5, lines.get(4).digest()));
  }

  @Test
  void aMissingLineShows() {
    List<AuditLine> without = new ArrayList<>(lines);
    without.remove(2);
    assertFound(tampered().lines(key, without), Kind.MISSING, 3);
  }

  @Test
  void twoMissingLinesAreNamedTogether() {
    List<AuditLine> without = new ArrayList<>(lines);
    without.subList(1, 3).clear();
    TamperedBin tampered = tampered().lines(key, without);
    assertFound(tampered, Kind.MISSING, 2);
    assertThat(found(tampered))
        .extracting(AuditProblem::message)
        .contains("line 2 of " + key + " is missing, and all up to 3");
  }

  @Test
  void theMissingFirstLineShows() {
    assertFound(tampered().lines(key, lines.subList(1, 5)), Kind.MISSING, 1);
  }

  @Test
  void aTailThatWasCutOffShows() {
    assertFound(tampered().lines(key, lines.subList(0, 4)), Kind.CUT_OFF, 5);
    assertFound(tampered().lines(key, List.of()), Kind.CUT_OFF, 1);
  }

  @Test
  void anAlteredLineShows() {
    AuditLine altered = with(lines.get(1), saying(lines.get(1).entry(), "never asked"));
    assertFound(tampered().lines(key, replaced(1, altered)), Kind.ALTERED, 2);
  }

  @Test
  void anAlteredLineWithItsOwnDigestShowsAtTheNext() {
    AuditLine line = lines.get(1);
    AuditLine altered = forged(new AuditHead(key, 1, line.previous()), line);
    assertFound(tampered().lines(key, replaced(1, altered)), Kind.ALTERED, 3);
  }

  @Test
  void anAlteredLastLineWithItsOwnDigestShows() {
    AuditLine line = lines.get(4);
    AuditLine altered = forged(new AuditHead(key, 4, line.previous()), line);
    assertFound(tampered().lines(key, replaced(4, altered)), Kind.ALTERED, 5);
  }

  @Test
  void exchangedLinesShow() {
    List<AuditLine> moved = new ArrayList<>(lines);
    Collections.swap(moved, 1, 2);
    assertFound(tampered().lines(key, moved), Kind.OUT_OF_ORDER, 2);
  }

  @Test
  void aLineThatWasPutInShows() {
    List<AuditLine> more = new ArrayList<>(lines);
    AuditLine line = lines.get(1);
    more.add(2, forged(new AuditHead(key, 2, line.digest()), line));
    assertFound(tampered().lines(key, more), Kind.OUT_OF_ORDER, 3);
  }

  @Test
  void aLineThatWasPutAtTheEndShows() {
    List<AuditLine> more = new ArrayList<>(lines);
    more.add(AuditChain.next(bench.bin.trail(key).head(), 7, lines.get(1).entry()));
    assertFound(tampered().lines(key, more), Kind.INSERTED, 6);
  }

  @Test
  void aLineOfAnotherInstanceShows() {
    AuditLine foreign = bench.bin.trail(other).lines().get(0);
    assertFound(tampered().lines(key, replaced(0, foreign)), Kind.INSERTED, 1);
  }

  @Test
  void anotherPlaceInTheStoreShows() {
    AuditLine line = lines.get(2);
    List<AuditLine> moved =
        replaced(2, new AuditLine(2, 3, line.previous(), line.digest(), line.entry()));
    assertFound(tampered().lines(key, moved), Kind.ALTERED, 3);
    assertFound(tampered().lines(key, moved), Kind.OUT_OF_ORDER, 3);
  }

  /** Without an anchor, whoever can compute digests is not found out; his row may be. */
  @Test
  void aTrailWrittenAnewShowsWhereItDoesNotLeadToTheRow() {
    List<AuditEntry> entries = entries();
    entries.set(2, leadingTo(entries.get(2), InstanceState.RUNNING, InstanceState.STOPPED));
    assertFound(tampered().rewritten(key, entries), Kind.STATE_DIFFERS, 3);
  }

  @Test
  void aDecisionThatDoesNotGoOnFromTheOneBeforeShows() {
    List<AuditEntry> entries = entries();
    entries.set(2, leadingTo(entries.get(2), InstanceState.STOPPED, InstanceState.LOCKED));
    assertFound(tampered().rewritten(key, entries), Kind.STATE_DIFFERS, 3);
  }

  @Test
  void aRowThatWasWrittenPastItsTrailShows() {
    InstanceKey row = Snapshots.key("shelf", "i3");
    bench.bin.commit(
        Commit.builder()
            .row(
                new RowChange(
                    RowChange.ABSENT, bench.row(key).toBuilder().key(row).version(1).build(), null))
            .build());
    assertThat(bench.engine.verifyAudit().problems())
        .extracting(AuditProblem::kind, AuditProblem::key)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.STATE_DIFFERS, row));
  }

  @Test
  void withAnAnchorATrailWrittenAnewShows() {
    AuditAnchor anchor = bench.engine.anchor();
    List<AuditEntry> entries = entries();
    entries.set(1, saying(entries.get(1), "never asked"));
    assertThat(AuditVerifier.problems(tampered().rewritten(key, entries).trail(key))).isEmpty();
    assertFound(tampered().rewritten(key, entries), Kind.ALTERED, 5);
    assertThat(anchor.heads()).extracting(AuditHead::sequence).containsExactly(5L, 1L);
  }

  @Test
  void withAnAnchorATailThatWasCutOffWithItsHeadShows() {
    bench.engine.anchor();
    assertFound(tampered().rewritten(key, entries().subList(0, 4)), Kind.CUT_OFF, 5);
  }

  @Test
  void withAnAnchorALineThatWasPutInBeforeItShows() {
    bench.engine.anchor();
    List<AuditEntry> entries = entries();
    entries.add(saying(entries.get(1), "forged"));
    TamperedBin tampered = tampered().rewritten(key, entries);
    // Its place in the store is after the anchor's: that is an ordinary later line.
    assertThat(found(tampered)).isEmpty();
    AuditTrail trail = tampered.trail(key);
    List<AuditLine> squeezed = new ArrayList<>(trail.lines().subList(0, 4));
    AuditHead before = new AuditHead(key, 4, squeezed.get(3).digest());
    squeezed.add(AuditChain.next(before, 6, entries.get(5)));
    assertFound(tampered().lines(key, squeezed), Kind.ALTERED, 5);
  }

  @Test
  void withAnAnchorAnInstanceThatVanishedShows() {
    bench.engine.anchor();
    TamperedBin tampered = tampered().vanished(key);
    assertFound(tampered, Kind.CUT_OFF, 5);
    assertThat(found(tampered))
        .extracting(AuditProblem::message)
        .contains("the row of " + key + " is not there, and an anchor has it");
  }

  @Test
  void withAnAnchorAnInstanceThatWasPutInBeforeItShows() {
    List<AuditLine> kept = bench.bin.trail(other).lines();
    bench.engine.anchor();
    InstanceKey forged = Snapshots.key("shelf", "i3");
    bench.paying("shelf", "i3");
    AuditEntry entry = bench.bin.trail(forged).lines().get(0).entry();
    AuditLine early = AuditChain.next(null, kept.get(0).position(), entry);
    assertThat(found(tampered().lines(forged, List.of(early))))
        .extracting(AuditProblem::message)
        .contains("line 1 of " + forged + " was not there when anchor 1 was made");
  }

  @Test
  void anchorsAreLinkedAndNameWhatHasGrown() {
    AuditAnchor first = bench.engine.anchor();
    bench.report(other, Operation.STOP);
    AuditAnchor second = bench.engine.anchor();
    AuditAnchor third = bench.engine.anchor();
    assertThat(List.of(first, second, third))
        .extracting(AuditAnchor::number)
        .containsExactly(1L, 2L, 3L);
    assertThat(first.previous()).isEqualTo(AuditDigest.NONE);
    assertThat(second.previous()).isEqualTo(first.digest());
    assertThat(second.heads()).extracting(AuditHead::key).containsExactly(other);
    assertThat(second.lines()).isEqualTo(7);
    assertThat(second.position()).isEqualTo(7);
    assertThat(second.at()).isEqualTo(day(10));
    assertThat(third.heads()).isEmpty();
    assertThat(bench.bin.anchors(1, 1)).containsExactly(second);
    assertThat(bench.engine.verifyAudit(first, second, third).problems()).isEmpty();
  }

  @Test
  void anAnchorThatWasAlteredOrTakenAwayShows() {
    AuditAnchor first = bench.engine.anchor();
    AuditAnchor second = bench.engine.anchor();
    AuditAnchor third = bench.engine.anchor();
    assertThat(found(tampered().anchors(List.of(first, third))))
        .extracting(AuditProblem::kind, AuditProblem::sequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.ANCHOR_MISSING, 2L));
    assertThat(found(tampered().anchors(List.of(first, second)), third))
        .extracting(AuditProblem::kind, AuditProblem::sequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.ANCHOR_MISSING, 3L));
    AuditAnchor dated =
        new AuditAnchor(
            1,
            START,
            first.position(),
            first.lines(),
            first.heads(),
            first.previous(),
            first.digest());
    assertThat(found(tampered().anchors(List.of(dated, second, third))))
        .extracting(AuditProblem::kind, AuditProblem::sequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.ANCHOR_ALTERED, 1L));
    AuditAnchor again =
        AuditChain.anchor(null, START, first.position(), first.lines(), first.heads());
    assertThat(found(tampered().anchors(List.of(again, second, third))))
        .extracting(AuditProblem::kind, AuditProblem::sequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.ANCHOR_ALTERED, 2L));
    AuditAnchor more =
        AuditChain.anchor(null, first.at(), first.position(), first.lines() + 1, first.heads());
    assertThat(found(tampered().anchors(List.of(more))))
        .extracting(AuditProblem::message)
        .containsExactly("anchor 1 covers 7 lines, and its heads have 6");
  }

  /** Somebody writes everything anew, anchors included: the one that was kept outside tells. */
  @Test
  void anAnchorKeptOutsideTellsWhereEverythingWasWrittenAnew() {
    AuditAnchor kept = bench.engine.anchor();
    List<AuditEntry> entries = entries();
    entries.set(1, saying(entries.get(1), "never asked"));
    TamperedBin tampered = tampered().rewritten(key, entries);
    AuditHead head = tampered.trail(key).head();
    AuditHead others = bench.bin.trail(other).head();
    tampered.anchors(List.of(AuditChain.anchor(null, kept.at(), 6, 6, List.of(head, others))));
    assertThat(found(tampered)).isEmpty();
    assertThat(found(tampered, kept))
        .extracting(AuditProblem::kind, AuditProblem::key, AuditProblem::sequence)
        .contains(
            org.assertj.core.groups.Tuple.tuple(Kind.ANCHOR_ALTERED, null, 1L),
            org.assertj.core.groups.Tuple.tuple(Kind.ALTERED, key, 5L));
  }

  @Test
  void anAnchorKeptOutsideMustBeWholeItself() {
    AuditAnchor kept = bench.engine.anchor();
    AuditAnchor broken =
        new AuditAnchor(
            1, kept.at(), kept.position(), kept.lines(), List.of(), kept.previous(), kept.digest());
    assertThat(bench.engine.verifyAudit(broken).problems())
        .extracting(AuditProblem::message)
        .contains(
            "anchor 1 is not the one that was kept outside",
            "anchor 1 was kept outside, and does not have the digest of what it says");
  }

  @Test
  void noMoreThanAThousandProblemsAreListed() {
    for (int i = 0; i < 1_001; i++) {
      bench.report(key, Operation.SETTLE);
    }
    List<AuditLine> all = new ArrayList<>(bench.bin.trail(key).lines());
    all.replaceAll(line -> with(line, saying(line.entry(), "altered")));
    AuditReport report = AuditVerifier.verify(tampered().lines(key, all).asStore(), List.of());
    assertThat(report.problems()).hasSize(1_000);
    assertThat(report.more()).isTrue();
  }
}
