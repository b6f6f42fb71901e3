package dev.reprieve.recyclebin;

import dev.reprieve.model.Instance;
import dev.reprieve.model.InstanceKey;
import dev.reprieve.model.InstanceState;
import dev.reprieve.recyclebin.AuditProblem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one trail: its links, its end, what anchors know of it, and the state it leads to. */
final class TrailCheck {
  private final AuditTrail trail;
  private final List<AuditProblem> problems = new ArrayList<>();

  private TrailCheck(AuditTrail trail) {
    this.trail = trail;
  }

  /**
   * What is wrong with a trail.
   *
   * @param row the instance as it was before the trail was read; null if there is none
   * @param seals what anchors say of it, oldest first
   * @param anchors the anchors, oldest first, as far as none is missing
   */
  static List<AuditProblem> problems(
      AuditTrail trail, @Nullable Instance row, List<Seal> seals, List<AuditAnchor> anchors) {
    TrailCheck check = new TrailCheck(trail);
    check.links();
    check.end();
    check.seals(seals, anchors);
    if (row != null) {
      check.replay(row);
    }
    return check.problems;
  }

  /**
   * What an anchor says of one trail.
   *
   * @param anchor the anchor's number
   * @param head the head that it names
   */
  record Seal(long anchor, AuditHead head) {}

  private void links() {
    long sequence = 0;
    long position = 0;
    AuditDigest previous = AuditDigest.NONE;
    for (AuditLine line : trail.lines()) {
      long expected = sequence + 1;
      if (line.sequence() > expected) {
        report(
            Kind.MISSING,
            expected,
            line.sequence() == expected + 1
                ? "is missing"
                : "is missing, and all up to " + (line.sequence() - 1));
      } else if (line.sequence() < expected) {
        report(Kind.OUT_OF_ORDER, line.sequence(), "stands after line " + sequence);
      } else if (!line.previous().equals(previous)) {
        report(Kind.ALTERED, line.sequence(), "is not linked to the line before it");
      }
      if (!Objects.equals(line.entry().key(), trail.key())) {
        report(Kind.INSERTED, line.sequence(), "belongs to " + whose(line.entry().key()));
      }
      if (!line.digest()
          .equals(
              AuditChain.digest(line.previous(), line.sequence(), line.position(), line.entry()))) {
        report(Kind.ALTERED, line.sequence(), "does not have the digest of what it says");
      }
      if (line.position() <= position) {
        report(
            Kind.OUT_OF_ORDER,
            line.sequence(),
            "has position " + line.position() + " in the store, after " + position);
      }
      sequence = line.sequence();
      position = line.position();
      previous = line.digest();
    }
  }

  private void end() {
    List<AuditLine> lines = trail.lines();
    AuditLine last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
    AuditHead head = trail.head();
    long written = head == null ? 0 : head.sequence();
    long there = last == null ? 0 : last.sequence();
    if (there < written) {
      report(Kind.CUT_OFF, there + 1, "is missing at the end: the trail has " + written + " lines");
    } else if (there > written) {
      report(Kind.INSERTED, written + 1, "is beyond the end: the trail has " + written + " lines");
    } else if (last != null && head != null && !last.digest().equals(head.digest())) {
      report(Kind.ALTERED, there, "is not the last line that was written");
    }
  }

  private void seals(List<Seal> seals, List<AuditAnchor> anchors) {
    List<AuditLine> lines = trail.lines();
    Map<Long, AuditLine> bySequence = new HashMap<>();
    lines.forEach(line -> bySequence.put(line.sequence(), line));
    for (Seal seal : seals) {
      long sequence = seal.head().sequence();
      AuditLine line = bySequence.get(sequence);
      if (line == null) {
        if (lines.isEmpty() || lines.get(lines.size() - 1).sequence() < sequence) {
          report(Kind.CUT_OFF, sequence, "is not there, and anchor " + seal.anchor() + " has it");
        }
      } else if (!line.digest().equals(seal.head().digest())) {
        report(Kind.ALTERED, sequence, "is not the one that anchor " + seal.anchor() + " has");
      }
    }
    for (AuditLine line : lines) {
      AuditAnchor covering = covering(line.position(), anchors);
      if (covering != null && sealedBy(covering.number(), seals) < line.sequence()) {
        report(
            Kind.INSERTED,
            line.sequence(),
            "was not there when anchor " + covering.number() + " was made");
      }
    }
  }

  /** The first anchor that covers a position, or null if none does yet. */
  private static @Nullable AuditAnchor covering(long position, List<AuditAnchor> anchors) {
    int low = 0;
    int high = anchors.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (anchors.get(middle).position() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == anchors.size() ? null : anchors.get(low);
  }

  /** The number of lines that the trail had when an anchor was made. */
  private static long sealedBy(long anchor, List<Seal> seals) {
    int low = 0;
    int high = seals.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (seals.get(middle).anchor() <= anchor) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : seals.get(low - 1).head().sequence();
  }

  /** Follows the decisions up to the version of the row, and compares. */
  private void replay(Instance row) {
    InstanceState state = null;
    long sequence = 0;
    for (AuditLine line : trail.lines()) {
      AuditEntry entry = line.entry();
      if (entry.kind() != AuditEntry.Kind.DECISION || entry.version() > row.version()) {
        continue;
      }
      sequence = line.sequence();
      // What was forgotten may be taken in again, and begins anew.
      boolean begins = entry.from() == null && (state == null || state == InstanceState.FORGOTTEN);
      if (!begins && entry.from() != state) {
        report(
            Kind.STATE_DIFFERS,
            sequence,
            "goes on from " + entry.from() + ", and the decision before it led to " + state);
      }
      state = entry.to();
    }
    if (state != row.state()) {
      report(
          Kind.STATE_DIFFERS,
          sequence,
          "is the last decision and leads to "
              + state
              + ", and the row of version "
              + row.version()
              + " is "
              + row.state());
    }
  }

  private void report(Kind kind, long sequence, String message) {
    problems.add(
        new AuditProblem(
            kind,
            trail.key(),
            sequence,
            "line " + sequence + " of " + whose(trail.key()) + " " + message));
  }

  private static String whose(@Nullable InstanceKey key) {
    return key == null ? "the store's own trail" : key.toString();
  }
}
