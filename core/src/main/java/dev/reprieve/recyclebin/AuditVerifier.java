package dev.reprieve.recyclebin;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditProblem.Kind;
import dev.reprieve.recyclebin.TrailCheck.Seal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the trails of a store (SAF-07): that no line is missing, altered, moved or added, that
 * each row is in the state to which its decisions lead, and that everything is there that an anchor
 * covers. Changes nothing, and may run beside a working engine. Reads one trail at a time; memory
 * grows with the number of rows and of heads in the anchors.
 *
 * <p>Links prove a trail against whoever changes lines and cannot compute digests; anchors that are
 * kept outside the store prove it against whoever can.
 */
public final class AuditVerifier {
  private static final int PAGE = 1_000;
  private static final int MOST = 1_000;

  private final RecycleBinRepository bin;
  private final List<AuditProblem> problems = new ArrayList<>();
  private final Map<@Nullable InstanceKey, List<Seal>> seals = new HashMap<>();

  /** As far as none is missing: what stands behind a gap does not name every head. */
  private List<AuditAnchor> anchors = List.of();

  private long anchorsRead;
  private boolean more;
  private long trails;
  private long lines;

  private AuditVerifier(RecycleBinRepository bin) {
    this.bin = bin;
  }

  /**
   * Verifies everything.
   *
   * @param trusted anchors that were kept outside the store; may be empty
   */
  public static AuditReport verify(RecycleBinRepository bin, List<AuditAnchor> trusted) {
    Objects.requireNonNull(bin, "bin");
    Objects.requireNonNull(trusted, "trusted");
    return new AuditVerifier(bin).run(trusted);
  }

  /** What is wrong with one trail by itself, without its row and without anchors. */
  public static List<AuditProblem> problems(AuditTrail trail) {
    Objects.requireNonNull(trail, "trail");
    return TrailCheck.problems(trail, null, List.of(), List.of());
  }

  private AuditReport run(List<AuditAnchor> trusted) {
    readAnchors(trusted);
    check(null, bin.storeTrail(), null);
    Set<InstanceKey> seen = new HashSet<>();
    BinQuery.Builder all = BinQuery.builder().limit(PAGE);
    for (InstanceState state : InstanceState.values()) {
      all.state(state);
    }
    List<Instance> page = bin.list(all.build());
    while (!page.isEmpty()) {
      for (Instance row : page) {
        seen.add(row.key());
        check(row.key(), bin.trail(row.key()), row);
      }
      page = bin.list(all.after(page.get(page.size() - 1).key()).build());
    }
    for (InstanceKey key : seals.keySet()) {
      if (key != null && seen.add(key)) {
        check(key, bin.trail(key), null);
      }
    }
    return new AuditReport(trails, lines, anchorsRead, problems, more);
  }

  private void check(@Nullable InstanceKey key, AuditTrail trail, @Nullable Instance row) {
    trails++;
    lines += trail.lines().size();
    TrailCheck.problems(trail, row, seals.getOrDefault(key, List.of()), anchors)
        .forEach(this::report);
    if (key != null && row == null) {
      report(
          new AuditProblem(
              Kind.CUT_OFF, key, 0, "the row of " + key + " is not there, and an anchor has it"));
    }
  }

  private void readAnchors(List<AuditAnchor> trusted) {
    TreeMap<Long, AuditAnchor> believed = new TreeMap<>();
    AuditAnchor before = null;
    long known = 0;
    List<AuditAnchor> page = bin.anchors(0, PAGE);
    boolean goesOn = true;
    while (goesOn && !page.isEmpty()) {
      for (AuditAnchor anchor : page) {
        if (anchor.number() <= known) {
          // A store that gives the same page again and again would be read without end.
          report(Kind.ANCHOR_ALTERED, anchor.number(), "comes again after " + known);
          goesOn = false;
          break;
        }
        follows(anchor, before, known);
        believed.put(anchor.number(), anchor);
        before = anchor;
        known = anchor.number();
      }
      page = bin.anchors(known, PAGE);
    }
    for (AuditAnchor anchor : trusted) {
      AuditAnchor kept = believed.put(anchor.number(), anchor);
      if (kept == null) {
        report(Kind.ANCHOR_MISSING, anchor.number(), "is not in the store");
      } else if (!kept.equals(anchor)) {
        report(Kind.ANCHOR_ALTERED, anchor.number(), "is not the one that was kept outside");
      }
      if (!AuditChain.digest(anchor).equals(anchor.digest())) {
        report(
            Kind.ANCHOR_ALTERED,
            anchor.number(),
            "was kept outside, and does not have the digest of what it says");
      }
    }
    anchorsRead = believed.size();
    for (AuditAnchor anchor : believed.values()) {
      for (AuditHead head : anchor.heads()) {
        seals
            .computeIfAbsent(head.key(), key -> new ArrayList<>())
            .add(new Seal(anchor.number(), head));
      }
    }
    anchors =
        believed.values().stream()
            .takeWhile(anchor -> believed.headMap(anchor.number()).size() == anchor.number() - 1)
            .toList();
    countLines();
  }

  private void follows(AuditAnchor anchor, @Nullable AuditAnchor before, long known) {
    if (anchor.number() != known + 1) {
      report(Kind.ANCHOR_MISSING, known + 1, "is not in the store");
    } else if (!anchor.previous().equals(before == null ? AuditDigest.NONE : before.digest())) {
      report(Kind.ANCHOR_ALTERED, anchor.number(), "is not linked to the anchor before it");
    }
    if (!AuditChain.digest(anchor).equals(anchor.digest())) {
      report(Kind.ANCHOR_ALTERED, anchor.number(), "does not have the digest of what it says");
    }
  }

  /** The heads that an anchor stands for have as many lines as it says. */
  private void countLines() {
    Map<@Nullable InstanceKey, Long> sequences = new HashMap<>();
    long counted = 0;
    for (AuditAnchor anchor : anchors) {
      for (AuditHead head : anchor.heads()) {
        Long before = sequences.put(head.key(), head.sequence());
        counted += head.sequence() - (before == null ? 0 : before);
      }
      if (counted != anchor.lines()) {
        report(
            Kind.ANCHOR_ALTERED,
            anchor.number(),
            "covers " + anchor.lines() + " lines, and its heads have " + counted);
        return;
      }
    }
  }

  private void report(Kind kind, long anchor, String message) {
    report(new AuditProblem(kind, null, anchor, "anchor " + anchor + " " + message));
  }

  private void report(AuditProblem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else {
      more = true;
    }
  }
}
