package dev.reprieve.recyclebin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprieve.fixture.Snapshots;
import dev.reprieve.fixture.Times;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any one change of any trail is found. */
class AuditTrailPropertiesTest {
  private static final InstanceKey KEY = Snapshots.key("shelf", "i1");

  /** The ways to change one line, by hand of somebody who computes no digest. */
  enum Change {
    VERSION,
    KIND,
    DUE_AT,
    AT,
    CAUSE,
    FROM,
    TO,
    RULE,
    OUTCOME,
    EFFECTS,
    BY,
    WHY,
    KEY,
    SEQUENCE,
    POSITION,
    PREVIOUS,
    DIGEST,
    REMOVED,
    DOUBLED,
    EXCHANGED,
    CUT_OFF
  }

  @Provide
  Arbitrary<AuditEntry> entries() {
    Arbitrary<String> texts =
        Arbitraries.strings().ofMaxLength(4).injectNull(0.3); // of all characters there are
    return Combinators.combine(
            Arbitraries.longs().between(1, 5),
            Arbitraries.of(AuditEntry.Kind.class),
            Arbitraries.longs().between(0, 1_000_000),
            Arbitraries.of(InstanceState.class).injectNull(0.2),
            Arbitraries.of(InstanceState.class),
            texts,
            Arbitraries.of("A", "B", "").list().ofMaxSize(3),
            texts)
        .as(
            (version, kind, seconds, from, to, outcome, effects, by) ->
                new AuditEntry(
                    KEY,
                    version,
                    kind,
                    Times.START,
                    Times.START.plus(Duration.ofSeconds(seconds)),
                    "EXPIRY",
                    from,
                    to,
                    "SH-01",
                    outcome,
                    effects,
                    by,
                    null));
  }

  @Property(tries = 4_000)
  @Tag("SAF-07")
  void anyOneChangeIsFound(
      @ForAll @Size(min = 1, max = 8) List<@net.jqwik.api.From("entries") AuditEntry> entries,
      @ForAll Change change,
      @ForAll @IntRange(max = 7) int where) {
    AuditTrail trail = trail(entries);
    assertThat(AuditVerifier.problems(trail)).isEmpty();
    int index = where % entries.size();
    List<AuditLine> lines = new ArrayList<>(trail.lines());
    AuditLine line = lines.get(index);
    switch (change) {
      case REMOVED -> lines.remove(index);
      case DOUBLED -> lines.add(index, line);
      case EXCHANGED -> {
        if (entries.size() == 1) {
          return;
        }
        Collections.swap(lines, index, (index + 1) % lines.size());
      }
      case CUT_OFF -> lines.subList(index, lines.size()).clear();
      case SEQUENCE ->
          lines.set(
              index,
              new AuditLine(
                  line.position(),
                  line.sequence() + 1,
                  line.previous(),
                  line.digest(),
                  line.entry()));
      case POSITION ->
          lines.set(
              index,
              new AuditLine(
                  line.position() + 1,
                  line.sequence(),
                  line.previous(),
                  line.digest(),
                  line.entry()));
      case PREVIOUS ->
          lines.set(
              index,
              new AuditLine(
                  line.position(),
                  line.sequence(),
                  flipped(line.previous()),
                  line.digest(),
                  line.entry()));
      case DIGEST ->
          lines.set(
              index,
              new AuditLine(
                  line.position(),
                  line.sequence(),
                  line.previous(),
                  flipped(line.digest()),
                  line.entry()));
      default ->
          lines.set(
              index,
              new AuditLine(
                  line.position(),
                  line.sequence(),
                  line.previous(),
                  line.digest(),
                  changed(line.entry(), change)));
    }
    List<AuditProblem> problems = AuditVerifier.problems(new AuditTrail(KEY, lines, trail.head()));
    assertThat(problems).isNotEmpty();
    // The first thing that is named is the line itself, or the one that follows it.
    assertThat(problems.get(0).key()).isEqualTo(KEY);
    long named = problems.get(0).sequence();
    assertThat(named)
        .isBetween(change == Change.EXCHANGED ? 1 : line.sequence(), line.sequence() + 1);
  }

  private static AuditTrail trail(List<AuditEntry> entries) {
    List<AuditLine> lines = new ArrayList<>();
    AuditHead head = null;
    for (AuditEntry entry : entries) {
      AuditLine line = AuditChain.next(head, 2L * lines.size() + 1, entry);
      lines.add(line);
      head = new AuditHead(KEY, line.sequence(), line.digest());
    }
    return new AuditTrail(KEY, lines, head);
  }

  private static AuditDigest flipped(AuditDigest digest) {
    byte[] bytes = digest.bytes();
    bytes[31] ^= 1;
    return AuditDigest.of(bytes);
  }

  private static String other(String text) {
    return text == null ? "" : text + "x";
  }

  private static InstanceState other(InstanceState state) {
    return state == InstanceState.PURGED ? InstanceState.RUNNING : InstanceState.PURGED;
  }

  private static AuditEntry changed(AuditEntry entry, Change change) {
    List<String> effects = new ArrayList<>(entry.effects());
    if (change == Change.EFFECTS) {
      effects.add("");
    }
    return new AuditEntry(
        change == Change.KEY ? null : entry.key(),
        entry.version() + (change == Change.VERSION ? 1 : 0),
        change == Change.KIND
            ? AuditEntry.Kind.values()[
                (entry.kind().ordinal() + 1) % AuditEntry.Kind.values().length]
            : entry.kind(),
        entry.dueAt().plusSeconds(change == Change.DUE_AT ? 1 : 0),
        entry.at().plusNanos(change == Change.AT ? 1_000 : 0),
        change == Change.CAUSE ? other(entry.cause()) : entry.cause(),
        change == Change.FROM ? other(entry.from()) : entry.from(),
        change == Change.TO ? other(entry.to()) : entry.to(),
        change == Change.RULE ? other(entry.rule()) : entry.rule(),
        change == Change.OUTCOME ? other(entry.outcome()) : entry.outcome(),
        effects,
        change == Change.BY ? other(entry.by()) : entry.by(),
        change == Change.WHY ? other(entry.why()) : entry.why());
  }

  /** Whoever computes digests, and writes all from a line on anew, is found by an anchor. */
  @Property(tries = 1_000)
  @Tag("SAF-07")
  void aTrailWrittenAnewIsFoundByAnAnchorThatCoversIt(
      @ForAll @Size(min = 1, max = 8) List<@net.jqwik.api.From("entries") AuditEntry> entries,
      @ForAll @IntRange(max = 7) int where,
      @ForAll @IntRange(max = 7) int sealed,
      @ForAll boolean cut) {
    InMemoryTrails trails = new InMemoryTrails();
    int covered = sealed % entries.size() + 1;
    for (int i = 0; i < entries.size(); i++) {
      trails.append(entries.get(i));
      if (i + 1 == covered) {
        trails.anchor(Times.START);
      }
    }
    int index = where % entries.size();
    List<AuditEntry> forged = new ArrayList<>(entries);
    if (cut) {
      forged.subList(index, forged.size()).clear();
    } else {
      forged.set(index, changed(forged.get(index), Change.WHY));
    }
    AuditTrail anew = rewritten(forged);
    assertThat(AuditVerifier.problems(anew)).isEmpty();
    List<AuditAnchor> anchors = trails.anchors(0, 10);
    AuditHead head = anchors.get(0).heads().get(0);
    List<AuditProblem> problems =
        TrailCheck.problems(anew, null, List.of(new TrailCheck.Seal(1, head)), anchors);
    assertThat(problems.isEmpty()).isEqualTo(index >= covered);
  }

  private static AuditTrail rewritten(List<AuditEntry> entries) {
    InMemoryTrails trails = new InMemoryTrails();
    entries.forEach(trails::append);
    return trails.of(KEY);
  }
}
